//! What an author edits until it is handed over to be sent.

use crate::{Contact, Importance};
use serde::{Deserialize, Serialize};

/// Names a draft: 128 random bits in hexadecimal, made where the draft is opened. It is also the
/// idempotency key of the submission made from it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DraftId(String);

impl DraftId {
    /// Takes 32 lower-case hexadecimal digits; anything else is no id.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let ok = text.len() == 32 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        ok.then(|| Self(text.to_owned()))
    }

    /// Makes an id of 16 random bytes. Chance is an argument.
    #[must_use]
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(bytes.iter().map(|b| format!("{b:02x}")).collect())
    }

    /// The 32 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Names a file that was uploaded for a draft: 128 random bits in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileId(DraftId);

impl FileId {
    /// Takes 32 lower-case hexadecimal digits; anything else is no id.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        DraftId::parse(text).map(Self)
    }

    /// Makes an id of 16 random bytes. Chance is an argument.
    #[must_use]
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(DraftId::from_random(bytes))
    }

    /// The 32 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The Content-ID under which a picture stands in the text (RFC 2392), without brackets.
    #[must_use]
    pub fn content_id(&self) -> String {
        format!("{}@levee", self.as_str())
    }

    /// The file that a Content-ID of ours names.
    #[must_use]
    pub fn of_content_id(id: &str) -> Option<Self> {
        Self::parse(id.strip_suffix("@levee")?)
    }
}

/// Where the bytes of a file are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileSource {
    /// Uploaded for this draft.
    Kept(FileId),
    /// A part of a message in the author's mailbox, by its number there: what is forwarded.
    Part(ParentRef, u32),
}

/// How a file goes along.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Placing {
    /// As a file.
    #[default]
    Attached,
    /// As a picture in the formatted text; left out when the text does not show it any more.
    InText,
}

/// A file that goes along with a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftFile {
    /// Where its bytes are.
    pub source: FileSource,
    /// Its name.
    pub name: String,
    /// `type/subtype`.
    pub content_type: String,
    /// Bytes.
    pub size: u64,
    /// How it goes along.
    #[serde(default)]
    pub placing: Placing,
}

impl DraftFile {
    /// The id of an uploaded file.
    #[must_use]
    pub fn kept(&self) -> Option<&FileId> {
        match &self.source {
            FileSource::Kept(id) => Some(id),
            FileSource::Part(..) => None,
        }
    }
}

/// How a draft came to be: the button that was pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplyKind {
    /// *New mail*.
    #[default]
    New,
    /// *Reply*.
    Reply,
    /// *Reply all*.
    ReplyAll,
    /// *Forward*.
    Forward,
}

/// The message in the author's mailbox that a draft answers or forwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParentRef {
    /// Name of the mailbox, decoded.
    pub mailbox: String,
    /// UIDVALIDITY of that mailbox when the message was seen.
    pub uid_validity: u32,
    /// UID in that mailbox.
    pub uid: u32,
}

/// A message being written. Only valid addresses are recipients; what was typed and is no address
/// is kept in `unparsed`, so that nothing typed is lost, and keeps the draft from being sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The button that opened it.
    pub kind: ReplyKind,
    /// The message it answers or forwards.
    pub parent: Option<ParentRef>,
    /// Visible recipients.
    pub to: Vec<Contact>,
    /// Visible copies.
    pub cc: Vec<Contact>,
    /// Hidden copies.
    pub bcc: Vec<Contact>,
    /// Typed in a recipient field and no address.
    pub unparsed: Vec<String>,
    /// One line.
    pub subject: String,
    /// The author's own text, plain, lines ended by `\n`.
    pub text: String,
    /// The quoted original under it, plain, without quote marks being added later; empty for none.
    pub quote: String,
    /// The author's own text, formatted: the content of an HTML body. Empty: it is written as plain
    /// text. Where there is one, `text` says the same without the formatting.
    #[serde(default)]
    pub html: String,
    /// Files that go along.
    #[serde(default)]
    pub files: Vec<DraftFile>,
    /// How much it matters.
    #[serde(default)]
    pub importance: Importance,
    /// The message in the mailbox of drafts that another program left, and this one goes on with.
    #[serde(default)]
    pub taken_from: Option<ParentRef>,
}

/// What a message weighs besides its texts and files, in bytes: headers and structure.
const BESIDES: u64 = 2_000;

impl Draft {
    /// The files that will be in the message, in order: a picture that the text no longer shows is not.
    pub fn sent_files(&self) -> impl Iterator<Item = &DraftFile> {
        self.files.iter().filter(|file| match file.placing {
            Placing::Attached => true,
            Placing::InText => file.kept().is_some_and(|id| self.html.contains(&id.content_id())),
        })
    }

    /// Bytes of the message when it is built, as far as it can be known before: base64 makes four of three.
    #[must_use]
    pub fn weight(&self) -> u64 {
        let quote = if self.html.is_empty() { self.quote.len() } else { self.quote.len().saturating_mul(2) };
        let words = self.text.len().saturating_add(self.html.len()).saturating_add(quote) as u64;
        let files = self.sent_files().map(|file| file.size.saturating_add(file.size / 3).saturating_add(300));
        files.fold(words.saturating_add(BESIDES), u64::saturating_add)
    }

    /// The author's own words: the text without the signature (RFC 3676 section 4.3).
    #[must_use]
    pub fn words(&self) -> &str {
        without_signature(&self.text)
    }
}

/// A text up to the line `-- ` that a signature begins with. Formatting may have lost the blank.
#[must_use]
pub fn without_signature(text: &str) -> &str {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_end_matches(['\r', '\n', ' ']) == "--" {
            return &text[..at];
        }
        at += line.len();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_no_part_of_the_words() {
        for (text, words) in [
            ("test\n\n-- \nEleanor", "test\n\n"),
            ("test\r\n--\r\nEleanor", "test\r\n"),
            ("-- \nEleanor", ""),
            ("a -- b\n--- \nc", "a -- b\n--- \nc"),
            ("", ""),
        ] {
            assert_eq!(without_signature(text), words, "{text:?}");
        }
    }

    #[test]
    fn a_picture_weighs_as_long_as_the_text_shows_it() {
        let id = FileId::from_random([7; 16]);
        let file = DraftFile {
            source: FileSource::Kept(id.clone()),
            name: "plan.png".to_owned(),
            content_type: "image/png".to_owned(),
            size: 3_000_000,
            placing: Placing::InText,
        };
        let html = format!("<img src=\"cid:{}\">", id.content_id());
        let shown = Draft { html, files: vec![file.clone()], ..Draft::default() };
        assert!(shown.weight() > 4_000_000, "{}", shown.weight());
        let gone = Draft { html: "<p>x</p>".to_owned(), ..shown };
        assert!(gone.weight() < 10_000, "{}", gone.weight());
        let attached = DraftFile { placing: Placing::Attached, ..file };
        assert_eq!(Draft { files: vec![attached], ..gone }.sent_files().count(), 1);
    }

    #[test]
    fn drafts_of_before_are_read() -> Result<(), serde_json::Error> {
        let old = r#"{"kind":"new","parent":null,"to":[],"cc":[],"bcc":[],"unparsed":[],"subject":"s","text":"t","quote":""}"#;
        let read: Draft = serde_json::from_str(old)?;
        assert_eq!((read.text.as_str(), read.html.as_str(), read.files.len()), ("t", "", 0));
        Ok(())
    }
}
