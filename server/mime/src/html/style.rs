//! The style attribute, read token by token and built anew from what is understood.
//! Functions are colours and nothing else, so nothing in a style can load anything.

use super::report::{Report, Why};
use cssparser::{Delimiter, ParseError, ParseErrorKind, Parser, Token};

/// A style attribute over this many bytes is dropped whole.
const MAX_BYTES: usize = 16 * 1024;
/// Declarations beyond this many are dropped.
const MAX_DECLARATIONS: usize = 100;
/// Longest length, in pixels.
const MAX_PIXELS: f32 = 4000.0;
/// Smallest size of letters, in pixels: below it text hides.
const MIN_FONT_PIXELS: f32 = 6.0;
/// Least opacity of a text's colour.
const MIN_ALPHA: f32 = 0.3;

/// Properties that are kept. None can hold a picture, move a box over others, or take it out of the page.
#[rustfmt::skip]
const PROPERTIES: [&str; 66] = [
    "background-color", "border", "border-bottom", "border-bottom-color", "border-bottom-left-radius",
    "border-bottom-right-radius", "border-bottom-style", "border-bottom-width", "border-collapse", "border-color",
    "border-left", "border-left-color", "border-left-style", "border-left-width", "border-radius", "border-right",
    "border-right-color", "border-right-style", "border-right-width", "border-spacing", "border-style", "border-top",
    "border-top-color", "border-top-left-radius", "border-top-right-radius", "border-top-style", "border-top-width",
    "border-width", "color", "direction", "font", "font-family", "font-kerning", "font-size", "font-stretch",
    "font-style", "font-variant", "font-variant-caps", "font-variant-numeric", "font-weight", "height",
    "letter-spacing", "line-height", "list-style-type", "margin", "margin-bottom", "margin-left", "margin-right",
    "margin-top", "max-width", "padding", "padding-bottom", "padding-left", "padding-right", "padding-top",
    "text-align", "text-align-last", "text-decoration", "text-decoration-color", "text-decoration-line",
    "text-decoration-style", "text-decoration-thickness", "vertical-align", "white-space", "width", "word-spacing",
];

/// Whether a property is one that is kept; `name` in lower case.
#[must_use]
pub fn is_allowed_property(name: &str) -> bool {
    PROPERTIES.binary_search(&name).is_ok()
}

/// Rebuilds a style attribute. `None` when nothing of it is kept. Cleaning its own output changes nothing.
pub(crate) fn clean(style: &str, report: &mut Report) -> Option<String> {
    if style.len() > MAX_BYTES {
        report.add("style", Why::Limit);
        return None;
    }
    let mut out = String::new();
    let mut parser = Parser::new(style);
    parser.set_nested_block_limit(2);
    for n in 0.. {
        while parser.try_parse(|p| p.expect_semicolon()).is_ok() {}
        if parser.is_exhausted() {
            break;
        }
        if n == MAX_DECLARATIONS {
            report.add("style", Why::Limit);
            break;
        }
        let mut name = String::new();
        let value = parser.parse_until_after(Delimiter::Semicolon, |p| declaration(p, &mut name));
        match value {
            Ok((property, value)) => {
                if !out.is_empty() {
                    out.push(';');
                }
                out.push_str(property);
                out.push(':');
                out.push_str(&value);
            }
            Err(error) => report_dropped(&name, &error, report),
        }
    }
    (!out.is_empty()).then_some(out)
}

/// Why a declaration was not kept.
#[derive(Clone, Copy, Debug)]
enum Refused {
    Loads,
    Other,
}

fn report_dropped(name: &str, error: &ParseError<Refused>, report: &mut Report) {
    let loads = matches!(error.kind, ParseErrorKind::Custom(Refused::Loads));
    let why = if loads { Why::RemoteContent } else { Why::Style };
    // Vendors' own properties and the like are noise, not news.
    if loads || matches!(name, "position" | "display" | "visibility" | "opacity" | "transform" | "z-index" | "behavior")
    {
        report.add(name, why);
    } else {
        report.add("style", why);
    }
}

type Parsed<T> = Result<T, ParseError<Refused>>;

fn refuse<T>(reason: Refused) -> Parsed<T> {
    Err(ParseError::custom(reason))
}

fn declaration(parser: &mut Parser<'_>, name: &mut String) -> Parsed<(&'static str, String)> {
    *name = parser.expect_ident()?.to_ascii_lowercase();
    parser.expect_colon()?;
    // `background: <colour>` is how most mail says background-color; with anything else in it, it goes.
    let wanted = if name == "background" { "background-color" } else { name.as_str() };
    let Ok(index) = PROPERTIES.binary_search(&wanted) else {
        return scan_for_loads(parser);
    };
    let property = PROPERTIES[index];
    let mut value = Value { property, out: String::new(), parts: 0 };
    while value.part(parser)? {}
    if value.parts == 0 || (name == "background" && value.parts > 1) {
        return refuse(Refused::Other);
    }
    Ok((property, value.out))
}

/// Looks through a value that is dropped anyway, to say whether it would have loaded something.
fn scan_for_loads<T>(parser: &mut Parser<'_>) -> Parsed<T> {
    while let Ok(token) = parser.next() {
        if would_load(token) {
            return refuse(Refused::Loads);
        }
    }
    refuse(Refused::Other)
}

fn would_load(token: &Token<'_>) -> bool {
    match token {
        Token::UnquotedUrl(_) | Token::BadUrl(_) => true,
        Token::Function(name) => {
            let name = name.to_ascii_lowercase();
            let name = name.trim_start_matches("-webkit-").trim_start_matches("-moz-");
            matches!(
                name,
                "url" | "src" | "image" | "image-set" | "cross-fade" | "var" | "env" | "attr" | "paint" | "element"
            )
        }
        _ => false,
    }
}

/// The value of one declaration while it is built anew.
struct Value {
    property: &'static str,
    out: String,
    parts: usize,
}

impl Value {
    /// Takes over one token. `false` at the end of the value.
    fn part(&mut self, parser: &mut Parser<'_>) -> Parsed<bool> {
        let Ok(token) = parser.next().cloned() else { return Ok(false) };
        let text = match token {
            Token::Ident(word) => self.word(&word)?,
            Token::Number { value, .. } => self.number(value)?,
            Token::Percentage { unit_value, .. } => self.percentage(unit_value * 100.0)?,
            Token::Dimension { value, unit, .. } => self.dimension(value, &unit)?,
            Token::Hash(digits) | Token::IDHash(digits) => self.hash(&digits)?,
            Token::QuotedString(text) => self.string(&text)?,
            Token::Function(name) => self.colour(&name, parser)?,
            Token::Comma if self.parts > 0 => {
                self.out.push(',');
                return Ok(true);
            }
            Token::Delim('/') if self.property == "font" || self.property == "border-radius" => String::from("/"),
            Token::Delim('!') => {
                // The mark goes, the declaration stays: nothing of a mail overrides our own style.
                parser.expect_ident_matching("important")?;
                return Ok(false);
            }
            other if would_load(&other) => return refuse(Refused::Loads),
            _ => return refuse(Refused::Other),
        };
        if self.parts > 0 {
            self.out.push(' ');
        }
        self.out.push_str(&text);
        self.parts += 1;
        Ok(true)
    }

    fn word(&self, word: &str) -> Parsed<String> {
        let lower = word.to_ascii_lowercase();
        let plain = lower.len() <= 40
            && lower.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
            && !lower.starts_with("--")
            && lower.trim_start_matches('-').starts_with(|c: char| c.is_ascii_alphabetic());
        let hides = self.property == "color" && lower == "transparent";
        if !plain || hides {
            return refuse(Refused::Other);
        }
        Ok(if self.property.starts_with("font") { word.to_owned() } else { lower })
    }

    fn number(&self, value: f32) -> Parsed<String> {
        let ok = match self.property {
            "font" => value > 0.0,
            "font-size" => false,
            "line-height" => value >= 0.5,
            _ => value >= 0.0,
        };
        if ok { decimal(value) } else { refuse(Refused::Other) }
    }

    fn percentage(&self, value: f32) -> Parsed<String> {
        let least = match self.property {
            "font" | "font-size" | "line-height" => 50.0,
            _ => 0.0,
        };
        if (least..=400.0).contains(&value) { Ok(decimal(value)? + "%") } else { refuse(Refused::Other) }
    }

    fn dimension(&self, value: f32, unit: &str) -> Parsed<String> {
        let unit = unit.to_ascii_lowercase();
        let pixels = match unit.as_str() {
            "px" => value,
            "pt" => value * 4.0 / 3.0,
            "pc" | "em" | "rem" => value * 16.0,
            "ex" | "ch" => value * 8.0,
            "in" => value * 96.0,
            "cm" => value * 37.8,
            "mm" => value * 3.78,
            // Units of the window would grow with a frame that grows with its content.
            _ => return refuse(Refused::Other),
        };
        let least = match self.property {
            "font" | "font-size" | "line-height" => MIN_FONT_PIXELS,
            _ => 0.0,
        };
        if (least..=MAX_PIXELS).contains(&pixels) { Ok(decimal(value)? + &unit) } else { refuse(Refused::Other) }
    }

    fn hash(&self, digits: &str) -> Parsed<String> {
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return refuse(Refused::Other);
        }
        let alpha = match digits.len() {
            3 | 6 => "f",
            4 => &digits[3..],
            8 => &digits[6..],
            _ => return refuse(Refused::Other),
        };
        if self.property == "color" && alpha.starts_with(['0', '1', '2', '3']) {
            return refuse(Refused::Other);
        }
        Ok(format!("#{}", digits.to_ascii_lowercase()))
    }

    /// A name of a font; quotes of the other kind cannot be in it.
    fn string(&self, text: &str) -> Parsed<String> {
        let ok = matches!(self.property, "font" | "font-family")
            && text.chars().count() <= 60
            && text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '+'));
        if ok { Ok(format!("'{text}'")) } else { refuse(Refused::Other) }
    }

    fn colour(&self, name: &str, parser: &mut Parser<'_>) -> Parsed<String> {
        let name = name.to_ascii_lowercase();
        if !matches!(name.as_str(), "rgb" | "rgba" | "hsl" | "hsla") {
            return if would_load(&Token::Function(name.as_str().into())) {
                refuse(Refused::Loads)
            } else {
                refuse(Refused::Other)
            };
        }
        let mut channels = Vec::new();
        parser.parse_nested_block(|p| {
            while let Ok(token) = p.next().cloned() {
                channels.push(match token {
                    Token::Number { value, .. } => (value, decimal(value)?),
                    Token::Percentage { unit_value, .. } => (unit_value, decimal(unit_value * 100.0)? + "%"),
                    Token::Dimension { value, unit, .. } if unit.eq_ignore_ascii_case("deg") => {
                        (value, decimal(value)? + "deg")
                    }
                    Token::Comma | Token::Delim('/') => continue,
                    _ => return refuse(Refused::Other),
                });
            }
            Ok(())
        })?;
        let hides = self.property == "color" && channels.get(3).is_some_and(|(alpha, _)| *alpha < MIN_ALPHA);
        if !(3..=4).contains(&channels.len()) || hides {
            return refuse(Refused::Other);
        }
        let channels: Vec<String> = channels.into_iter().map(|(_, text)| text).collect();
        Ok(format!("{name}({})", channels.join(",")))
    }
}

/// A number with at most three places, so that reading it again gives the same text.
fn decimal(value: f32) -> Parsed<String> {
    if !(-MAX_PIXELS..=MAX_PIXELS).contains(&value) {
        return refuse(Refused::Other);
    }
    let rounded = (value * 1000.0).round() / 1000.0;
    Ok(if rounded == 0.0 { String::from("0") } else { rounded.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(style: &str, expect: &str) {
        let mut report = Report::default();
        let once = clean(style, &mut report).unwrap_or_default();
        assert_eq!(once, expect, "{style}");
        assert_eq!(clean(&once, &mut report).unwrap_or_default(), once, "again: {style}");
        assert!(!expect.is_empty() || style.is_empty() || !report.into_list().is_empty(), "untold: {style}");
    }

    #[test]
    fn keeps_plain_looks() {
        assert!(PROPERTIES.is_sorted());
        check("color:#FF0000", "color:#ff0000");
        check("Color : RED ;FONT-size:14PX", "color:red;font-size:14px");
        check("background:#fff", "background-color:#fff");
        check("font:bold 14px/1.5 'Segoe UI', Arial", "font:bold 14px / 1.5 'Segoe UI', Arial");
        check("border:1px solid rgba(0, 0, 0, .25)", "border:1px solid rgba(0,0,0,0.25)");
        check("color:rgb(10 20 30 / 50%)", "color:rgb(10,20,30,50%)");
        check("margin:0 auto!important", "margin:0 auto");
        check("padding:12.3456px", "padding:12.346px");
        check("font-family:-apple-system,\"Helvetica Neue\"", "font-family:-apple-system, 'Helvetica Neue'");
    }

    #[test]
    fn drops_what_loads() {
        for value in [
            "url(https://e/1.png)",
            "url('//e/1')",
            "image-set(\"https://e/1.png\" 1x)",
            "image-set(url(https://e/1) 1x)",
            "-webkit-image-set(url(https://e/1) 1x)",
            "cross-fade(url(https://e/1),red)",
            "var(--x, url(//e/1.gif))",
            "image(\"https://e\")",
            "src(\"https://e\")",
            "red url(//e)",
            "\\75 rl(//e)",
            "u/**/rl(//e)",
            "attr(x url)",
            "env(x, url(//e))",
            "element(#x)",
            "linear-gradient(red,blue)",
            "url(",
            "url(x",
            "\"https://e\"",
        ] {
            for property in [
                "background",
                "background-color",
                "background-image",
                "border-image",
                "list-style",
                "color",
                "cursor",
                "content",
            ] {
                check(&format!("{property}:{value}"), "");
            }
        }
        check("color:red;background:url(x);width:10px", "color:red;width:10px");
    }

    #[test]
    fn drops_what_hides_covers_or_breaks() {
        for style in [
            "position:fixed",
            "position:fixed !important",
            "display:none",
            "opacity:0",
            "z-index:9",
            "transform:scale(9)",
            "margin:-10px",
            "margin-left:-1px",
            "font-size:1px",
            "font-size:0",
            "font:0 a",
            "font-size:4pt",
            "font-size:.1em",
            "width:5000px",
            "height:100vh",
            "line-height:0",
            "color:transparent",
            "color:rgba(0,0,0,0)",
            "color:#0000",
            "color:#ff000010",
            "width:calc(1px + (2px * (3 + 4)))",
            "width:expression(alert(1))",
            "behavior:url(x)",
            "-moz-binding:url(x)",
            "--x:red",
            "width:1e9px",
            "color:red}b{color:blue",
            "color",
            ":",
            "}",
            "{}",
            "color:#\\#\\",
            "content:'x'",
            "color:'red'",
            "font-family:'</style>'",
            "font-family:\"a\\\"b\"",
            "@import 'x'",
            "filter:blur(1px)",
        ] {
            check(style, "");
        }
        check("width:calc(1px + (2px * (3 + 4)));color:red", "color:red");
        check("x:(;color:red", "");
        check("/*;color:blue*/color:red;", "color:red");
        check("color:red;/*", "color:red");
    }
}
