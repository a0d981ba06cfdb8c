//! A message trace of Exchange Online as CSV (RFC 4180): the report of a historical search, one row a message, or the
//! rows of `Get-MessageTrace`, one a recipient.

use super::Unread;
use super::gathered::Gathered;
use levee_mail::Address;
use levee_service::Past;
use std::io;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{OffsetDateTime, PrimitiveDateTime};

/// A record spread over more lines than this has lost a quotation mark.
const LINES: u64 = 200;

/// Reads line after line.
pub(super) struct Trace {
    columns: Columns,
    gathered: Gathered,
    /// A record whose quotation mark is open, and the line on which it began.
    open: Option<(String, u64)>,
}

/// Where the columns are.
struct Columns {
    at: usize,
    sender: usize,
    recipients: usize,
    size: Option<usize>,
    message_id: usize,
    /// All recipients of a message stand in one row.
    whole: bool,
}

impl Trace {
    /// A trace, if this is its first line.
    ///
    /// # Errors
    /// When it is a trace that lacks a column.
    pub(super) fn headed(line: &str) -> io::Result<Option<Self>> {
        let plain = |name: &String| name.to_lowercase().replace(['_', ' '], "");
        let names: Vec<String> = fields(line).iter().map(plain).collect();
        if !names.iter().any(|name| name == "senderaddress") {
            return Ok(None);
        }
        let find = |wanted: &[&str]| names.iter().position(|name| wanted.contains(&name.as_str()));
        let need = |wanted: &[&str], said: &str| {
            find(wanted).ok_or_else(|| io::Error::other(format!("is a message trace without the column {said}")))
        };
        let whole = find(&["recipientstatus"]);
        let columns = Columns {
            at: need(&["origintimestamputc", "received", "receivedutc"], "origin_timestamp_utc or Received")?,
            sender: need(&["senderaddress"], "sender_address")?,
            recipients: whole
                .map_or_else(|| need(&["recipientaddress"], "recipient_status or RecipientAddress"), Ok)?,
            size: find(&["totalbytes", "size"]),
            message_id: need(&["messageid"], "message_id")?,
            whole: whole.is_some(),
        };
        Ok(Some(Self { columns, gathered: Gathered::default(), open: None }))
    }

    /// Takes a line; messages that are whole with it.
    ///
    /// # Errors
    /// What is wrong with the record that ends on it, and the line on which that began.
    pub(super) fn line(&mut self, line: &str, number: u64) -> Result<Option<Past>, Unread> {
        let (record, began) = match self.open.take() {
            Some((before, began)) => (format!("{before}\n{line}"), began),
            None => (line.to_owned(), number),
        };
        if !record.matches('"').count().is_multiple_of(2) {
            if number - began >= LINES {
                return Err(Unread { line: began, why: "a quotation mark is never closed".to_owned() });
            }
            self.open = Some((record, began));
            return Ok(None);
        }
        if record.trim().is_empty() {
            return Ok(None);
        }
        self.record(&record).map_err(|why| Unread { line: began, why })
    }

    /// A record that was never closed.
    pub(super) fn broken(&mut self) -> Option<Unread> {
        let (_, line) = self.open.take()?;
        Some(Unread { line, why: "a quotation mark is never closed".to_owned() })
    }

    /// Messages of which more rows could have followed.
    pub(super) fn rest(self) -> impl Iterator<Item = Past> {
        self.gathered.rest()
    }

    fn record(&mut self, record: &str) -> Result<Option<Past>, String> {
        let fields = fields(record);
        let field = |place: usize| fields.get(place).map(|text| text.trim()).ok_or("has too few columns");
        let at = moment(field(self.columns.at)?)?;
        let sender = field(self.columns.sender)?;
        if sender.is_empty() || sender == "<>" {
            return Ok(None);
        }
        let sender = address(sender)?;
        let message_id = field(self.columns.message_id)?.trim_matches(['<', '>']).to_owned();
        let recipients = field(self.columns.recipients)?;
        // `ann@x.example##Receive, Deliver;bob@x.example##Receive, Fail`
        let written = |one: &str| one.split("##").next().unwrap_or_default().trim().to_owned();
        let written: Vec<String> = match self.columns.whole {
            true => recipients.split(';').map(written).filter(|one| !one.is_empty()).collect(),
            false => vec![recipients.to_owned()],
        };
        let written: Result<Vec<Address>, String> = written.iter().map(|one| address(one)).collect();
        let written = written?;
        let size = self.columns.size.and_then(|place| field(place).ok()?.parse().ok()).unwrap_or_default();
        let key = format!("{message_id} {sender}");
        let (part, made_room) = self.gathered.part(&key, at);
        (part.sender, part.size, part.message_id) = (Some(sender), part.size.max(size), message_id);
        written.into_iter().for_each(|recipient| part.reaches(recipient));
        Ok(if self.columns.whole { self.gathered.take(&key) } else { made_room })
    }
}

fn address(text: &str) -> Result<Address, String> {
    Address::parse(text).map_err(|_| format!("\"{text}\" is no address"))
}

/// RFC 3339, or without a zone: UTC.
fn moment(text: &str) -> Result<i64, String> {
    if let Ok(moment) = OffsetDateTime::parse(text, &Rfc3339) {
        return Ok(moment.unix_timestamp());
    }
    let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");
    let plain: String = text.chars().take(19).collect::<String>().replace('T', " ");
    let read = PrimitiveDateTime::parse(&plain, &format);
    read.map(|at| at.assume_utc().unix_timestamp())
        .map_err(|_| format!("\"{text}\" is no time as 2026-11-20T10:00:00Z"))
}

/// The fields of a record. A quotation mark within a field is written twice.
fn fields(record: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut characters = record.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                if let Some(field) = fields.last_mut() {
                    field.push('"');
                }
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            other => {
                if let Some(field) = fields.last_mut() {
                    field.push(other);
                }
            }
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::super::{Where, read};
    use super::*;
    use levee_service::TimeZone;

    fn all(csv: &str) -> io::Result<(Vec<Past>, Vec<Unread>)> {
        let (mut found, mut unread) = (Vec::new(), Vec::new());
        let place = Where { zone: TimeZone::default(), now: 0 };
        let hand_on = |past| {
            found.push(past);
            Ok(())
        };
        read(csv.as_bytes(), place, hand_on, |line| unread.push(line))?;
        Ok((found, unread))
    }

    fn past(recipients: &[&str], size: u64, message_id: &str) -> Past {
        let address = |text: &str| Address::parse(text).unwrap();
        let recipients = recipients.iter().map(|one| address(one)).collect();
        // 20 November 2026, 10:00 UTC.
        Past { at: 1_795_168_800, sender: address("bob@hosp.example"), recipients, size, message_id: message_id.into() }
    }

    #[test]
    fn a_row_of_a_historical_search_is_a_message() {
        let csv = "\u{feff}origin_timestamp_utc,sender_address,recipient_status,message_subject,total_bytes,message_id\r\n\
            2026-11-20T10:00:00.0000000Z,bob@hosp.example,\"wing@hosp.example##Expanded;ann@partner.example##Receive, Deliver\",\"Rota, \"\"new\"\"\r\n\
            and the old\",512,<a@ward>\r\n\
            2026-11-20T10:00:00.0000000Z,<>,bob@hosp.example##Receive,Undeliverable,1,<n@ward>\r\n";
        let (found, unread) = all(csv).unwrap();
        assert_eq!(unread, []);
        assert_eq!(found, [past(&["ann@partner.example", "wing@hosp.example"], 512, "a@ward")]);
    }

    #[test]
    fn rows_of_get_message_trace_are_put_together() {
        let csv = "\"Received\",\"SenderAddress\",\"RecipientAddress\",\"Subject\",\"Size\",\"MessageId\"\n\
            \"2026-11-20 10:00:00\",\"bob@hosp.example\",\"wing@hosp.example\",\"Rota\",\"512\",\"<a@ward>\"\n\
            \"2026-11-20 10:00:00\",\"bob@hosp.example\",\"p7@hosp.example\",\"Other\",\"9\",\"<b@ward>\"\n\
            \"2026-11-20 10:00:01\",\"bob@hosp.example\",\"p1@hosp.example\",\"Rota\",\"512\",\"<a@ward>\"\n";
        let (found, unread) = all(csv).unwrap();
        assert_eq!(unread, []);
        let together = past(&["p1@hosp.example", "wing@hosp.example"], 512, "a@ward");
        assert_eq!(found, [together, past(&["p7@hosp.example"], 9, "b@ward")]);
    }

    #[test]
    fn what_cannot_be_read_is_named_by_the_line_on_which_it_begins() {
        let csv = "Received,SenderAddress,RecipientAddress,MessageId\n\
            20/11/2026 10:00,bob@hosp.example,p1@hosp.example,<a@ward>\n\
            2026-11-20 10:00:00,bob,p1@hosp.example,<a@ward>\n\
            2026-11-20 10:00:00,bob@hosp.example\n\
            2026-11-20 10:00:00,\"bob@hosp.example,p1@hosp.example,<a@ward>\n";
        let (found, unread) = all(csv).unwrap();
        assert_eq!(found, []);
        let said: Vec<_> = unread.iter().map(|one| (one.line, one.why.as_str())).collect();
        let expected = [
            (2, "\"20/11/2026 10:00\" is no time as 2026-11-20T10:00:00Z"),
            (3, "\"bob\" is no address"),
            (4, "has too few columns"),
            (5, "a quotation mark is never closed"),
        ];
        assert_eq!(said, expected);
        let lacking = all("SenderAddress,Received\n").unwrap_err().to_string();
        assert_eq!(lacking, "is a message trace without the column recipient_status or RecipientAddress");
    }
}
