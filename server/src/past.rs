//! Mail of the past, as others wrote it down: logs of Postfix and message traces of Exchange Online. Who sent to whom
//! and when; what a subject or a message said is not read.

mod gathered;
mod postfix;
mod trace;

use levee_service::{Past, TimeZone};
use postfix::Postfix;
use std::io::{self, BufRead};
use trace::Trace;

/// Lines longer than this are nobody's log.
const LONGEST_LINE: usize = 4_000_000;

/// Why a line, or a record that begins on it, says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unread {
    /// Its number, from 1.
    pub(crate) line: u64,
    /// What is wrong.
    pub(crate) why: String,
}

/// What is known where a log leaves it open.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Where {
    /// Times without a zone are of this one.
    pub(crate) zone: TimeZone,
    /// Seconds since 1970: a date without a year is the last such date before it.
    pub(crate) now: i64,
}

/// Reads a file of either kind. Messages are handed on as they become whole, in bounded memory.
///
/// # Errors
/// When it cannot be read, or is neither.
pub(crate) fn read(
    mut file: impl BufRead,
    place: Where,
    mut hand_on: impl FnMut(Past) -> io::Result<()>,
    mut unread: impl FnMut(Unread),
) -> io::Result<()> {
    let mut number = 0;
    let Some(first) = next_line(&mut file, &mut number)? else { return Ok(()) };
    if let Some(mut trace) = Trace::headed(&first)? {
        while let Some(line) = next_line(&mut file, &mut number)? {
            match trace.line(&line, number) {
                Ok(whole) => whole.into_iter().try_for_each(&mut hand_on)?,
                Err(why) => unread(why),
            }
        }
        if let Some(broken) = trace.broken() {
            unread(broken);
        }
        return trace.rest().try_for_each(hand_on);
    }
    let mut postfix = Postfix::new(place);
    let mut line = Some(first);
    while let Some(text) = line {
        match postfix.line(&text) {
            Ok(whole) => whole.into_iter().try_for_each(&mut hand_on)?,
            Err(why) => unread(Unread { line: number, why }),
        }
        line = next_line(&mut file, &mut number)?;
    }
    postfix.rest().try_for_each(hand_on)
}

/// The next line without its end. What is no UTF-8 in it is replaced.
fn next_line(file: &mut impl BufRead, number: &mut u64) -> io::Result<Option<String>> {
    let mut octets = Vec::new();
    if file.read_until(b'\n', &mut octets)? == 0 {
        return Ok(None);
    }
    *number += 1;
    if octets.len() > LONGEST_LINE || octets.starts_with(&[0xFF, 0xFE]) || octets.starts_with(&[0xFE, 0xFF]) {
        return Err(io::Error::other("is neither a log of Postfix nor a message trace in UTF-8"));
    }
    let text = String::from_utf8_lossy(&octets);
    let text = text.trim_start_matches('\u{feff}').trim_end_matches(['\n', '\r']);
    Ok(Some(text.to_owned()))
}
