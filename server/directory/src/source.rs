//! Records as files have them: addresses instead of numbers. Reads JSON Lines and CSV for `levee
//! directory import FILE`; `Registrar` gives the numbers. No files are opened here.
//!
//! **JSON Lines** (`.jsonl`): one object on each line, `type` says what it is; only `address` is
//! required (for an allowed pair `owner` and `member`); times are seconds since 1970.
//!
//! ```json
//! {"type":"person","address":"jo.fenwick@hosp.example","aliases":["jo@hosp.example"],"name":"Jo Fenwick",
//!  "title":"Porter","unit":"Acute North/Ashgrove","site":"Ashgrove","roles":["approver"],"shared":false}
//! {"type":"list","address":"porters@hosp.example","kind":"group","members":["jo.fenwick@hosp.example"],
//!  "rule":"title = \"Porter\"","scope":"Acute North","owners":["jo.fenwick@hosp.example"],"declared":60}
//! {"type":"outside_list","address":"physio@lists.partner.example"}
//! {"type":"allowed_pair","owner":"Acute North","member":"Laboratories"}
//! ```
//!
//! **CSV** (`.csv`, RFC 4180): people only. The first line names the columns, in any order: `address`
//! (required), `aliases`, `name`, `title`, `unit`, `site`, `roles`, `shared` (`true` or `false`).
//! Several aliases or roles in one field are separated by spaces.

mod csv;
mod json_lines;
mod registrar;

pub use csv::read_csv;
pub use json_lines::{read_json_lines, write_json_line};
pub use registrar::{Filed, Known, Leftover, Registrar};

use crate::record::{Departure, ListKind, Role, UnixSeconds};
use levee_mail::{Address, AddressError};
use serde::de::{Deserialize, Deserializer, Error as _};
use std::fmt;

/// One record of a file.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Record {
    /// Somebody with an address.
    Person(Person),
    /// A list of the organisation.
    List(List),
    /// A list outside.
    OutsideList(OutsideList),
    /// Units whose people lists of another unit may hold.
    AllowedPair(crate::record::AllowedPair),
}

/// Somebody with an address, inside or outside.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Primary address.
    #[serde(deserialize_with = "address")]
    pub address: Address,
    /// Further addresses.
    #[serde(default, deserialize_with = "addresses", skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Address>,
    /// As people write it.
    #[serde(default)]
    pub name: String,
    /// What the person does.
    #[serde(default)]
    pub title: String,
    /// Path in the organisation, widest first, separated by `/`.
    #[serde(default)]
    pub unit: String,
    /// Where the person works.
    #[serde(default)]
    pub site: String,
    /// What the person may do beyond writing mail.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// Whether it is a mailbox of several people.
    #[serde(default)]
    pub shared: bool,
}

/// A list of the organisation. Members, senders, owners and moderators may be people or lists.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// Primary address.
    #[serde(deserialize_with = "address")]
    pub address: Address,
    /// Further addresses.
    #[serde(default, deserialize_with = "addresses", skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Address>,
    /// As people know it.
    #[serde(default)]
    pub name: String,
    /// How it is used.
    #[serde(default)]
    pub kind: ListKind,
    /// People, lists, addresses outside.
    #[serde(default, deserialize_with = "addresses", skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Address>,
    /// Makes it dynamic: see [`crate::Rule`]. An empty text is a rule too, and means everybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The unit that its owner answers for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// Whether members may leave by themselves; if it is not told, all but announcement lists and rules
    /// can be left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub departure: Option<Departure>,
    /// Who may write to it as its sender.
    #[serde(default, deserialize_with = "addresses", skip_serializing_if = "Vec::is_empty")]
    pub senders: Vec<Address>,
    /// Who answers for it.
    #[serde(default, deserialize_with = "addresses", skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<Address>,
    /// Who decides on what is held for it.
    #[serde(default, deserialize_with = "addresses", skip_serializing_if = "Vec::is_empty")]
    pub moderators: Vec<Address>,
    /// Size that its owner declared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared: Option<u64>,
    /// Recorded daily sizes, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub daily: Vec<u32>,
    /// When it was made, in seconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<UnixSeconds>,
    /// When its rule was last changed, in seconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule_changed: Option<UnixSeconds>,
}

impl List {
    /// A group of nobody, to be filled.
    #[must_use]
    pub fn new(address: Address) -> Self {
        Self {
            address,
            aliases: Vec::new(),
            name: String::new(),
            kind: ListKind::Group,
            members: Vec::new(),
            rule: None,
            scope: None,
            departure: None,
            senders: Vec::new(),
            owners: Vec::new(),
            moderators: Vec::new(),
            declared: None,
            daily: Vec::new(),
            created: None,
            rule_changed: None,
        }
    }
}

/// A list outside.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutsideList {
    /// Its address.
    #[serde(deserialize_with = "address")]
    pub address: Address,
}

/// Why a file cannot be imported, where, and what to do about it.
#[derive(Debug)]
pub struct ImportError {
    /// Line of the file, counted from 1.
    pub line: usize,
    /// Character in the line (JSON Lines) or field (CSV), counted from 1; `None`: the whole line.
    pub column: Option<usize>,
    /// What is wrong.
    pub wrong: String,
    /// What to do.
    pub remedy: &'static str,
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(column) = self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}; {}", self.wrong, self.remedy)
    }
}

impl std::error::Error for ImportError {}

fn address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Address, D::Error> {
    let text = String::deserialize(deserializer)?;
    Address::parse(&text).map_err(|error| D::Error::custom(no_address(&text, error)))
}

fn addresses<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Address>, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer)?;
    let parse = |text: &String| Address::parse(text).map_err(|error| D::Error::custom(no_address(text, error)));
    texts.iter().map(parse).collect()
}

fn no_address(text: &str, error: AddressError) -> String {
    format!("\"{text}\" is no address: {error}")
}
