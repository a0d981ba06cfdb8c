//! What a guard wants to know of a message that is on its way out: its own words without the quoted
//! ones, what is attached, whether a machine wrote it. Says what is there, judges nothing.

use crate::header_field::decode_header;
use crate::message::Message;
use levee_mail::MessageId;
use serde::Serialize;

/// Facts about one message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MessageFacts {
    /// Subject, decoded.
    pub subject: String,
    /// What the author wrote.
    pub own_text: String,
    /// What is quoted of others.
    pub quoted_text: String,
    /// Names of the attached files, made safe; one for each file.
    pub attachments: Vec<String>,
    /// Bytes of all attached files when decoded.
    pub attachment_bytes: usize,
    /// Message-ID.
    pub message_id: Option<MessageId>,
    /// In-Reply-To.
    pub in_reply_to: Vec<MessageId>,
    /// References, oldest first.
    pub references: Vec<MessageId>,
    /// Auto-Submitted in lower case; absent and `no` mean that a person sent it.
    pub auto_submitted: Option<String>,
    /// Precedence in lower case.
    pub precedence: Option<String>,
    /// METHOD of a calendar part (RFC 5546), upper case.
    pub calendar_method: Option<String>,
    /// It was resent by hand (RFC 5322 section 3.6.6).
    pub resent: Option<Resent>,
    /// It reports on another message.
    pub report: Option<Report>,
}

/// Who resent a message to whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Resent {
    /// Resent-From, addresses as written.
    pub from: Vec<String>,
    /// Resent-To, -Cc and -Bcc, addresses as written.
    pub to: Vec<String>,
}

/// The kind of a multipart/report (RFC 6522).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Report {
    /// RFC 3464.
    DeliveryStatus,
    /// RFC 8098.
    DispositionNotification,
    /// Any other kind.
    Other,
}

/// Collects the facts.
#[must_use]
pub fn of(message: &Message<'_>) -> MessageFacts {
    let headers = message.headers();
    let (own_text, quoted_text) = separate(&message.readable());
    let addresses = |of: &[crate::Correspondent]| of.iter().map(|c| c.address.clone()).collect::<Vec<_>>();
    let resent = !(headers.resent_from.is_empty() && headers.resent_to.is_empty());
    MessageFacts {
        subject: headers.subject.clone(),
        own_text,
        quoted_text,
        attachments: message.attachments().map(crate::Part::download_name).collect(),
        attachment_bytes: message.attachments().map(|p| p.size).sum(),
        message_id: headers.message_id.clone(),
        in_reply_to: headers.in_reply_to.clone(),
        references: headers.references.clone(),
        auto_submitted: headers.auto_submitted.clone(),
        precedence: headers.precedence.clone(),
        calendar_method: calendar_method(message),
        resent: resent.then(|| Resent { from: addresses(&headers.resent_from), to: addresses(&headers.resent_to) }),
        report: report(message),
    }
}

/// The calendar part's declared method, else the one inside it.
fn calendar_method(message: &Message<'_>) -> Option<String> {
    let part = message.parts().iter().find(|p| p.content_type == "text/calendar")?;
    part.method.clone().or_else(|| {
        let text = message.text(part.id)?;
        let line = text.lines().take(200).find_map(|l| l.trim().strip_prefix("METHOD:").map(str::to_owned))?;
        Some(decode_header(line.as_bytes()).to_ascii_uppercase())
    })
}

fn report(message: &Message<'_>) -> Option<Report> {
    let root = message.root_type().filter(|t| t.ctype() == "multipart" && t.subtype() == Some("report"))?;
    Some(match root.attribute("report-type").map(str::to_ascii_lowercase).as_deref() {
        Some("delivery-status") => Report::DeliveryStatus,
        Some("disposition-notification") => Report::DispositionNotification,
        _ => Report::Other,
    })
}

/// Parts a text into the author's own words and those quoted: marked lines, and everything from the
/// line on that introduces an original.
#[must_use]
pub fn separate(text: &str) -> (String, String) {
    let (mut own, mut quoted) = (String::new(), String::new());
    let lines: Vec<&str> = text.lines().collect();
    let original = (0..lines.len()).find(|at| introduces_original(&lines[*at..])).unwrap_or(lines.len());
    for (at, line) in lines.iter().enumerate() {
        let target = if at >= original || line.starts_with('>') { &mut quoted } else { &mut own };
        target.push_str(line);
        target.push('\n');
    }
    (own.trim_end().to_owned(), quoted.trim_end().to_owned())
}

/// Longest line that is looked at as an introduction.
const MAX_INTRODUCTION: usize = 300;

/// Whether an original begins here: Outlook's rule or block of fields, or a line `On … wrote:`,
/// which may be broken once, with nothing but a quote under it.
fn introduces_original(lines: &[&str]) -> bool {
    let Some(first) = lines.first().map(|l| l.trim()).filter(|l| l.len() <= MAX_INTRODUCTION) else { return false };
    let bare = first.trim_matches('-').trim();
    if first.starts_with("-----") && first.ends_with("-----") {
        let marks = [
            "Original Message",
            "Forwarded Message",
            "Ursprüngliche Nachricht",
            "Message d'origine",
            "Mensaje original",
        ];
        return marks.iter().any(|m| bare.eq_ignore_ascii_case(m));
    }
    // Outlook's own: a line of underscores or nothing, then From and Sent in bold.
    let block = |line: &str, names: &[&str]| names.iter().any(|n| line.trim_start_matches('*').starts_with(n));
    let from = block(first, &["From:", "Von:", "De :", "De:"]);
    let sent = |line: &&str| block(line.trim(), &["Sent:", "Gesendet:", "Envoyé :", "Enviado:", "Date:", "Datum:"]);
    if from && lines.get(1).is_some_and(sent) {
        return true;
    }
    let starts = ["On ", "Am ", "Le ", "El ", "Il ", "Op "].iter().any(|s| first.starts_with(s));
    let ends = |line: &str| {
        let line = line.trim_end();
        ["wrote:", "schrieb:", "a écrit :", "escribió:", "ha scritto:", "schreef:"].iter().any(|e| line.ends_with(e))
            || (line.contains(" schrieb ") && line.ends_with(':'))
    };
    let second = lines.get(1).map_or("", |l| l.trim());
    starts && (ends(first) || (second.len() <= MAX_INTRODUCTION && ends(second)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, own: &str, quoted: &str) {
        assert_eq!(separate(text), (own.to_owned(), quoted.to_owned()), "{text:?}");
    }

    #[test]
    fn tells_own_words_from_quoted_ones() {
        check("Yes.\n\n> Really?\n> Sure?", "Yes.", "> Really?\n> Sure?");
        check("> a?\nyes\n> b?\nno", "yes\nno", "> a?\n> b?");
        check(
            "Thanks\n\nOn Mon, Bob <b@x> wrote:\nall this\nis old",
            "Thanks",
            "On Mon, Bob <b@x> wrote:\nall this\nis old",
        );
        check("Thanks\n\nOn Mon, Bob\n<b@x> wrote:\n> old", "Thanks", "On Mon, Bob\n<b@x> wrote:\n> old");
        check("Ok\n-----Original Message-----\nFrom: x\nold", "Ok", "-----Original Message-----\nFrom: x\nold");
        check("Ok\n\nFrom: x\nSent: today\nold", "Ok", "From: x\nSent: today\nold");
        check("Ok\n\nAm 1.1. schrieb Bob:\n> alt", "Ok", "Am 1.1. schrieb Bob:\n> alt");
        check(
            "On Monday I wrote it down.\nFrom: here on, mine.",
            "On Monday I wrote it down.\nFrom: here on, mine.",
            "",
        );
        check("", "", "");
    }
}
