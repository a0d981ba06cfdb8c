//! What became of a message after *Send*: waiting, held, returned, unclear; and what comes next.

use super::number::{count, countdown, length, people, size};
use crate::words::sentence::{Sentence, say, strong};
use levee_contract::{OutboxState, Returned, Stop, UnixSeconds};
use levee_guard::{Approvers, Ruling, StopScope, Verdict};
use levee_mail::Contact;

/// The short word for a state, as a pill: "Sending in 0:58".
#[must_use]
pub fn state(state: &OutboxState, now: UnixSeconds) -> String {
    match state {
        OutboxState::Pending { send_at } => format!("Sending in {}", countdown(send_at - now)),
        OutboxState::Sending => "Sending".to_owned(),
        OutboxState::Retrying { next, .. } if *next <= now => "Trying again".to_owned(),
        OutboxState::Retrying { next, .. } => format!("Again in {}", countdown(next - now)),
        OutboxState::SignIn => "Sign in to send".to_owned(),
        OutboxState::Asks { expires, .. } | OutboxState::Held { expires, .. } => {
            format!("{} left", countdown(expires - now))
        }
        OutboxState::Kept { .. } => "Not sent".to_owned(),
        OutboxState::Unclear => "Unclear".to_owned(),
        OutboxState::Sent { .. } => "Sent".to_owned(),
    }
}

/// The state by itself, where a clock stands beside it.
#[must_use]
pub fn standing(state: &OutboxState) -> &'static str {
    match state {
        OutboxState::Pending { .. } => "Can be taken back",
        OutboxState::Sending => "Sending",
        OutboxState::Retrying { .. } => "Tried again",
        OutboxState::SignIn => "Sign in to send",
        OutboxState::Asks { .. } => "Waiting for you",
        OutboxState::Held { .. } => "Waiting for approval",
        OutboxState::Kept { .. } => "Not sent",
        OutboxState::Unclear => "Unclear",
        OutboxState::Sent { .. } => "Sent",
    }
}

/// "Sending in 0:10 to 240 people": the line beside *Undo*.
#[must_use]
pub fn undo_window(left: i64, reached: u64) -> Sentence {
    say!["Sending in ", strong(countdown(left)), format!(" to {}", people(reached))]
}

/// Why a message waits and for whom.
#[must_use]
pub fn held(people_reached: u64, approvers: &[Contact], verdict: &Verdict) -> Sentence {
    let names: Vec<String> = approvers.iter().map(Contact::label).collect();
    let who = match (names.as_slice(), verdict.approvers) {
        ([], Approvers::One) => "An approver has to release it.".to_owned(),
        ([], _) => "Two approvers have to release it.".to_owned(),
        ([one], _) => format!("{one} has to release it."),
        ([most @ .., last], Approvers::One) if most.len() < 4 => {
            format!("{} or {last} can release it.", most.join(", "))
        }
        (all, Approvers::One) => format!("One of {} people can release it.", count(all.len() as u64)),
        (all, _) => format!("Two of {} people have to release it.", count(all.len() as u64)),
    };
    say!["This goes to ", strong(people(people_reached)), " and waits for approval. ", who]
}

/// The small line under a finding while one writes: what pressing *Send* will ask or do.
#[must_use]
pub fn follow_up(verdict: &Verdict, types_number: Option<u64>, expiry: u64) -> Option<String> {
    match (verdict.ruling(), types_number) {
        (Ruling::Confirm, Some(_)) => Some("Before it leaves, you type this number.".to_owned()),
        (Ruling::Confirm, None) => Some("Before it leaves, you are asked once.".to_owned()),
        (Ruling::Hold, _) => {
            let who = if verdict.approvers == Approvers::One { "Somebody else has" } else { "Two other people have" };
            Some(format!("{who} to release it. Without an answer in {} it comes back to Drafts.", length(expiry)))
        }
        _ => None,
    }
}

/// Why a message came back to the drafts.
#[must_use]
pub fn returned(why: &Returned) -> Sentence {
    match why {
        Returned::Rejected { by, reason } => say![strong(by.as_str()), " did not release it: ", reason.as_str()],
        Returned::Expired => "Nobody released it in time. Nobody received it.".into(),
        Returned::Stopped { .. } => "It was stopped when it was about to leave. Nobody received it.".into(),
        Returned::Refused { recipients } => {
            let said = |(whom, said): &(Option<levee_mail::Address>, String)| match whom {
                Some(address) => format!("{address}: {said}"),
                None => said.clone(),
            };
            let all: Vec<String> = recipients.iter().map(said).collect();
            say!["The mail server refused it; nobody received it. ", all.join("; ")]
        }
        Returned::TooLarge { size: bytes } => say![
            "The mail server does not take a message as large as this one, ",
            strong(size(*bytes)),
            " with its files; nobody received it. Take a file out, or put it where others can fetch it and send the link."
        ],
        Returned::Undone => "You took it back. Nobody received it.".into(),
    }
}

/// Why a message of another mail program waits for its own sender.
#[must_use]
pub fn asks(reached: u64) -> Sentence {
    say!["Do you want to send this to ", strong(people(reached)), "?"]
}

/// Why a message of another mail program was not sent.
#[must_use]
pub fn kept(why: &Returned) -> Sentence {
    match why {
        Returned::Expired => "Nobody released it in time, so it was not sent. Nobody received it.".into(),
        Returned::Undone => "You kept it back. Nobody received it.".into(),
        other => returned(other),
    }
}

/// What *unclear* means and what to do about it.
#[must_use]
pub fn unclear() -> Sentence {
    "The connection was lost at the moment of handing it over, so the mail server may have it or not. \
     Levee does not send it again by itself. Ask somebody it was for, or look for an answer."
        .into()
}

/// What an administrator has stopped and why, for everybody who writes.
#[must_use]
pub fn stopped(stop: &Stop) -> Sentence {
    let what = match stop.scope {
        StopScope::Replies => "Replies to all",
        StopScope::Nothing | StopScope::Everything => "Messages",
    };
    say![
        what,
        " to ",
        strong(count(stop.from)),
        " people or more are stopped for now: ",
        stop.reason.trim_end_matches('.'),
        ". Smaller mail goes as usual."
    ]
}
