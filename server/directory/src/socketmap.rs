//! Postfix's socketmap protocol (socketmap_table(5)): netstrings `name key` in, `STATUS data` out. Bytes
//! only; the listener that carries them is elsewhere.

use crate::deliver::{Answer, Delivering, Map, lookup};
use crate::directory::Directory;

/// Longest question that is read, in octets; an address has at most 254.
pub const LONGEST: usize = 1_000;

/// What came in so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request<'a> {
    /// A whole question, and how many octets of the input it took.
    Whole {
        /// The name of the map, a space, the key.
        text: &'a [u8],
        /// Octets to take off the input.
        taken: usize,
    },
    /// Not all of it is here yet.
    Partial,
    /// No netstring, or longer than [`LONGEST`]: close the connection.
    Malformed,
}

/// Looks for one netstring at the start of the input.
#[must_use]
pub fn read(input: &[u8]) -> Request<'_> {
    let digits = input.iter().take_while(|octet| octet.is_ascii_digit()).count();
    let length = std::str::from_utf8(&input[..digits]).ok().and_then(|digits| digits.parse::<usize>().ok());
    match (length, input.get(digits)) {
        (None, None) if input.is_empty() => Request::Partial,
        (Some(length), _) if length > LONGEST => Request::Malformed,
        (Some(_), None) => Request::Partial,
        (Some(length), Some(b':')) => match input.get(digits + 1 + length) {
            None => Request::Partial,
            Some(b',') => Request::Whole { text: &input[digits + 1..digits + 1 + length], taken: digits + length + 2 },
            Some(_) => Request::Malformed,
        },
        _ => Request::Malformed,
    }
}

/// Answers one question of the map `lists` (for `virtual_alias_maps`) or `people` (for
/// `virtual_mailbox_maps`); the answer is a whole netstring.
#[must_use]
pub fn serve(directory: &Directory, request: &[u8], delivering: &Delivering<'_>) -> Vec<u8> {
    netstring(&match question(request) {
        Some((map, key)) => match lookup(directory, map, key, delivering) {
            Answer::Found(addresses) => format!("OK {addresses}"),
            Answer::NotFound => "NOTFOUND ".to_owned(),
            Answer::Later(reason) => format!("TEMP {reason}"),
        },
        None => "PERM the maps are lists and people".to_owned(),
    })
}

fn question(request: &[u8]) -> Option<(Map, &str)> {
    let (name, key) = std::str::from_utf8(request).ok()?.split_once(' ')?;
    match name {
        "lists" => Some((Map::Lists, key)),
        "people" => Some((Map::People, key)),
        _ => None,
    }
}

fn netstring(text: &str) -> Vec<u8> {
    format!("{}:{text},", text.len()).into_bytes()
}
