//! A sentence for each code of the guard, with its number in it: what happens, then what to do. The
//! same words stand in the bar, the dialog, the API's answer and the SMTP text.

use super::number::{count, counted, length, people, size};
use crate::words::sentence::{Run, Sentence, say, strong};
use crate::words::{Context, Reader};
use levee_guard::{Code, Finding, Ruling, Scope};

/// The whole sentence of a finding.
#[must_use]
pub fn sentence(finding: &Finding, context: &Context) -> Sentence {
    let first = headline(finding, context);
    match explanation(finding, context) {
        Some(more) => first.then(more),
        None => first,
    }
}

/// What happens: the part that carries the number.
#[must_use]
pub fn headline(finding: &Finding, context: &Context) -> Sentence {
    match finding.code {
        Code::AudLarge | Code::AudConfirm | Code::AudHold | Code::AudMax | Code::SplitSend => goes_to(finding, context),
        Code::RaLarge | Code::RaMass | Code::RaOnBcc | Code::ReplytoList | Code::RaHandmade | Code::Storm => {
            reply(finding, context)
        }
        Code::ListAnnounce
        | Code::ListRestricted
        | Code::ListSizeJump
        | Code::ListNew
        | Code::ListRuleUnscoped
        | Code::ListEmpty
        | Code::AudUnknown
        | Code::AudUnavailable
        | Code::AudStale
        | Code::AudDrift
        | Code::AutoToList
        | Code::DupBroadcast => list(finding, context),
        Code::VolConfirm | Code::VolHold | Code::VolMax => volume(finding, context),
        Code::RateDay => {
            let whose = if context.reader == Reader::Author { "from you" } else { "from this sender" };
            say![strong(count(finding.value)), " deliveries ", whose, " in 24 hours."]
        }
        Code::RateMinute => say!["You have sent ", strong(counted(finding.value, "message")), " in the last minute."],
        _ => message(finding, context),
    }
}

/// What the headline rests on, or what to do; `None` where the headline says it all.
#[must_use]
pub fn explanation(finding: &Finding, context: &Context) -> Option<Sentence> {
    let threshold = finding.threshold.map(count);
    match finding.code {
        Code::AudMax => context.biggest_jump().map(|(list, usual)| {
            say!["The last message to ", list.address.local(), " reached ", strong(count(usual)), "."]
        }),
        Code::RaMass => context.author.as_deref().map(|author| say!["Reply goes to ", author, " only."]),
        Code::RateDay => threshold.map(|from| say!["From ", strong(from), " they wait for approval."]),
        Code::RateMinute => Some("Sending works again within a minute.".into()),
        Code::ListAnnounce | Code::ListRestricted => asked(finding, context),
        Code::RecallFanout => Some("An administrator can remove the message instead.".into()),
        _ => None,
    }
}

/// A finding in a list of reasons under a headline, which has said "Not sent" already.
#[must_use]
pub fn reason(finding: &Finding, context: &Context) -> Sentence {
    match (finding.code, finding.threshold) {
        (Code::AudMax, Some(limit)) => {
            say![reached_runs(finding.value, context), ". Messages stop at ", strong(count(limit)), "."]
        }
        (Code::RaMass, Some(limit)) => {
            say![reached_runs(finding.value, context), ". Replies stop at ", strong(count(limit)), "."]
        }
        _ => sentence(finding, context),
    }
}

/// What a finding does to the message, in one word.
#[must_use]
pub fn ruling(ruling: Ruling) -> &'static str {
    match ruling {
        Ruling::Allow => "Allows",
        Ruling::Warn => "Warns",
        Ruling::Confirm => "Asks",
        Ruling::Hold => "Holds",
        Ruling::Block => "Blocks",
    }
}

/// "4,200" alone is emphasised; " people" follows it plain.
fn reached_runs(n: u64, context: &Context) -> [Run; 3] {
    let [number, noun] = number_of_people(n);
    [Run::from(if context.at_least { "at least " } else { "" }), number, noun]
}

fn number_of_people(n: u64) -> [Run; 2] {
    match n {
        0 => [strong("nobody"), Run::from("")],
        1 => [strong("1"), Run::from(" person")],
        _ => [strong(count(n)), Run::from(" people")],
    }
}

/// "; 1 is outside Northmoor Health".
fn outside(context: &Context) -> String {
    match context.external {
        0 => String::new(),
        1 => format!("; 1 is outside {}", context.organisation),
        n => format!("; {} are outside {}", count(n), context.organisation),
    }
}

fn end(finding: &Finding) -> &'static str {
    if finding.ruling == Ruling::Hold { " and waits for approval." } else { "." }
}

fn goes_to(finding: &Finding, context: &Context) -> Sentence {
    let whom = reached_runs(finding.value, context);
    match (finding.code, finding.ruling) {
        (Code::SplitSend, _) => say!["With earlier messages of the same text this goes to ", whom, end(finding)],
        (_, Ruling::Block) => say!["Not sent: this goes to ", whom, "."],
        (_, Ruling::Hold) => say!["This goes to ", whom, end(finding)],
        _ => say!["This goes to ", whom, outside(context), "."],
    }
}

fn reply(finding: &Finding, context: &Context) -> Sentence {
    let whom = reached_runs(context.people, context);
    let reply = if context.reader == Reader::Author { "Your reply" } else { "This reply" };
    match (finding.code, context.reader) {
        (Code::RaMass, _) => say![reply, " would reach ", whom, " and is stopped."],
        (Code::RaOnBcc, Reader::Author) => say!["You were a Bcc; your reply would show that to ", whom, "."],
        (Code::RaOnBcc, Reader::Approver) => say!["The sender was a Bcc; this reply would show that to ", whom, "."],
        (Code::ReplytoList, _) => {
            let list =
                finding.subject.as_ref().map(|list| format!("{} here, ", context.name(list))).unwrap_or_default();
            let author = context.author.as_deref().unwrap_or("the author");
            say!["Reply goes to ", list, whom, ", and not to ", author, " alone."]
        }
        (Code::RaHandmade, _) => say!["This goes to ", whom, ", most of them taken from one message."],
        (Code::Storm, _) => match context.thread.filter(|thread| thread.messages > 0) {
            Some(thread) => say![
                "Replies to everyone are stopped here for now: ",
                strong(count(thread.messages)),
                if thread.messages == 1 { " reply by " } else { " replies by " },
                number_of_people(thread.senders),
                " made ",
                strong(counted(thread.deliveries, "message")),
                "."
            ],
            None => say!["Replies to everyone are stopped here for now; this would reach ", whom, "."],
        },
        _ if finding.ruling == Ruling::Hold => say![reply, " goes to ", whom, end(finding)],
        _ => say![reply, " goes to ", whom, outside(context), "."],
    }
}

fn list(finding: &Finding, context: &Context) -> Sentence {
    let note = finding.subject.as_ref().and_then(|address| context.list(address));
    let name = finding.subject.as_ref().map_or_else(|| "A list".to_owned(), |address| context.name(address));
    let holding = note.and_then(|list| list.size).map(|size| format!(", {}", people(size))).unwrap_or_default();
    let held = || number_of_people(finding.value);
    match finding.code {
        Code::ListAnnounce | Code::ListRestricted if note.is_some_and(|list| list.suspended) => {
            say![name, holding, ", is suspended: nobody can write to it now."]
        }
        Code::ListAnnounce => say![name, holding, ", takes no replies; only its named senders write to it."],
        Code::ListRestricted => say!["Only named senders can write to ", name, holding, "."],
        Code::ListSizeJump => match note.and_then(|list| list.usual) {
            Some(usual) => say![
                name,
                " has grown from ",
                count(usual),
                " to ",
                strong(count(finding.value)),
                times(finding.value, usual),
                "."
            ],
            None => say![name, " has grown to ", held(), "."],
        },
        Code::ListNew => match note.and_then(|list| list.changed) {
            Some(age) => {
                say![name, " was made or changed ", rough_age(age), " ago and already holds ", held(), "."]
            }
            None => say![name, " is new and already holds ", held(), "."],
        },
        Code::ListRuleUnscoped => match note.and_then(|list| list.scope) {
            Some(Scope::Left { members }) => {
                say![strong(counted(members, "member")), " of ", name, " lie outside the area of its owner."]
            }
            Some(Scope::NoRule | Scope::Kept) => {
                say!["The rule of ", name, " is empty, so it takes in all ", strong(count(finding.value)), " accounts."]
            }
            None => say!["The rule of ", name, " reaches beyond the area of its owner: ", held(), "."],
        },
        Code::ListEmpty => say![name, " has no members; nobody gets this through it."],
        Code::AudUnknown => {
            say!["This goes to at least ", number_of_people(context.people), "; the size of ", name, " is not known."]
        }
        Code::AudUnavailable if context.people > 0 => say![
            "The members of ",
            name,
            " cannot be counted now; the other ",
            number_of_people(context.people),
            if context.people == 1 { " waits with it." } else { " wait with it." }
        ],
        Code::AudUnavailable => say!["The members of ", name, " cannot be counted now; this waits for approval."],
        Code::AudStale => say![
            "The members of ",
            name,
            " cannot be counted now; the last count, ",
            number_of_people(note.and_then(|list| list.size).unwrap_or(finding.value)),
            ", stands in."
        ],
        Code::AudDrift => match finding.threshold {
            Some(named) => say![
                "The mail server would deliver ",
                name,
                " to ",
                held(),
                "; the directory names ",
                strong(count(named)),
                "."
            ],
            None => say!["The mail server would deliver ", name, " to ", held(), "."],
        },
        Code::AutoToList => say!["An automatic answer does not go to ", name, holding, "."],
        _ => say![
            "The same text went to ",
            name,
            " a short while ago; this sends it again to ",
            reached_runs(context.people, context),
            "."
        ],
    }
}

/// "Ask Hannah Pryce (hannah.pryce@northmoor.example).", who suspended the list: a mail program has no button for it.
fn asked(finding: &Finding, context: &Context) -> Option<Sentence> {
    let list = context.list(finding.subject.as_ref()?).filter(|list| list.suspended)?;
    let who = list.owners.first()?;
    Some(match context.name(who) {
        name if name == who.to_string() => say!["Ask ", name, "."],
        name => say!["Ask ", name, format!(" ({who}).")],
    })
}

fn volume(finding: &Finding, context: &Context) -> Sentence {
    let each = context.size.or_else(|| finding.value.checked_div(context.people)).unwrap_or(finding.value);
    let (before, after) = match finding.code {
        Code::VolMax => ("Not sent: this makes ", "."),
        Code::VolHold => ("This makes ", ". It waits for approval."),
        _ => ("This makes ", "."),
    };
    say![before, strong(size(finding.value)), " of mail: ", size(each), " for each of ", people(context.people), after]
}

/// With the reason that the administrator gave.
fn estop(finding: &Finding, context: &Context) -> Sentence {
    let whom = reached_runs(context.people, context);
    let from = finding.threshold.map_or_else(|| "many".to_owned(), |from| format!("{} people or more", count(from)));
    let said = say!["An administrator has stopped mail to ", from, "; this goes to ", whom, "."];
    match &context.stopped_for {
        Some(reason) => said.then(say!["The reason: ", reason.as_str()]),
        None => said,
    }
}

fn message(finding: &Finding, context: &Context) -> Sentence {
    let whom = reached_runs(context.people, context);
    match finding.code {
        Code::NoEffectiveRecipient => say!["Not sent: this goes to ", strong("nobody"), "."],
        Code::Disclose => say![
            strong(count(finding.value)),
            " addresses are in To and Cc, and the ",
            number_of_people(context.external.max(1)),
            " outside ",
            context.organisation.as_str(),
            " will see them all."
        ],
        Code::LookalikeDomain => match &finding.subject {
            Some(address) => say![
                strong("1 address"),
                " ends in ",
                strong(address.domain()),
                ", which is almost a domain of ",
                context.organisation.as_str(),
                "."
            ],
            None => say![strong("1 address"), " is almost one of ", context.organisation.as_str(), "."],
        },
        Code::LooksLikeTest => match context.own_words.as_deref().map(str::trim) {
            Some("") => say!["Subject and text are empty, to ", whom, "."],
            Some(words) => say!["Subject and text say only \u{201C}", words, "\u{201D}, to ", whom, "."],
            None => say!["Subject and text look like a test, to ", whom, "."],
        },
        Code::RecallFanout => say!["A recall would itself go to ", whom, "."],
        Code::AttachMissing => "The text speaks of an attachment, and there is none.".into(),
        Code::Estop => estop(finding, context),
        Code::EstopUnsure => {
            say!["Whether mail is stopped cannot be checked now, so this waits for approval; it goes to ", whom, "."]
        }
        Code::BreakGlass => say!["Sent as an emergency, with its reason kept, to ", whom, "."],
        Code::AudChanged => say!["The recipients have changed since they were confirmed; this now goes to ", whom, "."],
        _ => say!["This goes to ", whom, "."],
    }
}

/// ", 14,000 times its usual size" from twice up.
fn times(now: u64, usual: u64) -> String {
    match now.checked_div(usual) {
        Some(n) if n >= 2 => format!(", {} times its usual size", count(n)),
        _ => String::new(),
    }
}

/// The age in its biggest unit, rounded down: "3 hours".
fn rough_age(seconds: u64) -> String {
    let unit = [86_400, 3_600, 60].into_iter().find(|unit| seconds >= *unit).unwrap_or(1);
    length(seconds / unit * unit)
}
