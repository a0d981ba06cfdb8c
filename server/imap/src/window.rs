//! A page of a mailbox, newest arrivals first, at a cost that does not grow with the mailbox: sequence numbers
//! right after SELECT, or after a NOOP that told of no change. They cannot shift in between (RFC 3501 section 5.5).

use crate::command::Command;
use crate::fetch_value::{Fetch, Value};
use crate::flags::Flags;
use crate::header_summary::{HeaderSummary, one_line};
use crate::imap_error::ImapError;
use crate::mailbox_name::MailboxName;
use crate::select::Selected;
use crate::session::Session;
use crate::uid_set::UidSet;
use levee_mail::{Contact, MessageId};
use time::{Date, Month, OffsetDateTime, Time, UtcOffset};

/// What a row is made of, and what else is asked for.
macro_rules! items {
    ($more:literal) => {
        concat!(
            "(UID FLAGS INTERNALDATE RFC822.SIZE BODYSTRUCTURE ",
            "BODY.PEEK[HEADER.FIELDS (FROM TO CC SUBJECT DATE MESSAGE-ID IN-REPLY-TO REFERENCES)]",
            $more,
            ")"
        )
    };
}

/// Which rows: so many, from the `first`-newest on (0 is the newest).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Rows that are skipped, from the newest.
    pub first: u32,
    /// Rows wanted.
    pub count: u32,
}

/// Rows and the state of the mailbox in which they were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// The mailbox.
    pub mailbox: Selected,
    /// Newest first.
    pub rows: Vec<Row>,
}

/// A message in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number when the window was read. Never act by it.
    pub seq: u32,
    /// Its UID.
    pub uid: u32,
    /// Its marks.
    pub flags: Flags,
    /// When it arrived, Unix seconds.
    pub internal_date: Option<i64>,
    /// Bytes.
    pub size: u32,
    /// Who wrote it; what is no address is left out.
    pub from: Vec<Contact>,
    /// To whom.
    pub to: Vec<Contact>,
    /// Copies.
    pub cc: Vec<Contact>,
    /// Decoded, one line.
    pub subject: String,
    /// When it says it was written, Unix seconds.
    pub date: Option<i64>,
    /// Message-ID.
    pub message_id: Option<MessageId>,
    /// In-Reply-To, the first of them.
    pub in_reply_to: Option<MessageId>,
    /// References, oldest first.
    pub references: Vec<MessageId>,
    /// Whether a part of it is meant to be saved rather than read.
    pub has_attachments: bool,
    /// The beginning of its text, where the server has it at hand (RFC 8970); else ask for it with
    /// [`Session::previews`] once the rows are shown.
    pub preview: Option<String>,
}

impl Session {
    /// Opens the mailbox, or asks for changes where it is open, and reads a page of it.
    ///
    /// # Errors
    /// `Gone` when there is no such mailbox.
    pub async fn window(&mut self, mailbox: &MailboxName, page: Page) -> Result<Window, ImapError> {
        let mailbox = self.select(mailbox).await?;
        let Some((low, high)) = range(mailbox.exists, page) else { return Ok(Window { mailbox, rows: Vec::new() }) };
        let command = Command::looking("FETCH").range(low, high);
        let rows = self.fetch_rows(command).await?;
        Ok(Window { mailbox, rows })
    }

    /// Reads the rows of these messages, newest first; those that are gone are left out.
    ///
    /// # Errors
    /// `Gone` when there is no such mailbox or its UIDVALIDITY is another.
    pub async fn rows(
        &mut self,
        mailbox: &MailboxName,
        uid_validity: u32,
        uids: &UidSet,
    ) -> Result<Vec<Row>, ImapError> {
        self.select_as(mailbox, uid_validity).await?;
        let mut rows = Vec::new();
        for part in uids.commands() {
            rows.extend(self.fetch_rows(Command::looking("UID FETCH").value(&part)).await?);
        }
        rows.sort_by_key(|row| std::cmp::Reverse(row.seq));
        Ok(rows)
    }

    /// UID and beginning of the text of these messages, also where the server has to read them for
    /// it. Nothing on a server without PREVIEW (RFC 8970).
    ///
    /// # Errors
    /// `Gone` when there is no such mailbox or its UIDVALIDITY is another.
    pub async fn previews(
        &mut self,
        mailbox: &MailboxName,
        uid_validity: u32,
        uids: &UidSet,
    ) -> Result<Vec<(u32, String)>, ImapError> {
        let mut previews = Vec::new();
        if self.offers("PREVIEW") {
            self.select_as(mailbox, uid_validity).await?;
            for part in uids.commands() {
                let answer = self.run(Command::looking("UID FETCH").value(&part).words("(UID PREVIEW)")).await?;
                previews.extend(answer.fetched.iter().filter_map(|response| {
                    let fetch = Fetch::parse(response)?;
                    Some((fetch.item("UID")?.number()?, fetch.item("PREVIEW").and_then(preview)?))
                }));
            }
        }
        Ok(previews)
    }

    async fn fetch_rows(&mut self, command: Command) -> Result<Vec<Row>, ImapError> {
        let items = if self.offers("PREVIEW") { items!(" PREVIEW (LAZY)") } else { items!("") };
        let answer = self.run(command.words(items)).await?;
        let mut rows: Vec<Row> = answer.fetched.iter().filter_map(|response| row(response)).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.seq));
        Ok(rows)
    }
}

/// First and last sequence number of a page; `None` when it is empty.
fn range(exists: u32, page: Page) -> Option<(u32, u32)> {
    let high = exists.checked_sub(page.first).filter(|high| *high > 0)?;
    let wanted = page.count.checked_sub(1)?;
    Some((high.saturating_sub(wanted).max(1), high))
}

/// `None` for an answer that is no row, as one about marks that another client has just changed.
fn row(response: &[u8]) -> Option<Row> {
    let fetch = Fetch::parse(response)?;
    let uid = fetch.item("UID")?.number()?;
    let header = HeaderSummary::parse(fetch.item("BODY")?.bytes().unwrap_or_default());
    let HeaderSummary { from, to, cc, subject, date, message_id, in_reply_to, references } = header;
    let internal_date = fetch.item("INTERNALDATE").and_then(Value::bytes).and_then(unix_of_internal_date);
    Some(Row {
        seq: fetch.seq,
        uid,
        flags: Flags::of(fetch.item("FLAGS")),
        internal_date,
        size: fetch.item("RFC822.SIZE").and_then(Value::number).unwrap_or_default(),
        from,
        to,
        cc,
        subject,
        date,
        message_id,
        in_reply_to,
        references,
        has_attachments: fetch.item("BODYSTRUCTURE").is_some_and(has_attachment),
        preview: fetch.item("PREVIEW").and_then(preview),
    })
}

/// A text, or a pair of algorithm and text as Dovecot before 2.3.15 gives it.
fn preview(value: &Value<'_>) -> Option<String> {
    let value = value.list().map_or(Some(value), <[_]>::last)?;
    let text = one_line(&String::from_utf8_lossy(value.bytes()?));
    (!text.is_empty()).then_some(text)
}

/// Whether a part says "attachment", is a message, or has a file name and is not shown in the text.
pub(crate) fn has_attachment(body: &Value<'_>) -> bool {
    let Some(members) = body.list() else { return false };
    if matches!(members.first(), Some(Value::List(_))) {
        return members.iter().take_while(|m| m.list().is_some()).any(has_attachment);
    }
    let [kind, subtype, parameters, id, ..] = members else { return false };
    // The extension data come after the size; a disposition is the pair of a word and parameters.
    let disposition =
        members.iter().skip(7).filter_map(Value::list).find(
            |list| matches!(list, [word, Value::List(_) | Value::Nil] if word.is("attachment") || word.is("inline")),
        );
    let names_file = |list: Option<&[Value<'_>]>| {
        list.unwrap_or_default()
            .chunks(2)
            .any(|pair| pair[0].is("name") || pair[0].is("filename") || pair[0].is("filename*"))
    };
    match disposition {
        Some([word, _]) if word.is("attachment") => !(kind.is("application") && is_signature(subtype)),
        Some([_, parameters]) => names_file(parameters.list()) && *id == Value::Nil,
        _ if kind.is("text") || kind.is("image") && *id != Value::Nil || is_signature(subtype) => false,
        _ => kind.is("message") && subtype.is("rfc822") || names_file(parameters.list()),
    }
}

/// Signatures are parts that nobody saves.
fn is_signature(subtype: &Value<'_>) -> bool {
    ["pgp-signature", "pkcs7-signature", "x-pkcs7-signature"].iter().any(|s| subtype.is(s))
}

/// `17-Jul-1996 02:44:25 -0700`, the day padded by a space (RFC 3501 section 9, date-time).
fn unix_of_internal_date(text: &[u8]) -> Option<i64> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let text = std::str::from_utf8(text).ok()?.trim().to_ascii_lowercase();
    let mut words = text.split_whitespace();
    let (date, clock, zone) = (words.next()?, words.next()?, words.next()?);
    let mut date = date.splitn(3, '-');
    let day = date.next()?.parse().ok()?;
    let month = date.next()?;
    let month = u8::try_from(MONTHS.iter().position(|m| *m == month)? + 1).ok()?;
    let date = Date::from_calendar_date(date.next()?.parse().ok()?, Month::try_from(month).ok()?, day).ok()?;
    let mut clock = clock.splitn(3, ':').map(|n| n.parse::<u8>().ok());
    let clock = Time::from_hms(clock.next()??, clock.next()??, clock.next()??).ok()?;
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let zone: i8 = zone.get(1..3)?.parse::<i8>().ok()?.checked_mul(sign)?;
    let minutes: i8 = words_minutes(&text)?.checked_mul(sign)?;
    let zone = UtcOffset::from_hms(zone, minutes, 0).ok()?;
    Some(OffsetDateTime::new_in_offset(date, clock, zone).unix_timestamp())
}

fn words_minutes(text: &str) -> Option<i8> {
    text.get(text.len().checked_sub(2)?..)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_a_range_from_the_end() {
        for (exists, first, count, expected) in [
            (0, 0, 50, None),
            (7, 0, 0, None),
            (7, 0, 3, Some((5, 7))),
            (7, 3, 3, Some((2, 4))),
            (7, 6, 50, Some((1, 1))),
            (7, 7, 50, None),
            (7, u32::MAX, u32::MAX, None),
            (u32::MAX, 0, u32::MAX, Some((1, u32::MAX))),
        ] {
            assert_eq!(range(exists, Page { first, count }), expected, "{exists} {first} {count}");
        }
    }

    #[test]
    fn reads_internal_dates() {
        for (text, expected) in [
            ("17-Jul-1996 02:44:25 -0700", Some(837_596_665)),
            (" 1-Jan-1970 05:30:00 +0530", Some(0)),
            ("01-JAN-1970 00:00:01 +0000", Some(1)),
            ("32-Jan-1970 00:00:01 +0000", None),
            ("1-Foo-1970 00:00:01 +0000", None),
            ("1-Jan-1970", None),
            ("", None),
        ] {
            assert_eq!(unix_of_internal_date(text.as_bytes()), expected, "{text:?}");
        }
    }

    #[track_caller]
    fn check(structure: &str, expected: bool) {
        let response = format!("* 1 FETCH (UID 1 BODYSTRUCTURE {structure})\r\n");
        let fetch = Fetch::parse(response.as_bytes()).unwrap();
        assert_eq!(has_attachment(fetch.item("BODYSTRUCTURE").unwrap()), expected, "{structure}");
    }

    #[test]
    fn knows_an_attachment_from_a_picture_in_the_text() {
        let text = r#"("text" "plain" ("charset" "utf-8") NIL NIL "7bit" 10 1 NIL NIL NIL NIL)"#;
        let pdf = r#"("application" "pdf" ("name" "a.pdf") NIL NIL "base64" 10 NIL ("attachment" ("filename" "a.pdf")) NIL NIL)"#;
        let named = r#"("application" "pdf" ("name" "a.pdf") NIL NIL "base64" 10 NIL NIL NIL NIL)"#;
        let logo =
            r#"("image" "png" ("name" "l.png") "<l@x>" NIL "base64" 10 NIL ("inline" ("filename" "l.png")) NIL NIL)"#;
        let photo =
            r#"("image" "jpeg" ("name" "p.jpg") NIL NIL "base64" 10 NIL ("inline" ("filename" "p.jpg")) NIL NIL)"#;
        let signature = r#"("application" "pkcs7-signature" ("name" "smime.p7s") NIL NIL "base64" 10 NIL ("attachment" ("filename" "smime.p7s")) NIL NIL)"#;
        let forwarded = format!(
            r#"("message" "rfc822" NIL NIL NIL "7bit" 10 (NIL "s" NIL NIL NIL NIL NIL NIL NIL NIL) {text} 2 NIL NIL NIL NIL)"#
        );
        let notes = r#"("text" "plain" ("charset" "utf-8") NIL NIL "7bit" 10 1 NIL ("attachment" ("filename" "n.txt")) NIL NIL)"#;
        check(text, false);
        check(&format!(r#"({text}{pdf} "mixed" ("boundary" "x") NIL NIL NIL)"#), true);
        check(&format!(r#"({text}{named} "mixed" NIL NIL NIL NIL)"#), true);
        check(&format!(r#"(({text}{text} "alternative" NIL NIL NIL NIL){logo} "related" NIL NIL NIL NIL)"#), false);
        check(&format!(r#"({text}{photo} "mixed" NIL NIL NIL NIL)"#), true);
        check(&format!(r#"({text}{signature} "signed" NIL NIL NIL NIL)"#), false);
        check(&format!(r#"({text}{forwarded} "mixed" NIL NIL NIL NIL)"#), true);
        check(&format!(r#"({text}{notes} "mixed" NIL NIL NIL NIL)"#), true);
        check("NIL", false);
        check("()", false);
        check(r#"("text")"#, false);
    }
}
