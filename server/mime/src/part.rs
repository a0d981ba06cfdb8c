//! A part of a message that holds something: a text, a picture, a file.

use crate::file_name;
use crate::safe_text::safe_line;
use crate::structure::Entity;
use serde::Serialize;

use crate::message::MAX_PARTS;

/// Names a part within its message: the order in which it stands, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct PartId(pub u32);

/// Where a part is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Placing {
    /// It is the message, or a form of it.
    Body,
    /// It is a picture inside the formatted text.
    Inline,
    /// It is a file.
    Attachment,
}

/// A part, described.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Its name within the message.
    pub id: PartId,
    /// Its section number in IMAP (`1.2`, RFC 9051 section 6.4.5).
    pub section: String,
    /// Declared type, lower case, without parameters: `text/plain`. A hint, never a header of ours.
    pub content_type: String,
    /// Declared charset.
    pub charset: Option<String>,
    /// The `method` of a calendar part (RFC 5546), upper case.
    pub method: Option<String>,
    /// The name that the sender gave it, made safe.
    pub file_name: Option<String>,
    /// Content-ID without brackets.
    pub content_id: Option<String>,
    /// Bytes when decoded.
    pub size: usize,
    /// Where it is shown.
    pub placing: Placing,
    #[serde(skip)]
    pub(crate) entity: usize,
    #[serde(skip)]
    pub(crate) disposition: Option<String>,
}

impl Part {
    /// The parts of a tree in order, and how many more there are than are listed.
    pub(crate) fn list(entities: &[Entity], raw: &[u8]) -> (Vec<Self>, usize) {
        let leaves = entities.iter().enumerate().filter(|(_, e)| e.children.is_empty());
        let total = leaves.clone().count();
        let parts = leaves.take(MAX_PARTS).zip(1..).map(|((at, entity), n)| Self::read(entities, at, entity, n, raw));
        (parts.collect(), total.saturating_sub(MAX_PARTS))
    }

    fn read(entities: &[Entity], at: usize, entity: &Entity, number: u32, raw: &[u8]) -> Self {
        let declared = entity.content_type.as_ref();
        let parameter = |name: &str| declared.and_then(|t| t.attribute(name)).map(safe_line);
        let in_digest =
            entity.parent.and_then(|p| entities[p].content_type.as_ref()).and_then(|t| t.subtype()) == Some("digest");
        Self {
            id: PartId(number),
            section: section(entities, at),
            content_type: match declared {
                // A multipart in which no part was found is shown as it stands.
                Some(t) if t.ctype() == "multipart" => String::from("text/plain"),
                Some(t) => {
                    safe_line(&format!("{}/{}", t.ctype(), t.subtype().unwrap_or("x-unknown"))).to_ascii_lowercase()
                }
                None if in_digest => String::from("message/rfc822"),
                None => String::from("text/plain"),
            },
            charset: parameter("charset"),
            method: parameter("method").map(|m| m.to_ascii_uppercase()),
            file_name: entity.file_name.as_deref().filter(|n| !n.is_empty()).map(file_name::safe),
            content_id: entity.content_id.as_deref().map(safe_line),
            size: raw.get(entity.body.clone()).map_or(0, |bytes| entity.encoding.decoded_size(bytes)),
            placing: Placing::Attachment,
            entity: at,
            disposition: entity.disposition.as_ref().map(|d| d.ctype().to_ascii_lowercase()),
        }
    }

    /// Whether it may be read as the message: text that nobody calls a file.
    pub(crate) fn can_be_body(&self, alone: bool) -> bool {
        if alone {
            return self.content_type.starts_with("text/") && self.disposition.as_deref() != Some("attachment");
        }
        let text = matches!(self.content_type.as_str(), "text/plain" | "text/html");
        let file = self.disposition.as_deref() == Some("attachment")
            || (self.file_name.is_some() && self.disposition.as_deref() != Some("inline"));
        text && !file
    }

    /// A name to save it under: the sender's, or one made from its type.
    #[must_use]
    pub fn download_name(&self) -> String {
        let ending = match self.content_type.as_str() {
            "text/plain" => "txt",
            "text/calendar" => "ics",
            "message/rfc822" => "eml",
            "image/jpeg" => "jpg",
            "image/png" => "png",
            "image/gif" => "gif",
            "application/pdf" => "pdf",
            _ => "bin",
        };
        self.file_name.clone().unwrap_or_else(|| format!("part-{}.{ending}", self.section))
    }
}

/// The numbers of the part and of those it is in, from the outermost.
fn section(entities: &[Entity], at: usize) -> String {
    let mut numbers = Vec::new();
    let mut child = at;
    while let Some(parent) = entities[child].parent {
        let number = entities[parent].children.iter().position(|c| *c == child).map_or(1, |n| n + 1);
        numbers.push(number.to_string());
        child = parent;
    }
    if numbers.is_empty() {
        return String::from("1");
    }
    numbers.reverse();
    numbers.join(".")
}
