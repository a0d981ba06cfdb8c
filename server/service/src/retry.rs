//! When a delivery is tried again, and what a relay said, cut to what people are shown.

use levee_mail::Address;
use levee_smtp::{Refusal, Reply, Unsendable, WhyLater, WhyUnclear};

/// Seconds between attempts, by how many were made.
const STEPS: [i64; 6] = [30, 60, 300, 900, 3600, 7200];
/// Seconds between the attempts after those.
pub(crate) const LONGEST: i64 = 4 * 3600;
/// Given up after so many seconds, and returned to its author.
const EXPIRY: i64 = 24 * 3600;
/// Characters shown of what a server said.
const SHOWN: usize = 300;

/// Whether there is another attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Retry {
    /// After so many seconds.
    In(i64),
    /// There is none.
    Never,
}

/// After `attempts` attempts on a message that is `age` seconds old. Chance spreads attempts by up to
/// a quarter, so that a relay that comes back is not met by all at once.
pub(crate) fn after(attempts: u32, age: i64, chance: u32) -> Retry {
    if age >= EXPIRY {
        return Retry::Never;
    }
    let nth = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX);
    let step = STEPS.get(nth).copied().unwrap_or(LONGEST);
    Retry::In(step + i64::from(chance) % (step / 4 + 1))
}

/// A reply as one line.
pub(crate) fn said(reply: &Reply) -> String {
    let text: String = reply.to_string().chars().map(|c| if c.is_control() { ' ' } else { c }).take(SHOWN).collect();
    text.trim().to_owned()
}

/// Why nothing was sent for now.
pub(crate) fn why_later(why: &WhyLater) -> String {
    match why {
        WhyLater::Reply(reply) => said(reply),
        WhyLater::Recipients(put_off) => put_off.first().map(|r| said(&r.reply)).unwrap_or_default(),
        // A code; the words are the page's.
        WhyLater::Unreachable => "unreachable".to_owned(),
        WhyLater::NoTls => "no_tls".to_owned(),
        WhyLater::Lost(_) => "lost".to_owned(),
        WhyLater::Silent(_) => "silent".to_owned(),
        WhyLater::NoSignInOffered => "no_sign_in".to_owned(),
        WhyLater::Stopped => "stopped".to_owned(),
    }
}

/// What was heard after the final dot.
pub(crate) fn why_unclear(why: &WhyUnclear) -> String {
    match why {
        WhyUnclear::Reply(reply) => said(reply),
        WhyUnclear::Lost => "lost".to_owned(),
        WhyUnclear::Silent => "silent".to_owned(),
    }
}

/// Whom a refusal is about (`None`: the whole message), and what was said.
pub(crate) fn refusal(refusal: &Refusal) -> Vec<(Option<Address>, String)> {
    match refusal {
        Refusal::Recipients(refused) => refused.iter().map(|r| (Some(r.address.clone()), said(&r.reply))).collect(),
        Refusal::Message(reply) | Refusal::TooLarge(reply) => vec![(None, said(reply))],
        Refusal::Unsendable(Unsendable::NeedsUtf8Addresses) => vec![(None, "needs_utf8_addresses".to_owned())],
        Refusal::Unsendable(Unsendable::NeedsEightBit) => vec![(None, "needs_eight_bit".to_owned())],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_grow_rarer_and_end_after_a_day() {
        let waits: Vec<_> = (1..9).map(|attempts| after(attempts, 0, 0)).collect();
        assert_eq!(waits, [30, 60, 300, 900, 3600, 7200, LONGEST, LONGEST].map(Retry::In));
        assert_eq!(after(3, EXPIRY - 1, 0), Retry::In(300));
        assert_eq!(after(3, EXPIRY, 0), Retry::Never);
        for chance in [0, 7, 75, 76, u32::MAX] {
            let Retry::In(wait) = after(3, 0, chance) else { panic!("there is another attempt") };
            assert!((300..=375).contains(&wait), "{chance}: {wait}");
        }
    }
}
