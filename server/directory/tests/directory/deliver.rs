//! What the MTA is told, asked again for every answer as Postfix does, reaches exactly the list.

use crate::world::{NOW, address, build, list, person};
use levee_directory::deliver::{Answer, Delivering, Map, lookup};
use levee_directory::socketmap::{LONGEST, Request, read, serve};
use levee_directory::{Availability, Directory, ListRecord, PersonRecord};
use std::collections::BTreeSet;

const KEY: [u8; 32] = [9; 32];

fn delivering() -> Delivering<'static> {
    Delivering { now: NOW, max_stale: 86_400, key: &KEY }
}

fn small() -> Directory {
    let people = [
        PersonRecord { aliases: vec![address("b.ash")], ..person(0, "bob") },
        person(1, "eve"),
        person(2, "x@other.example"),
    ];
    let lists = [
        ListRecord { nested: vec![1], aliases: vec![address("crew")], ..list(0, "team", [0, 2]) },
        ListRecord { nested: vec![0], ..list(1, "inner", [1]) },
        list(2, "empty", []),
        ListRecord { availability: Availability::Lost, ..list(3, "lost", [0]) },
    ];
    build(&people, &lists, &[])
}

#[track_caller]
fn check(map: Map, key: &str, expected: Answer) {
    assert_eq!(lookup(&small(), map, key, &delivering()), expected, "{key}");
}

fn found(addresses: &str) -> Answer {
    Answer::Found(addresses.to_owned())
}

#[test]
fn lists_stand_for_people_only() {
    check(Map::Lists, "team@hosp.example", found("bob@hosp.example,eve@hosp.example,x@other.example"));
    check(Map::Lists, "Crew@hosp-alias.example", found("bob@hosp.example,eve@hosp.example,x@other.example"));
    check(Map::Lists, "inner+x@hosp.example", found("bob@hosp.example,eve@hosp.example,x@other.example"));
    check(Map::Lists, "empty@hosp.example", Answer::NotFound);
    check(Map::Lists, "lost@hosp.example", Answer::Later("the list cannot be expanded now"));
}

#[test]
fn people_stand_for_themselves() {
    check(Map::Lists, "bob@hosp.example", Answer::NotFound);
    check(Map::Lists, "Bob+rota@hosp.example", Answer::NotFound);
    check(Map::Lists, "b.ash@hosp.example", found("bob@hosp.example"));
    check(Map::Lists, "bob@hosp-alias.example", found("bob@hosp.example"));
    check(Map::Lists, "x@other.example", Answer::NotFound);
    check(Map::Lists, "nobody@hosp.example", Answer::NotFound);
    check(Map::Lists, "@hosp.example", Answer::NotFound);
    check(Map::Lists, "bob", Answer::NotFound);
}

#[test]
fn mailboxes_are_those_of_our_own_people() {
    check(Map::People, "bob@hosp.example", found("bob@hosp.example"));
    check(Map::People, "b.ash@hosp.example", found("bob@hosp.example"));
    check(Map::People, "team@hosp.example", Answer::NotFound);
    check(Map::People, "x@other.example", Answer::NotFound);
    check(Map::People, "nobody@hosp.example", Answer::NotFound);
}

const MANY: u32 = 10_000;

fn large(members: impl IntoIterator<Item = u32>) -> Directory {
    let people: Vec<PersonRecord> = (0..MANY).map(|id| person(id, &format!("somebody.number{id}"))).collect();
    build(&people, &[list(0, "everybody", members)], &[])
}

/// Asks for every address of every answer, as Postfix does.
fn delivered(directory: &Directory, address: &str, reached: &mut Vec<String>) {
    match lookup(directory, Map::Lists, address, &delivering()) {
        Answer::Found(addresses) => {
            assert!(addresses.len() <= 100_000, "{} characters", addresses.len());
            addresses.split(',').for_each(|address| delivered(directory, address, reached));
        }
        Answer::NotFound => reached.push(address.to_owned()),
        Answer::Later(reason) => panic!("{address}: {reason}"),
    }
}

#[test]
fn a_large_list_reaches_everybody_once() {
    let directory = large(0..MANY);
    let mut reached = Vec::new();
    delivered(&directory, "everybody@hosp.example", &mut reached);
    assert_eq!(reached.len(), MANY as usize);
    assert_eq!(reached.iter().collect::<BTreeSet<_>>().len(), MANY as usize);
}

#[test]
fn nobody_falls_between_chunks_when_the_list_changes() {
    let half = large((0..MANY).step_by(2));
    let Answer::Found(chunks) = lookup(&half, Map::Lists, "everybody@hosp.example", &delivering()) else {
        panic!("no chunks")
    };
    assert!(chunks.contains("chunk"), "{chunks}");
    let all = large(0..MANY);
    let mut reached = Vec::new();
    chunks.split(',').for_each(|chunk| delivered(&all, chunk, &mut reached));
    assert_eq!(reached.iter().collect::<BTreeSet<_>>().len(), MANY as usize);
    assert_eq!(reached.len(), MANY as usize);
}

#[test]
fn nobody_can_make_up_a_chunk() {
    let directory = large(0..MANY);
    let Answer::Found(chunks) = lookup(&directory, Map::Lists, "everybody@hosp.example", &delivering()) else {
        panic!("no chunks")
    };
    let chunk = chunks.split(',').next().expect("there is one");
    let widened = chunk.replacen("0-0-", "0-1-", 1);
    assert_ne!(widened, chunk);
    assert_eq!(lookup(&directory, Map::Lists, &widened, &delivering()), Answer::NotFound);
    let other = Delivering { key: &[8; 32], ..delivering() };
    assert_eq!(lookup(&directory, Map::Lists, chunk, &other), Answer::NotFound);
}

#[test]
fn socketmap_answers_in_netstrings() {
    let answer = |request: &str| String::from_utf8(serve(&small(), request.as_bytes(), &delivering())).expect("text");
    assert_eq!(answer("lists b.ash@hosp.example"), "19:OK bob@hosp.example,");
    assert_eq!(answer("people nobody@hosp.example"), "9:NOTFOUND ,");
    assert_eq!(answer("lists lost@hosp.example"), "36:TEMP the list cannot be expanded now,");
    assert_eq!(answer("other x"), "34:PERM the maps are lists and people,");
    assert_eq!(answer(""), "34:PERM the maps are lists and people,");
}

#[track_caller]
fn reads(input: &str, expected: Request<'_>) {
    assert_eq!(read(input.as_bytes()), expected, "{input}");
}

#[test]
fn socketmap_reads_netstrings_as_they_come() {
    reads("9:lists a@b,rest", Request::Whole { text: b"lists a@b", taken: 12 });
    reads("0:,", Request::Whole { text: b"", taken: 3 });
    reads("", Request::Partial);
    reads("9", Request::Partial);
    reads("9:lists a@b", Request::Partial);
    reads("9:lists a@bc,", Request::Malformed);
    reads("x", Request::Malformed);
    reads(":", Request::Malformed);
    reads("9;", Request::Malformed);
    reads(&format!("{}:", LONGEST + 1), Request::Malformed);
    reads("99999999999999999999999", Request::Malformed);
}
