//! Header fields of a message as lines: addresses and ids, which need no decoding. What people read
//! (subject, names, text) is decoded by `levee-mime`.

use crate::pass::split;
use levee_mail::{Address, MessageId, parse_address_list};

/// The header fields of a message, unfolded, in their order.
pub(crate) struct Headers(Vec<(String, String)>);

impl Headers {
    /// Reads the header of a message with CRLF line ends; what is no field is passed over.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(split(bytes).0);
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in text.lines() {
            match (line.starts_with([' ', '\t']), fields.last_mut(), line.split_once(':')) {
                (true, Some((_, value)), _) => {
                    value.push(' ');
                    value.push_str(line.trim());
                }
                (false, _, Some((name, value))) => {
                    fields.push((name.trim_end().to_ascii_lowercase(), value.trim().to_owned()));
                }
                _ => {}
            }
        }
        Self(fields)
    }

    /// Values of all fields of this name (lower case).
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Value of the first field of this name.
    pub(crate) fn first<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        self.all(name).next()
    }

    /// Addresses in all fields of this name; what is no address is passed over.
    pub(crate) fn addresses(&self, name: &str) -> Vec<Address> {
        self.all(name).flat_map(|value| parse_address_list(value, None)).filter_map(|w| w.address.ok()).collect()
    }

    /// Ids in the fields of this name.
    pub(crate) fn ids(&self, name: &str) -> Vec<MessageId> {
        self.all(name).flat_map(str::split_whitespace).filter_map(MessageId::parse).collect()
    }

    /// References, then In-Reply-To: the thread of the message, its root first.
    pub(crate) fn thread(&self) -> Vec<MessageId> {
        let mut ids = self.ids("references");
        let answered = self.ids("in-reply-to");
        ids.retain(|id| !answered.contains(id));
        ids.extend(answered);
        ids
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_unfolded_and_read() {
        let headers = Headers::of(
            b"To: \"Doe, Jane\" <jane@a.example>,\r\n bob@b.example\r\nREFERENCES: <a@x>\r\n\t<b@x>\r\n\
              In-Reply-To: <b@x>\r\nSubject: hi\r\n\r\nTo: not@this.example\r\n",
        );
        let to: Vec<_> = headers.addresses("to").iter().map(ToString::to_string).collect();
        assert_eq!(to, ["jane@a.example", "bob@b.example"]);
        assert_eq!(headers.thread().iter().map(MessageId::as_str).collect::<Vec<_>>(), ["a@x", "b@x"]);
        assert_eq!(headers.first("subject"), Some("hi"));
    }
}
