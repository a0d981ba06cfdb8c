//! Postfix's log, in the format of syslog: what smtpd, cleanup, qmgr and the delivery agents say of a queue id.

use super::Where;
use super::gathered::Gathered;
use levee_mail::Address;
use levee_service::Past;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// A clock that is ahead of ours by less than this, in seconds, tells no date of last year.
const AHEAD: i64 = 86_400;

/// Reads line after line.
pub(super) struct Postfix {
    place: Where,
    gathered: Gathered,
}

impl Postfix {
    pub(super) fn new(place: Where) -> Self {
        Self { place, gathered: Gathered::default() }
    }

    /// Takes a line; messages that are whole with it. What other programs say is passed over.
    ///
    /// # Errors
    /// What is wrong with a line that tells of a message.
    pub(super) fn line(&mut self, line: &str) -> Result<Option<Past>, String> {
        let Some(Entry { stamp, service, queue_id, says }) = Entry::read(line) else { return Ok(None) };
        if says == "removed" {
            return Ok(self.gathered.take(queue_id));
        }
        let value = |key: &str| value(says, key);
        match service {
            "smtpd" if says.starts_with("client=") => {
                let at = self.moment(stamp)?;
                let (part, made_room) = self.gathered.part(queue_id, at);
                // A bare name is no address: the address that the message bears stands for it.
                part.account = value("sasl_username").and_then(|name| Address::parse(name).ok());
                Ok(made_room)
            }
            "cleanup" => {
                let Some(id) = value("message-id") else { return Ok(None) };
                let at = self.moment(stamp)?;
                let (part, made_room) = self.gathered.part(queue_id, at);
                part.message_id = id.to_owned();
                Ok(made_room)
            }
            "qmgr" => {
                let Some(from) = value("from") else { return Ok(None) };
                let at = self.moment(stamp)?;
                let (part, made_room) = self.gathered.part(queue_id, at);
                part.size = value("size").and_then(|size| size.parse().ok()).unwrap_or_default();
                if !from.is_empty() {
                    let sender = Address::parse(from).map_err(|_| format!("from=<{from}> is no address"))?;
                    part.sender = Some(sender);
                }
                Ok(made_room)
            }
            _ => {
                // As it was written, before an alias became its members.
                let Some(written) = value("orig_to").or_else(|| value("to")) else { return Ok(None) };
                let Some(part) = self.gathered.known(queue_id) else { return Ok(None) };
                part.reaches(Address::parse(written).map_err(|_| format!("to=<{written}> is no address"))?);
                Ok(None)
            }
        }
    }

    /// Messages whose end is not in the log.
    pub(super) fn rest(self) -> impl Iterator<Item = Past> {
        self.gathered.rest()
    }

    /// `Nov 22 10:00:01`, of this year or the last; or RFC 3339.
    fn moment(&self, stamp: &str) -> Result<i64, String> {
        if let Ok(moment) = OffsetDateTime::parse(stamp, &Rfc3339) {
            return Ok(moment.unix_timestamp());
        }
        let read = || {
            let mut parts = stamp.split_ascii_whitespace();
            let month = MONTHS.iter().position(|name| Some(*name) == stamp.get(..3))? + 1;
            let day = parts.nth(1)?.parse().ok()?;
            let mut clock = parts.next()?.split(':').map(|part| part.parse::<u32>().ok());
            let clock = [clock.next()??, clock.next()??, clock.next()??];
            let year = OffsetDateTime::from_unix_timestamp(self.place.now).ok()?.year();
            let in_year = |year| self.place.zone.moment([year, i32::try_from(month).ok()?, day], clock);
            in_year(year).filter(|at| *at <= self.place.now + AHEAD).or_else(|| in_year(year - 1))
        };
        read().ok_or_else(|| format!("\"{stamp}\" is no date"))
    }
}

/// A line that tells of a message.
struct Entry<'a> {
    stamp: &'a str,
    /// `smtpd`, `cleanup`, `qmgr`, `lmtp`, ...
    service: &'a str,
    queue_id: &'a str,
    says: &'a str,
}

impl<'a> Entry<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let traditional = line.get(..3).is_some_and(|start| MONTHS.contains(&start));
        let length = if traditional { 15 } else { line.find(' ')? };
        let (stamp, rest) = (line.get(..length)?, line.get(length..)?.trim_start());
        let (_host, rest) = rest.split_once(' ')?;
        let (program, rest) = rest.split_once(": ")?;
        let program = program.split('[').next()?;
        let (instance, service) = program.rsplit_once('/')?;
        let (queue_id, says) = rest.split_once(": ")?;
        let is_id = queue_id.len() >= 6 && queue_id.bytes().all(|b| b.is_ascii_alphanumeric());
        (instance.starts_with("postfix") && is_id).then_some(Self { stamp, service, queue_id, says: says.trim() })
    }
}

/// The value of `key=`, without the brackets of an address.
fn value<'a>(says: &'a str, key: &str) -> Option<&'a str> {
    let mut fields = says.split(", ");
    let value = fields.find_map(|field| field.strip_prefix(key)?.strip_prefix('='))?;
    let value = value.split(" (").next().unwrap_or(value);
    Some(value.strip_prefix('<').and_then(|inner| inner.strip_suffix('>')).unwrap_or(value))
}

#[cfg(test)]
mod tests {
    use super::super::{Unread, read};
    use super::*;
    use levee_service::TimeZone;

    /// 22 November 2026, 12:00 UTC.
    const NOW: i64 = 1_795_348_800;

    fn place(zone: &str) -> Where {
        Where { zone: zone.parse::<TimeZone>().unwrap(), now: NOW }
    }

    fn all(log: &str, zone: &str) -> (Vec<Past>, Vec<Unread>) {
        let (mut found, mut unread) = (Vec::new(), Vec::new());
        let hand_on = |past| {
            found.push(past);
            Ok(())
        };
        read(log.as_bytes(), place(zone), hand_on, |line| unread.push(line)).unwrap();
        (found, unread)
    }

    fn past(at: i64, sender: &str, recipients: &[&str], size: u64, message_id: &str) -> Past {
        let address = |text: &str| Address::parse(text).unwrap();
        let recipients = recipients.iter().map(|one| address(one)).collect();
        Past { at, sender: address(sender), recipients, size, message_id: message_id.to_owned() }
    }

    #[test]
    fn a_message_is_put_together_from_the_lines_of_its_queue_id() {
        let log = "\
Nov 20 10:00:01 mail postfix/submission/smtpd[7]: 4TkQ2z1b: client=ward[10.0.0.9], sasl_method=PLAIN, sasl_username=bob@hosp.example
Nov 20 10:00:01 mail postfix/cleanup[8]: 4TkQ2z1b: message-id=<a@ward>
Nov 20 10:00:01 mail dovecot: imap-login: Login: user=<bob>
Nov 20 10:00:01 mail postfix/qmgr[9]: 4TkQ2z1b: from=<b.birch@hosp.example>, size=1234, nrcpt=3 (queue active)
Nov 20 10:00:02 mail postfix/lmtp[5]: 4TkQ2z1b: to=<p1@hosp.example>, orig_to=<wing@hosp.example>, relay=mx, delay=1, dsn=2.0.0, status=sent (250 ok)
Nov 20 10:00:02 mail postfix/lmtp[5]: 4TkQ2z1b: to=<p2@hosp.example>, orig_to=<wing@hosp.example>, relay=mx, delay=1, dsn=2.0.0, status=sent (250 ok)
Nov 20 10:00:02 mail postfix/smtp[5]: 4TkQ2z1b: to=<ann@partner.example>, relay=none, status=deferred (connect to partner.example)
Nov 20 10:00:03 mail postfix/qmgr[9]: 4TkQ2z1b: removed
Nov 20 10:00:04 mail postfix/smtpd[7]: disconnect from ward[10.0.0.9]
2026-11-20T11:00:00.123456+01:00 mail postfix/cleanup[8]: 5AbCdEf: message-id=<b@ward>
2026-11-20T11:00:00.123456+01:00 mail postfix/qmgr[9]: 5AbCdEf: from=<carol@hosp.example>, size=9, nrcpt=1 (queue active)
2026-11-20T11:00:00.123456+01:00 mail postfix/local[9]: 5AbCdEf: to=<dora@hosp.example>, relay=local, status=sent (ok)
";
        // 20 November 2026, 10:00:01 UTC.
        let begun = 1_795_168_801;
        let (found, unread) = all(log, "UTC");
        assert_eq!(unread, []);
        assert_eq!(
            found,
            [
                past(begun, "bob@hosp.example", &["ann@partner.example", "wing@hosp.example"], 1234, "a@ward"),
                // Its end is not in the log.
                past(begun - 1, "carol@hosp.example", &["dora@hosp.example"], 9, "b@ward"),
            ]
        );
        assert_eq!(all(log, "Europe/Berlin").0[0].at, begun - 3600, "the log's own clock");
    }

    #[test]
    fn a_date_without_a_year_is_the_last_such_date() {
        let at = |stamp: &str| Postfix::new(place("UTC")).moment(stamp);
        assert_eq!(at("Nov 22 12:00:00"), Ok(NOW));
        assert_eq!(at("Dec  1 00:00:00"), Ok(1_764_547_200), "of last year");
        assert_eq!(at("Nov 31 12:00:00"), Err("\"Nov 31 12:00:00\" is no date".to_owned()));
    }

    #[test]
    fn what_cannot_be_read_is_named_by_its_line() {
        let log = "\
Nov 20 10:00:01 mail postfix/qmgr[9]: 4TkQ2z1b: from=<bob@@hosp.example>, size=1, nrcpt=1 (queue active)
Nov 40 10:00:01 mail postfix/cleanup[9]: 4TkQ2z1c: message-id=<a@ward>
";
        let (found, unread) = all(log, "UTC");
        assert_eq!(found, []);
        let lines: Vec<_> = unread.iter().map(|one| (one.line, one.why.as_str())).collect();
        assert_eq!(lines, [(1, "from=<bob@@hosp.example> is no address"), (2, "\"Nov 40 10:00:01\" is no date")]);
    }
}
