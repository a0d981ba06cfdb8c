//! A received message: its head as text, its parts, and which of them is read. Never fails: any
//! bytes are a message. What it holds is what a stranger wrote; only the head is made safe to show.

use crate::header_field::{self, Field};
use crate::headers::Headers;
use crate::part::{Part, PartId, Placing};
use crate::structure::{self, Cut, Entity};
use crate::transfer::{Encoding, text_of};
use serde::Serialize;
use std::borrow::Cow;
use std::ops::Range;

/// Parts listed of one message.
pub const MAX_PARTS: usize = 200;

/// Encoded bytes that tell what a part is.
const BEGINNING: usize = 512;

/// A message, read.
#[derive(Debug)]
pub struct Message<'b> {
    raw: &'b [u8],
    entities: Vec<Entity>,
    headers: Headers,
    parts: Vec<Part>,
    body: Body,
    warnings: Vec<Warning>,
}

/// Which parts are the message itself. Each is cleaned and shown alone, never joined with another:
/// what stands before a part must not be able to swallow it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Body {
    /// The formatted text.
    pub html: Option<PartId>,
    /// The plain text; beside `html` the same in other words.
    pub plain: Option<PartId>,
    /// Texts that follow, such as the foot of a mailing list.
    pub more: Vec<PartId>,
}

/// What is odd about a message and should be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// More than one From field: others may show another sender.
    FromTwice,
    /// A field stands twice that may stand once.
    FieldTwice,
    /// The head is longer than is read.
    LongHead,
    /// Parts are nested deeper than is read.
    TooDeep,
    /// More parts than are listed.
    TooManyParts,
    /// A multipart without parts.
    NoBoundary,
}

/// The place of a part's content in its message.
#[derive(Clone, Debug)]
pub struct Content {
    at: Range<usize>,
    encoding: Encoding,
}

impl Content {
    /// The decoded bytes, from those of the message that it is a part of; `None` for those of a shorter one.
    #[must_use]
    pub fn decode<'b>(&self, raw: &'b [u8]) -> Option<Cow<'b, [u8]>> {
        Some(self.encoding.decode(raw.get(self.at.clone())?))
    }
}

impl<'b> Message<'b> {
    /// Reads any bytes as a message.
    #[must_use]
    pub fn parse(raw: &'b [u8]) -> Self {
        let (fields, head) = header_field::split(raw);
        let (entities, cut) = structure::read(raw);
        let mut warnings = warnings(&fields);
        if head > header_field::MAX_HEAD {
            warnings.push(Warning::LongHead);
        }
        match cut {
            Some(Cut::TooDeep) => warnings.push(Warning::TooDeep),
            Some(Cut::TooMany) => warnings.push(Warning::TooManyParts),
            None => {}
        }
        let (parts, left_out) = Part::list(&entities, raw);
        if left_out > 0 && cut != Some(Cut::TooMany) {
            warnings.push(Warning::TooManyParts);
        }
        let hollow =
            |e: &Entity| e.children.is_empty() && e.content_type.as_ref().is_some_and(|t| t.ctype() == "multipart");
        if entities.iter().any(hollow) {
            warnings.push(Warning::NoBoundary);
        }
        let mut message =
            Self { raw, headers: Headers::read(&fields), entities, parts, body: Body::default(), warnings };
        message.body = message.choose(0);
        message.place();
        message
    }

    /// The head.
    #[must_use]
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// The parts that hold something, in order; multiparts are not among them.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The part with this id.
    #[must_use]
    pub fn part(&self, id: PartId) -> Option<&Part> {
        self.parts.iter().find(|p| p.id == id)
    }

    /// The part with this Content-ID, brackets left off.
    #[must_use]
    pub fn part_by_content_id(&self, content_id: &str) -> Option<&Part> {
        self.parts.iter().find(|p| p.content_id.as_deref() == Some(content_id))
    }

    /// What is offered to be saved.
    pub fn attachments(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|p| p.placing == Placing::Attachment)
    }

    /// Which parts are read.
    #[must_use]
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// What should be said about the message.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// The decoded bytes of a part.
    #[must_use]
    pub fn decoded(&self, id: PartId) -> Option<Cow<'b, [u8]>> {
        self.content(id)?.decode(self.raw)
    }

    /// Where the content of a part stands, to be decoded when it is needed without reading the message again.
    #[must_use]
    pub fn content(&self, id: PartId) -> Option<Content> {
        let entity = self.entities.get(self.part(id)?.entity)?;
        Some(Content { at: entity.body.clone(), encoding: entity.encoding })
    }

    /// The first decoded bytes of a part, enough to tell what it is.
    #[must_use]
    pub fn beginning(&self, id: PartId) -> Option<Cow<'b, [u8]>> {
        let entity = self.entities.get(self.part(id)?.entity)?;
        let body = self.raw.get(entity.body.clone())?;
        Some(entity.encoding.decode(body.get(..BEGINNING).unwrap_or(body)))
    }

    /// A part as text, in UTF-8, lines ended by `\n`.
    #[must_use]
    pub fn text(&self, id: PartId) -> Option<String> {
        let charset = self.part(id)?.charset.clone();
        let bytes = self.decoded(id)?;
        Some(text_of(&bytes, charset.as_deref()).replace("\r\n", "\n").replace('\r', "\n"))
    }

    /// The formatted body, not cleaned.
    #[must_use]
    pub fn html(&self) -> Option<String> {
        self.text(self.body.html?)
    }

    /// The plain body.
    #[must_use]
    pub fn plain(&self) -> Option<String> {
        self.text(self.body.plain?)
    }

    /// The body as plain text, made from the formatted one when there is no other.
    #[must_use]
    pub fn readable(&self) -> String {
        self.plain().or_else(|| self.html().map(|html| crate::html::to_text(&html))).unwrap_or_default()
    }

    /// Declared type of the message itself.
    pub(crate) fn root_type(&self) -> Option<&mail_parser::ContentType<'static>> {
        self.entities.first()?.content_type.as_ref()
    }

    /// Chooses what is read of an entity and those inside it (RFC 2046 section 5.1).
    fn choose(&self, at: usize) -> Body {
        let entity = &self.entities[at];
        if entity.children.is_empty() {
            let part = self.parts.iter().find(|p| p.entity == at).filter(|p| p.can_be_body(at == 0));
            let id = part.map(|p| p.id);
            let html = part.is_some_and(|p| p.content_type == "text/html");
            return if html { Body { html: id, ..Body::default() } } else { Body { plain: id, ..Body::default() } };
        }
        let subtype = entity.content_type.as_ref().and_then(|t| t.subtype()).unwrap_or("mixed").to_ascii_lowercase();
        let mut body = Body::default();
        for (n, child) in entity.children.iter().enumerate() {
            let found = match subtype.as_str() {
                // The others belong to the first one.
                "related" if n > 0 => continue,
                _ => self.choose(*child),
            };
            if subtype == "alternative" {
                // The last form that is understood is the best one.
                body.html = found.html.or(body.html);
                body.plain = body.plain.or(found.plain);
                body.more.extend(found.more);
            } else if body.html.is_none() && body.plain.is_none() {
                body = found;
            } else {
                body.more.extend(found.html.or(found.plain));
                body.more.extend(found.more);
            }
        }
        body
    }

    /// Says of each part where it is shown.
    fn place(&mut self) {
        let Body { html, plain, more } = &self.body;
        for part in &mut self.parts {
            let id = Some(part.id);
            let related = self.entities[part.entity].parent.and_then(|p| self.entities[p].content_type.as_ref());
            let related = related.is_some_and(|t| t.subtype() == Some("related"));
            part.placing = if id == *html || id == *plain || more.contains(&part.id) {
                Placing::Body
            } else if related && part.content_id.is_some() && part.content_type.starts_with("image/") && html.is_some()
            {
                Placing::Inline
            } else {
                Placing::Attachment
            };
        }
    }
}

fn warnings(fields: &[Field<'_>]) -> Vec<Warning> {
    let count = |name: &str| fields.iter().filter(|f| f.name.eq_ignore_ascii_case(name)).count();
    let mut found = Vec::new();
    if count("From") > 1 {
        found.push(Warning::FromTwice);
    }
    let once = [
        "Subject",
        "Date",
        "To",
        "Cc",
        "Message-ID",
        "Reply-To",
        "Sender",
        "Content-Type",
        "Content-Transfer-Encoding",
    ];
    if once.iter().any(|name| count(name) > 1) {
        found.push(Warning::FieldTwice);
    }
    found
}
