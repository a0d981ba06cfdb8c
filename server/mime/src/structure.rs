//! The tree of parts of a message (RFC 2046), found in one pass over its lines.
//! Limits of our own: nesting, number of parts. Messages inside messages are parts like files.

use crate::header_field::{Field, line_end, parameters, split, trim_line};
use crate::transfer::Encoding;
use mail_parser::ContentType;
use std::ops::Range;

/// Multiparts nested deeper than this are left as they are.
pub(crate) const MAX_DEPTH: usize = 64;
/// Parts of any kind after which a message is not read further.
pub(crate) const MAX_ENTITIES: usize = 1000;
/// RFC 2046 allows 70.
const MAX_BOUNDARY: usize = 250;

/// One part, or the message itself.
#[derive(Debug)]
pub(crate) struct Entity {
    pub(crate) content_type: Option<ContentType<'static>>,
    pub(crate) disposition: Option<ContentType<'static>>,
    pub(crate) encoding: Encoding,
    pub(crate) content_id: Option<String>,
    /// What the sender calls it, as written.
    pub(crate) file_name: Option<String>,
    /// Where its content is, still encoded.
    pub(crate) body: Range<usize>,
    pub(crate) parent: Option<usize>,
    pub(crate) children: Vec<usize>,
}

/// What the tree was cut short by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    TooDeep,
    TooMany,
}

/// A multipart whose parts are being read.
struct Level {
    boundary: Vec<u8>,
    entity: usize,
}

/// Reads the tree; the first entity is the message itself.
pub(crate) fn read(raw: &[u8]) -> (Vec<Entity>, Option<Cut>) {
    let mut entities = Vec::new();
    let mut cut = None;
    let mut levels: Vec<Level> = Vec::new();
    // The part whose content the next boundary ends; `None` between parts.
    let mut current = Some(0);
    let mut at = enter(raw, 0, &mut entities, &mut levels, &mut cut);
    while at < raw.len() && !levels.is_empty() {
        let next = line_end(raw, at);
        let line = trim_line(&raw[at..next]);
        let hit = line.strip_prefix(b"--").and_then(|rest| matching(&levels, rest));
        let Some((depth, end)) = hit else {
            at = next;
            continue;
        };
        close(&mut entities, &levels[depth..], current.take(), content_end(raw, at));
        levels.truncate(depth + 1);
        at = next;
        if end == Delimiter::Last {
            levels.pop();
        } else if entities.len() == MAX_ENTITIES {
            return (entities, Some(Cut::TooMany));
        } else {
            current = Some(entities.len());
            at = enter(raw, next, &mut entities, &mut levels, &mut cut);
        }
    }
    close(&mut entities, &levels, current, raw.len());
    (entities, cut)
}

/// Reads the head of the part at `at` and returns where its content begins.
fn enter(raw: &[u8], at: usize, entities: &mut Vec<Entity>, levels: &mut Vec<Level>, cut: &mut Option<Cut>) -> usize {
    let (fields, length) = split(&raw[at..]);
    let start = at + length;
    let id = entities.len();
    let parent = levels.last().map(|l| l.entity);
    let mut entity = entity(&fields, start..raw.len());
    entity.parent = parent;
    if let Some(parent) = parent {
        entities[parent].children.push(id);
    }
    let kind = entity.content_type.as_ref();
    let boundary = kind.filter(|t| t.ctype().eq_ignore_ascii_case("multipart")).and_then(|t| t.attribute("boundary"));
    if let Some(boundary) = boundary.map(str::trim_end).filter(|b| !b.is_empty() && b.len() <= MAX_BOUNDARY) {
        if levels.len() < MAX_DEPTH {
            levels.push(Level { boundary: boundary.as_bytes().to_vec(), entity: id });
        } else {
            *cut = Some(Cut::TooDeep);
        }
    }
    entities.push(entity);
    start
}

fn entity(fields: &[Field<'_>], body: Range<usize>) -> Entity {
    let first = |name: &str| fields.iter().find(|f| f.name.eq_ignore_ascii_case(name)).map(|f| f.value);
    let content_type = first("Content-Type").and_then(parameters);
    let disposition = first("Content-Disposition").and_then(parameters);
    let named = disposition.as_ref().and_then(|d| parameter(d, "filename", first("Content-Disposition")));
    let named = named.or_else(|| content_type.as_ref().and_then(|t| parameter(t, "name", first("Content-Type"))));
    let text = |name: &str| first(name).map(|v| String::from_utf8_lossy(v).trim().to_owned());
    Entity {
        file_name: named.map(str::to_owned),
        content_type,
        disposition,
        encoding: text("Content-Transfer-Encoding").map_or(Encoding::Plain, |v| Encoding::parse(&v)),
        content_id: text("Content-ID").map(|v| v.trim_matches(['<', '>']).to_owned()).filter(|v| !v.is_empty()),
        body,
        parent: None,
        children: Vec::new(),
    }
}

/// A parameter that may be written twice: plain for old readers and in RFC 2231's way, which counts
/// (RFC 6266 section 4.3). Of two plain ones the first counts.
fn parameter<'t>(of: &'t ContentType<'_>, name: &str, raw: Option<&[u8]>) -> Option<&'t str> {
    let raw = String::from_utf8_lossy(raw.unwrap_or_default()).to_ascii_lowercase();
    let mut values = of.attributes().unwrap_or_default().iter().filter(|a| a.name == name).map(|a| a.value.as_ref());
    if raw.contains(&format!("{name}*=")) { values.next_back() } else { values.next() }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Delimiter {
    Next,
    Last,
}

/// Which open multipart a line after its `--` delimits, the innermost first.
fn matching(levels: &[Level], rest: &[u8]) -> Option<(usize, Delimiter)> {
    levels.iter().enumerate().rev().find_map(|(depth, level)| {
        let tail = rest.strip_prefix(level.boundary.as_slice())?;
        let blank = |t: &[u8]| t.iter().all(|b| matches!(b, b' ' | b'\t'));
        if blank(tail) {
            Some((depth, Delimiter::Next))
        } else {
            // Text after the last delimiter's marks is against the rules and common.
            tail.starts_with(b"--").then_some((depth, Delimiter::Last))
        }
    })
}

/// The line end before a boundary belongs to the boundary.
fn content_end(raw: &[u8], at: usize) -> usize {
    let end = raw[..at].strip_suffix(b"\n").map_or(at, <[u8]>::len);
    raw[..end].strip_suffix(b"\r").map_or(end, <[u8]>::len)
}

/// Ends the part being read and the multiparts that end with it.
fn close(entities: &mut [Entity], levels: &[Level], current: Option<usize>, end: usize) {
    let inner = levels.iter().skip(1).map(|l| l.entity);
    for id in current.into_iter().chain(inner) {
        if let Some(entity) = entities.get_mut(id) {
            entity.body.end = end.max(entity.body.start);
        }
    }
}
