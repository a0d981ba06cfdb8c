//! How much room an account has and how much of it is used: QUOTA (RFC 2087, RFC 9208).

use crate::command::Command;
use crate::fetch_value::{Value, values};
use crate::imap_error::ImapError;
use crate::mailbox_name::MailboxName;
use crate::session::Session;

/// Room for messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Used, bytes.
    pub used: u64,
    /// What there is, bytes.
    pub limit: u64,
}

/// STORAGE is counted in units of 1,024 octets (RFC 9208 section 5.1).
const UNIT: u64 = 1024;

impl Session {
    /// The room of the inbox: of all limits on it the one that is closest to being reached. `None` where the
    /// server has no quota, or no limit on bytes.
    ///
    /// # Errors
    /// `Lost`, `TryLater`, `Protocol`.
    pub async fn quota(&mut self) -> Result<Option<Quota>, ImapError> {
        if !self.offers("QUOTA") {
            return Ok(None);
        }
        let command = Command::looking("GETQUOTAROOT").mailbox(&MailboxName::inbox())?;
        let answer = match self.run(command).await {
            // As where an administrator has switched it off for some.
            Err(ImapError::Refused(_) | ImapError::Gone) => return Ok(None),
            answer => answer?,
        };
        Ok(answer.fetched.iter().filter_map(|response| quota(response)).max_by(closer))
    }
}

/// `* QUOTA "root" (STORAGE 10 512 MESSAGE 3 100)`; nothing of it but STORAGE matters here.
fn quota(response: &[u8]) -> Option<Quota> {
    let values = values(response, "QUOTA")?;
    let [_, Value::List(resources)] = &values[..] else { return None };
    let storage = resources.chunks_exact(3).find(|resource| resource[0].is("STORAGE"))?;
    let bytes = |value: &Value<'_>| value.number::<u64>()?.checked_mul(UNIT);
    let quota = Quota { used: bytes(&storage[1])?, limit: bytes(&storage[2])? };
    (quota.limit > 0).then_some(quota)
}

fn closer(a: &Quota, b: &Quota) -> std::cmp::Ordering {
    let share = |one: &Quota, other: &Quota| u128::from(one.used) * u128::from(other.limit);
    share(a, b).cmp(&share(b, a))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(response: &str, expected: Option<(u64, u64)>) {
        let found = quota(format!("* {response}\r\n").as_bytes());
        assert_eq!(found.map(|q| (q.used, q.limit)), expected, "{response}");
    }

    #[test]
    fn reads_what_servers_say() {
        check("QUOTA \"User quota\" (STORAGE 10 512)", Some((10_240, 524_288)));
        check("QUOTA \"\" (MESSAGE 3 100 STORAGE 10 512)", Some((10_240, 524_288)));
        check("QUOTA {1}\r\n) (storage 1 2)", Some((1_024, 2_048)));
        check("quota user (STORAGE 0 1)", Some((0, 1_024)));
        check("QUOTA \"User quota\" ()", None);
        check("QUOTA \"User quota\" (MESSAGE 3 100)", None);
        check("QUOTA \"User quota\" (STORAGE 10 0)", None);
        check("QUOTA \"User quota\" (STORAGE 10)", None);
        check("QUOTA \"User quota\" (STORAGE -1 x)", None);
        check("QUOTA \"User quota\" (STORAGE 18446744073709551615 18446744073709551615)", None);
        check("QUOTA \"User quota\" (STORAGE 10 512", None);
        check("QUOTAROOT INBOX \"User quota\"", None);
        check("QUOTA", None);
    }

    #[test]
    fn the_limit_that_is_reached_first_counts() {
        let quota = |used, limit| Quota { used, limit };
        let found = [quota(5, 100), quota(9, 10), quota(80, 100)].into_iter().max_by(closer);
        assert_eq!(found, Some(quota(9, 10)));
    }
}
