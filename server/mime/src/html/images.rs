//! Where the picture of an `img` is: in the message, in the address itself, or elsewhere.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use url::Url;

/// The largest picture inside an address, decoded.
const MAX_DATA: usize = 1024 * 1024;

/// A picture that a message wants to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Image<'a> {
    /// A part of the message, by its Content-ID without brackets (RFC 2392), percent signs decoded.
    Attached(String),
    /// Somewhere on the web; showing it tells its owner that the message was opened.
    Remote(&'a str),
    /// Inside the address (RFC 2397).
    Data(&'a str),
}

/// What kind of picture an address names; `None` for what is no picture at all.
pub(crate) fn parse(address: &str) -> Option<Image<'_>> {
    if let Some(rest) = after(address, "data:") {
        return Some(Image::Data(rest));
    }
    if let Some(id) = after(address, "cid:") {
        return (!id.is_empty() && id.len() <= 500).then(|| Image::Attached(percent_decoded(id)));
    }
    let remote = address.starts_with("//")
        || Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https" | "ftp"));
    remote.then_some(Image::Remote(address))
}

/// Rebuilds `data:image/…;base64,…`, when it is strictly that, holds a picture of the kind it says, and is not large.
pub(crate) fn data(address: &str) -> Option<String> {
    let (kind, payload) = after(address, "data:")?.split_once(',')?;
    let kind = kind.to_ascii_lowercase();
    let kind = kind.strip_suffix(";base64")?;
    if payload.len() > MAX_DATA * 3 / 2 {
        return None;
    }
    let payload: String = payload.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let bytes = STANDARD.decode(payload).ok()?;
    let found = raster_type(&bytes)?;
    let named = if kind == "image/jpg" { "image/jpeg" } else { kind };
    (bytes.len() <= MAX_DATA && found == named).then(|| format!("data:{found};base64,{}", STANDARD.encode(&bytes)))
}

/// The type of a picture made of points, by its first bytes. No other kind is ever shown.
#[must_use]
pub fn raster_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some("image/png"),
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

fn after<'a>(text: &'a str, scheme: &str) -> Option<&'a str> {
    let head = text.get(..scheme.len())?;
    head.eq_ignore_ascii_case(scheme).then(|| &text[scheme.len()..])
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digit = |i: usize| bytes.get(i).and_then(|b| char::from(*b).to_digit(16));
        match (bytes[at], digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).unwrap_or_default());
                at += 3;
            }
            (byte, ..) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\nrest";

    #[test]
    fn tells_where_a_picture_is() {
        assert_eq!(parse("CID:a%40b"), Some(Image::Attached("a@b".into())));
        assert_eq!(parse("cid:%zz%"), Some(Image::Attached("%zz%".into())));
        assert_eq!(parse("https://e.example/x.gif"), Some(Image::Remote("https://e.example/x.gif")));
        assert_eq!(parse("//e.example/x.gif"), Some(Image::Remote("//e.example/x.gif")));
        for none in ["", "x.gif", "/x.gif", "javascript:1", "cid:", "about:blank"] {
            assert_eq!(parse(none), None, "{none}");
        }
    }

    #[test]
    fn pictures_in_addresses_are_what_they_say() {
        let png = STANDARD.encode(PNG);
        let whole = format!("data:image/png;base64,{png}");
        assert_eq!(data(&whole), Some(whole.clone()));
        assert_eq!(data(&format!("data:IMAGE/PNG;base64,{}\n {}", &png[..4], &png[4..])), Some(whole));
        for wrong in [
            format!("data:image/svg+xml;base64,{png}"),
            format!("data:image/s vg+xml;base64,{png}"),
            format!("data:image/gif;base64,{png}"),
            format!("data:text/html;base64,{png}"),
            format!("data:image/png,{png}"),
            format!("data:image/png;charset=x;base64,{png}"),
            format!("data:image/png;base64,{png}!"),
            "data:image/png;base64,PHN2Zz4=".to_owned(),
            format!("data:image/png;base64,{}", STANDARD.encode([PNG, &[0; MAX_DATA]].concat())),
        ] {
            assert_eq!(data(&wrong), None, "{}", &wrong[..wrong.len().min(60)]);
        }
    }
}
