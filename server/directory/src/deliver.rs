//! What an MTA asks while it delivers: whom a list's address stands for, and whether a mailbox exists.
//! The same sets that the sender was shown, so that delivery reaches exactly those people.
//!
//! Postfix asks `virtual_alias_maps` again for every address of an answer, so a list is answered with
//! all its people at once, never with nested lists: cycles end and nobody is delivered to twice. An
//! answer may hold 100,000 characters. A larger list is answered with chunk addresses, each of which
//! stands for the members between two numbers and is asked for in turn. Chunks are cut by number, not
//! by count: when the list changes between two questions, nobody falls between two chunks. A chunk's
//! address carries a keyed hash, because writing to it would pass by the list that it is part of.

use crate::directory::Directory;
use crate::list::List;
use crate::record::{ListId, PersonId, UnixSeconds};
use hmac::{Hmac, Mac};
use levee_mail::Address;
use roaring::RoaringBitmap;
use sha2::Sha256;
use std::ops::{Bound, RangeInclusive};

/// Characters in one answer; Postfix takes 100,000, the rest is room for members who join meanwhile.
const FULL: usize = 90_000;
/// Characters that Postfix takes at most.
const TAKEN: usize = 100_000;
/// Domain of chunk addresses: reserved (RFC 6761), so that nothing is ever delivered there.
const CHUNKS: &str = "chunk.levee.invalid";

/// Which question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Map {
    /// `virtual_alias_maps`: what stands for this address?
    Lists,
    /// `virtual_mailbox_maps`: is there a mailbox of this address?
    People,
}

/// What the MTA is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Addresses, separated by commas.
    Found(String),
    /// Nothing is known of it.
    NotFound,
    /// It cannot be said now; the MTA tries again.
    Later(&'static str),
}

/// What answers depend on beside the directory.
#[derive(Clone, Copy, Debug)]
pub struct Delivering<'a> {
    /// Now.
    pub now: UnixSeconds,
    /// Seconds up to which a snapshot stands for a list that cannot be expanded (`list.max_stale`).
    pub max_stale: u64,
    /// Key of the hash in chunk addresses; the same on all nodes that an MTA asks.
    pub key: &'a [u8; 32],
}

/// Answers one question. `key` is an address as the MTA has it; what is none (Postfix also asks for
/// `@domain` and for bare local parts) is not found.
#[must_use]
pub fn lookup(directory: &Directory, map: Map, key: &str, delivering: &Delivering<'_>) -> Answer {
    let Ok(address) = Address::parse(key) else { return Answer::NotFound };
    match map {
        Map::People => mailbox(directory, &address),
        Map::Lists if address.domain().eq_ignore_ascii_case(CHUNKS) => chunk(directory, address.local(), delivering),
        Map::Lists => alias(directory, &address, delivering),
    }
}

fn mailbox(directory: &Directory, address: &Address) -> Answer {
    match directory.person_by_address(address) {
        Some(person) if directory.canonical().is_own(person.domain) => Answer::Found(person.address().to_string()),
        _ => Answer::NotFound,
    }
}

fn alias(directory: &Directory, address: &Address, delivering: &Delivering<'_>) -> Answer {
    if let Some(list) = directory.list_by_address(address) {
        return people(directory, list, 0..=PersonId::MAX, delivering);
    }
    let Some(person) = directory.person_by_address(address) else { return Answer::NotFound };
    let primary = person.address();
    // Her own address stands for itself; the mark and what follows it are the mailbox's affair.
    let same =
        directory.canonical().address(address) == primary && address.domain().eq_ignore_ascii_case(person.domain);
    if same || !directory.canonical().is_own(person.domain) {
        return Answer::NotFound;
    }
    Answer::Found(primary.to_string())
}

fn chunk(directory: &Directory, local: &str, delivering: &Delivering<'_>) -> Answer {
    let Some((list, range)) = read_chunk(local, delivering.key) else { return Answer::NotFound };
    match directory.list(list) {
        Some(list) => people(directory, list, range, delivering),
        None => Answer::NotFound,
    }
}

/// The members of a list within a range of numbers: as they are, or as chunks when they are many.
fn people(directory: &Directory, list: &List, range: RangeInclusive<PersonId>, delivering: &Delivering<'_>) -> Answer {
    let Some(everybody) = directory.people_behind(list, delivering.now, delivering.max_stale) else {
        return Answer::Later("the list cannot be expanded now");
    };
    let mut members = (*everybody).clone();
    members.remove_range((Bound::Excluded(*range.end()), Bound::Unbounded));
    members.remove_range(..*range.start());
    let chunks = cut(directory, &members, &range);
    let answer = match chunks.as_slice() {
        [] => return Answer::NotFound,
        [_] => members.iter().filter_map(|id| Some(directory.person(id)?.address().to_string())).collect::<Vec<_>>(),
        chunks => chunks.iter().map(|range| write_chunk(list.id(), range, delivering.key)).collect(),
    };
    match answer.join(",") {
        addresses if addresses.len() <= TAKEN => Answer::Found(addresses),
        _ => Answer::Later("the list is too large to be answered"),
    }
}

/// Ranges that cover `range` without a gap, each with no more people than an answer holds.
fn cut(
    directory: &Directory,
    members: &RoaringBitmap,
    range: &RangeInclusive<PersonId>,
) -> Vec<RangeInclusive<PersonId>> {
    let mut chunks = Vec::new();
    let (mut start, mut length) = (*range.start(), 0);
    let mut any = false;
    for id in members {
        // The at sign, a comma, and quotes around a local part that needs them.
        let own = directory.person(id).map_or(0, |person| person.local.len() + person.domain.len() + 4);
        if length + own > FULL && id > start {
            chunks.push(start..=id - 1);
            (start, length) = (id, 0);
        }
        length += own;
        any |= own > 0;
    }
    if any {
        chunks.push(start..=*range.end());
    }
    chunks
}

fn write_chunk(list: ListId, range: &RangeInclusive<PersonId>, key: &[u8; 32]) -> String {
    let named = format!("{list}-{}-{}", range.start(), range.end());
    format!("{named}-{}@{CHUNKS}", tag(&named, key))
}

fn read_chunk(local: &str, key: &[u8; 32]) -> Option<(ListId, RangeInclusive<PersonId>)> {
    let local = local.to_ascii_lowercase();
    let (named, written) = local.rsplit_once('-')?;
    // Guessing octet by octet is no use: 20 hexadecimal digits behind a mail queue.
    if tag(named, key) != written {
        return None;
    }
    let mut numbers = named.split('-').map(str::parse::<u32>);
    let (list, start, end) = (numbers.next()?.ok()?, numbers.next()?.ok()?, numbers.next()?.ok()?);
    Some((list, start..=end))
}

/// 80 bits of HMAC-SHA-256 in hexadecimal: short enough for a local part.
fn tag(named: &str, key: &[u8; 32]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of every length");
    mac.update(b"levee chunk\n");
    mac.update(named.as_bytes());
    mac.finalize().into_bytes().iter().take(10).map(|byte| format!("{byte:02x}")).collect()
}
