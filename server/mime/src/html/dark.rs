//! Colours for dark pages. Each colour of a message stands beside its dark twin in `light-dark()`, so that one
//! document serves both and nothing flashes. The twin keeps hue and strength (a and b of CIE Lab) and turns
//! lightness round: L' = (100 - L) * (100 - base) / 100 + base.

use super::references::{Place, decode, escape_into};
use cssparser::color::{parse_hash_color, parse_named_color};
use cssparser::{ParseError, Parser, Token};

/// Lightness of #333333, on which a dark page puts what was white.
const BASE: f32 = 21.247;
/// White of D65, to which sRGB refers.
const WHITE: [f32; 3] = [0.950_47, 1.0, 1.088_83];

/// Gives every colour of cleaned HTML its dark twin. Colours in attributes move into the style, which alone can
/// hold two. `html` is what [`super::clean`] gave.
pub(super) fn with_dark_colours(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 4);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, tail) = rest.split_at(at);
        out.push_str(text);
        let end = tag_end(tail);
        let (tag, after) = tail.split_at(end);
        if ["style=\"", "color=\""].iter().any(|mark| tag.contains(mark)) {
            recolour(tag, &mut out);
        } else {
            out.push_str(tag);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn tag_end(tag: &str) -> usize {
    let mut in_value = false;
    let end = tag.bytes().position(|byte| {
        in_value ^= byte == b'"';
        byte == b'>' && !in_value
    });
    end.map_or(tag.len(), |end| end + 1)
}

/// Writes a tag anew, its attributes in order and its style at the end.
fn recolour(tag: &str, out: &mut String) {
    let name_end = tag.find([' ', '>']).unwrap_or(tag.len());
    let (name, mut rest) = tag.split_at(name_end);
    out.push_str(name);
    let (mut first, mut own) = (String::new(), String::new());
    // Cleaned attributes all have the form ` name="value"`.
    while let Some((attribute, tail)) = rest.split_once("=\"") {
        let Some((value, tail)) = tail.split_once('"') else { break };
        match attribute.trim_start() {
            "style" => own = style(&decode(value, Place::Attribute)),
            "bgcolor" => first += &declared("background-color", value),
            "color" => first += &declared("color", value),
            _ => {
                out.push_str(attribute);
                out.push_str("=\"");
                out.push_str(value);
                out.push('"');
            }
        }
        rest = tail;
    }
    let style = first + &own;
    if !style.is_empty() {
        out.push_str(" style=\"");
        escape_into(style.trim_end_matches(';'), out);
        out.push('"');
    }
    out.push_str(rest);
}

/// A colour of an attribute as a declaration; nothing when it is none.
fn declared(property: &str, value: &str) -> String {
    // Attributes may leave the mark out (WHATWG HTML 2.3.6).
    let bare = value.len() == 6 && value.bytes().all(|b| b.is_ascii_hexdigit());
    let colour = value.strip_prefix('#').or(bare.then_some(value)).map_or_else(|| named(value), hash);
    colour.map(|colour| format!("{property}:{};", colour.twins())).unwrap_or_default()
}

/// The declarations of a cleaned style, each with its semicolon.
fn style(cleaned: &str) -> String {
    let mut out = String::with_capacity(cleaned.len() * 2);
    for declaration in cleaned.split(';').filter(|declaration| !declaration.is_empty()) {
        let Some((property, value)) = declaration.split_once(':') else { continue };
        let holds_colour = property == "color"
            || property.ends_with("-color")
            || property.starts_with("border")
            || property == "text-decoration";
        out.push_str(property);
        out.push(':');
        if holds_colour {
            out.push_str(&twinned(value))
        } else {
            out.push_str(value)
        }
        out.push(';');
    }
    out
}

/// A value with each colour in it as twins; other tokens as they are.
fn twinned(value: &str) -> String {
    let mut parser = Parser::new(value);
    let mut out = String::with_capacity(value.len() * 2);
    while !parser.is_exhausted() {
        let start = parser.position();
        let Ok(token) = parser.next_including_whitespace().cloned() else { break };
        let colour = match &token {
            Token::Hash(digits) | Token::IDHash(digits) => hash(digits),
            Token::Ident(word) => named(word),
            Token::Function(name) => function(&name.to_ascii_lowercase(), &mut parser),
            _ => None,
        };
        match colour {
            Some(colour) => out.push_str(&colour.twins()),
            None => out.push_str(parser.slice_from(start)),
        }
    }
    out
}

fn hash(digits: &str) -> Option<Colour> {
    let (red, green, blue, alpha) = parse_hash_color(digits.as_bytes()).ok()?;
    Some(Colour { rgb: [red, green, blue], alpha })
}

fn named(word: &str) -> Option<Colour> {
    let (red, green, blue) = parse_named_color(word).ok()?;
    Some(Colour { rgb: [red, green, blue], alpha: 1.0 })
}

/// `rgb()` and `hsl()` as the cleaner writes them: channels by commas, per cent or plain. Other functions are
/// not there any more.
fn function(name: &str, parser: &mut Parser<'_>) -> Option<Colour> {
    let parsed: Result<Vec<(f32, bool)>, ParseError<()>> = parser.parse_nested_block(|block| {
        let mut channels = Vec::new();
        while let Ok(token) = block.next().cloned() {
            match token {
                Token::Number { value, .. } | Token::Dimension { value, .. } => channels.push((value, false)),
                Token::Percentage { unit_value, .. } => channels.push((unit_value, true)),
                _ => {}
            }
        }
        Ok(channels)
    });
    let channels = parsed.ok()?;
    let [first, second, third, ..] = channels.as_slice() else { return None };
    let alpha = channels.get(3).map_or(1.0, |(alpha, _)| alpha.clamp(0.0, 1.0));
    let rgb = if name.starts_with("hsl") {
        // Plain numbers are per cent too (CSS Color 4, section 7).
        let share = |(value, percent): (f32, bool)| if percent { value } else { value / 100.0 };
        from_hsl(first.0, share(*second).clamp(0.0, 1.0), share(*third).clamp(0.0, 1.0))
    } else {
        let level = |(value, percent): (f32, bool)| byte(if percent { value } else { value / 255.0 });
        [level(*first), level(*second), level(*third)]
    };
    Some(Colour { rgb, alpha })
}

fn from_hsl(hue: f32, saturation: f32, lightness: f32) -> [u8; 3] {
    let spread = saturation * lightness.min(1.0 - lightness);
    let channel = |n: f32| {
        let k = (n + hue.rem_euclid(360.0) / 30.0) % 12.0;
        byte(lightness - spread * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0))
    };
    [channel(0.0), channel(8.0), channel(4.0)]
}

fn byte(share: f32) -> u8 {
    (share.clamp(0.0, 1.0) * 255.0).round() as u8
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Colour {
    rgb: [u8; 3],
    alpha: f32,
}

impl Colour {
    fn twins(self) -> String {
        format!("light-dark({},{})", self.written(), Self { rgb: dark(self.rgb), ..self }.written())
    }

    fn written(self) -> String {
        let [red, green, blue] = self.rgb;
        if self.alpha < 1.0 {
            let alpha = (self.alpha * 1000.0).round() / 1000.0;
            return format!("rgba({red},{green},{blue},{alpha})");
        }
        format!("#{red:02x}{green:02x}{blue:02x}")
    }
}

/// The dark twin: sRGB to CIE Lab, lightness turned round, and back; what leaves sRGB is cut off.
fn dark(rgb: [u8; 3]) -> [u8; 3] {
    let [red, green, blue] = rgb.map(|channel| {
        let share = f32::from(channel) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    });
    let x = 0.412_456 * red + 0.357_576 * green + 0.180_438 * blue;
    let y = 0.212_673 * red + 0.715_152 * green + 0.072_175 * blue;
    let z = 0.019_334 * red + 0.119_192 * green + 0.950_304 * blue;
    let bend = |t: f32| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
    let [fx, fy, fz] = [bend(x / WHITE[0]), bend(y / WHITE[1]), bend(z / WHITE[2])];
    let (lightness, a, b) = (116.0 * fy - 16.0, fx - fy, fy - fz);
    let turned = (100.0 - lightness) * ((100.0 - BASE) / 100.0) + BASE;
    let fy = (turned + 16.0) / 116.0;
    let back = |t: f32| if t > 0.206_893 { t.powi(3) } else { (t - 16.0 / 116.0) / 7.787 };
    let [x, y, z] = [WHITE[0] * back(fy + a), WHITE[1] * back(fy), WHITE[2] * back(fy - b)];
    let linear = [
        3.240_454 * x - 1.537_139 * y - 0.498_531 * z,
        -0.969_266 * x + 1.876_011 * y + 0.041_556 * z,
        0.055_643 * x - 0.204_026 * y + 1.057_225 * z,
    ];
    linear.map(|share| byte(if share <= 0.003_130_8 { share * 12.92 } else { 1.055 * share.powf(1.0 / 2.4) - 0.055 }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::clean;

    #[test]
    fn lightness_turns_round_and_hue_stays() {
        for (light, expected) in
            [([255, 255, 255], [51, 51, 51]), ([0, 0, 0], [255, 255, 255]), ([0x24, 0x24, 0x24], [0xDF, 0xDF, 0xDF])]
        {
            let found = dark(light);
            let near = found.iter().zip(expected).all(|(found, expected)| found.abs_diff(expected) <= 3);
            assert!(near, "{light:?}: {found:?}");
        }
        let [red, green, blue] = dark([0xB1, 0x0E, 0x1C]);
        assert!(red > green && red > blue, "red stays red");
        let [red, green, blue] = dark([0x0F, 0x6C, 0xBD]);
        assert!(blue > green && green > red, "blue stays blue");
    }

    #[track_caller]
    fn check(html: &str, expected: &str) {
        let cleaned = clean(html, &|_| None).html;
        assert_eq!(with_dark_colours(&cleaned), expected, "{html}");
    }

    #[test]
    fn every_colour_has_its_twin_and_nothing_else_changes() {
        let white = "light-dark(#ffffff,#333333)";
        let black = "light-dark(#000000,#ffffff)";
        check("<p>x &amp; y</p>", "<p>x &amp; y</p>");
        check("<p style='color:#000;margin:1px'>x</p>", &format!("<p style=\"color:{black};margin:1px\">x</p>"));
        check("<p style='color:rgb(0,0,0)'>x", &format!("<p style=\"color:{black}\">x</p>"));
        check("<p style='color:hsl(0,0%,100%)'>x", &format!("<p style=\"color:{white}\">x</p>"));
        check("<p style='border:1px solid White'>x", &format!("<p style=\"border:1px solid {white}\">x</p>"));
        check(
            "<p style='color:rgba(0,0,0,.5)'>x",
            "<p style=\"color:light-dark(rgba(0,0,0,0.5),rgba(255,255,255,0.5))\">x</p>",
        );
        check("<font color=black size=2>x</font>", &format!("<font size=\"2\" style=\"color:{black}\">x</font>"));
        check(
            "<table bgcolor=ffffff style='width:50%'><tr><td>x",
            &format!("<table style=\"background-color:{white};width:50%\"><tbody><tr><td>x</td></tr></tbody></table>"),
        );
        // A name of a font is none of a colour.
        check("<p style='font-family:\"Black\",Red'>x", "<p style=\"font-family:'Black', Red\">x</p>");
        check("<p title='color=\"red\">'>x", "<p title=\"color=&quot;red&quot;&gt;\">x</p>");
        check("<p style='color:inherit'>x", "<p style=\"color:inherit\">x</p>");
    }
}
