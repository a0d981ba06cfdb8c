//! Turns the story into messages: fills dates, quotes what is answered, writes MIME.
//! The same `now` gives the same octets, which is how untouched messages are known later.

use super::attachment::Attachment;
use super::chance::Chance;
use super::charset::{base64_lines, body, header};
use super::clock::rfc5322;
use super::html;
use super::letter::{Format, Letter, Quoting};
use super::story::{Person, Story, list_of, person};
use super::words::fill;
use crate::cast::DOMAIN;
use std::collections::BTreeMap;
use time::OffsetDateTime;

/// A letter as a message.
pub(super) struct Posted<'s> {
    pub(super) letter: &'s Letter,
    pub(super) message_id: String,
    pub(super) at: OffsetDateTime,
    /// Header lines before the last one, which makes up the size.
    head: Vec<u8>,
    /// MIME headers, an empty line, body.
    content: Vec<u8>,
}

const FILL: &[u8] = b"X-Demo-Fill: ";
/// Octets in the filling header of a new message: what words for other dates may differ by.
const FILLED: usize = 240;

impl Posted<'_> {
    /// The message as first written.
    pub(super) fn octets(&self) -> Vec<u8> {
        self.filled(FILLED)
    }

    /// The message without the header that makes up the size, for one that is never written anew.
    pub(super) fn unfilled(&self) -> Vec<u8> {
        [&self.head[..], &self.content].concat()
    }

    /// The message in exactly this size, which Dovecot has written down in several places. Nothing
    /// when it does not fit.
    pub(super) fn of_size(&self, size: usize) -> Option<Vec<u8>> {
        let filling = size.checked_sub(self.head.len() + FILL.len() + 2 + self.content.len())?;
        (1..=2 * FILLED).contains(&filling).then(|| self.filled(filling))
    }

    fn filled(&self, filling: usize) -> Vec<u8> {
        [&self.head, FILL, &vec![b'.'; filling], b"\r\n", &self.content].concat()
    }
}

/// A letter with its words filled.
struct Told<'s> {
    letter: &'s Letter,
    at: OffsetDateTime,
    from: Person,
    subject: String,
    text: String,
    html: Option<String>,
    attachments: Vec<Attachment>,
    /// Message-IDs of what it answers, oldest first.
    references: Vec<String>,
    /// The text of the letter it answers, attribution first.
    quoted: Option<(String, String)>,
}

/// All letters of the story as they stand at `now`, oldest first.
pub(super) fn told_at(story: &Story, now: OffsetDateTime) -> Vec<Posted<'_>> {
    told(story.letters.values(), now)
}

/// These letters as they stand at `now`, oldest first. What one of them answers must be among them.
pub(super) fn told<'s>(letters: impl IntoIterator<Item = &'s Letter>, now: OffsetDateTime) -> Vec<Posted<'s>> {
    let mut order: Vec<&Letter> = letters.into_iter().collect();
    order.sort_by_key(|letter| (letter.when.at(now), &letter.key));
    let mut told: BTreeMap<&str, Told<'_>> = BTreeMap::new();
    let mut posted = Vec::new();
    for letter in order {
        let parent = letter.answers.as_deref().and_then(|key| told.get(key));
        let this = tell(letter, parent, now);
        let (head, content) = (head(&this), content(&this));
        posted.push(Posted { letter, message_id: message_id(letter), at: this.at, head, content });
        told.insert(&letter.key, this);
    }
    posted
}

/// Made of the key alone, so that it stays when dates move.
fn message_id(letter: &Letter) -> String {
    let domain = letter.from.split_once('@').map_or(DOMAIN, |(_, domain)| domain);
    format!("{:016x}@mail.{domain}", Chance::for_text(&letter.key).next())
}

fn tell<'s>(letter: &'s Letter, parent: Option<&Told<'_>>, now: OffsetDateTime) -> Told<'s> {
    let at = letter.when.at(now);
    // The same generator for each part, so that subject, text and HTML choose the same.
    let words = |text: &str| fill(text, at.date(), &mut Chance::for_text(&letter.key));
    let own = letter.subject.as_deref().map(&words);
    let subject = own.or(parent.map(|parent| reply_subject(&parent.subject))).unwrap_or_default();
    let mut from = person(&letter.from);
    if let Some(name) = &letter.pretends {
        from.name.clone_from(name);
    }
    let text = words(&letter.text);
    let references = parent.map(|p| [&p.references[..], &[message_id(p.letter)]].concat()).unwrap_or_default();
    let quoted = parent.filter(|_| letter.quoting == Quoting::Below).map(|parent| {
        let date = rfc5322(parent.at);
        // As people write it: no seconds, no zone.
        let date = date.get(..22).unwrap_or(&date);
        let mut below = parent.text.clone();
        if let Some((attribution, text)) = &parent.quoted {
            below.push_str(&format!("\n\n{attribution}\n{}", quote(text)));
        }
        (format!("On {date}, {} wrote:", parent.from.name), below)
    });
    let html = letter.html.as_deref().map(&words);
    let attachments = letter.attachments.iter().map(|a| a.named(words(&a.name))).collect();
    Told { letter, at, from, subject, text, html, attachments, references, quoted }
}

fn reply_subject(subject: &str) -> String {
    if subject.starts_with("Re: ") { subject.to_owned() } else { format!("Re: {subject}") }
}

fn quote(text: &str) -> String {
    let line = |line: &str| if line.is_empty() { ">".to_owned() } else { format!("> {line}") };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn head(told: &Told<'_>) -> Vec<u8> {
    let letter = told.letter;
    let charset = letter.charset.as_str();
    let mut head = Vec::new();
    let mut add = |name: &str, value: &str| head.push(format!("{name}: {value}"));
    add("Date", &rfc5322(told.at));
    add("From", &mailbox(&told.from, charset));
    for (name, words) in [("To", &letter.to), ("Cc", &letter.cc)] {
        let people: Vec<String> = words.iter().map(|word| mailbox(&person(word), charset)).collect();
        if !people.is_empty() {
            add(name, &people.join(",\r\n "));
        }
    }
    add("Subject", &header(&told.subject, charset));
    add("Message-ID", &format!("<{}>", message_id(letter)));
    let bracketed = |id: &String| format!("<{id}>");
    if let Some(parent) = told.references.last() {
        add("In-Reply-To", &bracketed(parent));
        add("References", &told.references.iter().map(bracketed).collect::<Vec<_>>().join("\r\n "));
    }
    if let Some(list) = list_of(letter) {
        add("List-Id", &format!("{} <{}.{DOMAIN}>", list.name, list.local));
    }
    head.extend(letter.headers.iter().cloned());
    head.push("MIME-Version: 1.0".to_owned());
    let mut octets = head.join("\r\n").into_bytes();
    octets.extend(b"\r\n");
    octets
}

fn mailbox(person: &Person, charset: &str) -> String {
    if person.name.is_empty() {
        return person.address.clone();
    }
    // A letter in koi8-r may still go to somebody with a Greek name.
    let fits = encoding_rs::Encoding::for_label(charset.as_bytes()).is_some_and(|e| !e.encode(&person.name).2);
    let charset = if fits { charset } else { "utf-8" };
    let plain = person.name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '\''));
    let name = match (plain, person.name.is_ascii()) {
        (true, _) => person.name.clone(),
        (false, true) => format!("\"{}\"", person.name.replace(['\\', '"'], "")),
        (false, false) => header(&person.name, charset),
    };
    format!("{name} <{}>", person.address)
}

/// The MIME part with its own headers, an empty line and its body.
fn content(told: &Told<'_>) -> Vec<u8> {
    let letter = told.letter;
    let boundary = |level: &str| format!("=_{level}_{:012x}", Chance::for_text(&letter.key).next() >> 16);
    let (shown, carried): (Vec<&Attachment>, Vec<&Attachment>) = told.attachments.iter().partition(|a| a.is_inline());
    let plain = text_part("plain", &plain_text(told), &letter.charset);
    let text = match letter.format {
        Format::Plain => plain,
        Format::Html => {
            let page = text_part("html", &html_text(told), &letter.charset);
            let page = with_attached("related", &boundary("r"), page, &shown, told);
            multipart("alternative", &boundary("a"), [plain, page])
        }
    };
    with_attached("mixed", &boundary("m"), text, &carried, told)
}

/// The part alone, or in a multipart with what is attached to it.
fn with_attached(subtype: &str, boundary: &str, part: Vec<u8>, attached: &[&Attachment], told: &Told<'_>) -> Vec<u8> {
    if attached.is_empty() {
        return part;
    }
    let attached = attached.iter().map(|attachment| attachment_part(attachment, told));
    multipart(subtype, boundary, std::iter::once(part).chain(attached))
}

fn attachment_part(attachment: &Attachment, told: &Told<'_>) -> Vec<u8> {
    // Names in quotes: nothing that would end them early.
    let name = header(&attachment.name.replace(['"', '\\'], ""), "utf-8");
    let placed = if attachment.is_inline() {
        format!("inline;\r\n filename=\"{name}\"\r\nContent-ID: <{name}>")
    } else {
        format!("attachment;\r\n filename=\"{name}\"")
    };
    let kind = attachment.media_type();
    let octets = attachment.octets(told.at.date(), &told.subject);
    // A message inside a message may not be encoded (RFC 2046 section 5.2.1).
    let (encoding, octets) = if attachment.is_message() {
        ("8bit", String::from_utf8_lossy(&octets).into_owned())
    } else {
        ("base64", base64_lines(&octets))
    };
    format!(
        "Content-Type: {kind};\r\n name=\"{name}\"\r\nContent-Disposition: {placed}\r\n\
         Content-Transfer-Encoding: {encoding}\r\n\r\n{octets}"
    )
    .into_bytes()
}

fn text_part(subtype: &str, text: &str, charset: &str) -> Vec<u8> {
    let (encoding, octets) = body(text, charset);
    let mut part =
        format!("Content-Type: text/{subtype}; charset={charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n")
            .into_bytes();
    part.extend(octets);
    part.extend(b"\r\n");
    part
}

fn multipart(subtype: &str, boundary: &str, parts: impl IntoIterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut whole = format!("Content-Type: multipart/{subtype};\r\n boundary=\"{boundary}\"\r\n\r\n").into_bytes();
    for part in parts {
        whole.extend(format!("--{boundary}\r\n").into_bytes());
        whole.extend(part);
        whole.extend(b"\r\n");
    }
    whole.extend(format!("--{boundary}--\r\n").into_bytes());
    whole
}

fn plain_text(told: &Told<'_>) -> String {
    let own = html::without_marks(&told.text);
    match &told.quoted {
        None => own,
        Some((attribution, text)) => format!("{own}\n\n{attribution}\n{}", quote(&html::without_marks(text))),
    }
}

fn html_text(told: &Told<'_>) -> String {
    let own = told.html.clone().unwrap_or_else(|| html::from_text(&told.text));
    let below = told.quoted.as_ref().map(|(attribution, text)| {
        format!(
            "<p>{}</p>\n<blockquote type=\"cite\">\n{}</blockquote>\n",
            html::escape(attribution),
            html::from_text(text)
        )
    });
    format!("<html><body>\n{own}\n{}</body></html>", below.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::story::Story;

    fn now(seconds: i64) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(seconds).expect("in range")
    }

    #[test]
    fn the_same_moment_tells_the_same_story_and_ids_outlive_it() {
        let story = Story::read().expect("well written");
        let (one, same, later) = (
            told_at(&story, now(1_794_823_200)),
            told_at(&story, now(1_794_823_200)),
            told_at(&story, now(1_795_600_000)),
        );
        assert!(one.iter().zip(&same).all(|(a, b)| a.octets() == b.octets()));
        let ids = |posted: &[Posted<'_>]| {
            posted.iter().map(|p| p.message_id.clone()).collect::<std::collections::BTreeSet<_>>()
        };
        assert_eq!(ids(&one).len(), one.len(), "every letter has an id of its own");
        assert_eq!(ids(&one), ids(&later));
    }

    #[test]
    fn all_year_each_message_has_the_size_of_the_first() {
        let story = Story::read().expect("well written");
        let sizes: BTreeMap<String, usize> =
            told_at(&story, now(1_794_823_200)).iter().map(|p| (p.message_id.clone(), p.octets().len())).collect();
        for week in 1..=52 {
            for posted in told_at(&story, now(1_794_823_200 + week * 8 * 86_400)) {
                let size = sizes[&posted.message_id];
                let octets = posted.of_size(size).unwrap_or_else(|| panic!("{} in week {week}", posted.letter.key));
                assert_eq!(octets.len(), size);
            }
        }
    }

    #[test]
    fn messages_are_lines_of_bounded_length_with_every_placeholder_filled() {
        let story = Story::read().expect("well written");
        for posted in told_at(&story, now(1_794_823_200)) {
            let text = String::from_utf8_lossy(&posted.octets()).into_owned();
            let (head, _) = text.split_once("\r\n\r\n").expect("an empty line ends the header");
            assert!(head.is_ascii() && head.lines().all(|line| line.len() < 300), "{}", posted.letter.key);
            assert!(text.split("\r\n").all(|line| line.len() < 998 && !line.contains('\n')), "{}", posted.letter.key);
            for open in ["{day", "{date", "{pick", "{num", "{week", "{month", "{year"] {
                assert!(!text.contains(open), "{}: {open}", posted.letter.key);
            }
        }
    }
}
