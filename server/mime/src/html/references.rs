//! Character references: `&amp;` `&#65;` `&nbsp` (WHATWG HTML 13.2.5.72), both ways.
//! The table of names is html5ever's.

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};
use std::borrow::Cow;

/// The longest name in the table is 32 bytes; nothing longer is looked up.
const MAX_NAME: usize = 40;

/// Where a reference stands: in an attribute, `&copy=1` is no reference.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Text,
    Attribute,
}

/// Replaces every reference by its characters.
pub(crate) fn decode(raw: &str, place: Place) -> Cow<'_, str> {
    if !raw.contains('&') {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let used =
            if rest.as_bytes().get(1) == Some(&b'#') { numeric(rest, &mut out) } else { named(rest, place, &mut out) };
        if used == 0 {
            out.push('&');
        }
        rest = &rest[used.max(1)..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Reads `&#…;` at the start of `rest`; returns how many bytes it took, 0 when it is none.
fn numeric(rest: &str, out: &mut String) -> usize {
    let body = &rest[2..];
    let (digits, radix, mark) = match body.as_bytes().first() {
        Some(b'x' | b'X') => (&body[1..], 16, 3),
        _ => (body, 10, 2),
    };
    let count = digits.bytes().take_while(|b| char::from(*b).is_digit(radix)).count();
    if count == 0 {
        return 0;
    }
    let value = digits[..count].bytes().fold(0_u32, |n, b| {
        let digit = char::from(b).to_digit(radix).unwrap_or(0);
        n.saturating_mul(radix).saturating_add(digit)
    });
    let c = match value {
        0x80..=0x9F => C1_REPLACEMENTS[(value - 0x80) as usize],
        0 => None,
        _ => char::from_u32(value),
    };
    out.push(c.unwrap_or('\u{FFFD}'));
    let semicolon = usize::from(digits.as_bytes().get(count) == Some(&b';'));
    mark + count + semicolon
}

/// Reads `&name;` at the start of `rest`, the longest name that is in the table.
fn named(rest: &str, place: Place, out: &mut String) -> usize {
    let name = &rest[1..];
    let run = name.bytes().take(MAX_NAME).take_while(u8::is_ascii_alphanumeric).count();
    let run = run + usize::from(name.as_bytes().get(run) == Some(&b';'));
    for length in (1..=run).rev() {
        let Some(&(first, second)) = NAMED_ENTITIES.get(&name[..length]) else { continue };
        if first == 0 {
            continue; // the beginning of a name, not a name
        }
        let next = name.as_bytes().get(length);
        let open_ended = !name[..length].ends_with(';');
        if place == Place::Attribute && open_ended && next.is_some_and(|b| *b == b'=' || b.is_ascii_alphanumeric()) {
            return 0;
        }
        out.extend([first, second].into_iter().filter(|c| *c != 0).filter_map(char::from_u32));
        return 1 + length;
    }
    0
}

/// Appends text so that it is text in HTML and in a double-quoted attribute.
pub(crate) fn escape_into(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
}
