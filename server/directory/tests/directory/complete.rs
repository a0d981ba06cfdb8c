//! What is offered while somebody types.

use crate::world::{address, build, list, person};
use levee_directory::{Changes, Directory, Entry, ListRecord, PersonRecord};

fn directory() -> Directory {
    let named = |id, written: &str, name: &str| PersonRecord { name: name.to_owned(), ..person(id, written) };
    let people = [
        named(0, "sian.gwynne", "Siân Gŵynne-Huws"),
        named(1, "john.smith", "John Smith"),
        named(2, "john.smithson2", "John Smithson"),
        PersonRecord { aliases: vec![address("zz.top")], ..named(3, "ann.smith", "Ann Smith") },
        named(4, "katerina", "Κατερίνα Παπαδάκη"),
        named(5, "j.brandt@other.example", "Oskar Brandt"),
    ];
    let titled = |id, written: &str, name: &str, members: u32| ListRecord {
        name: name.to_owned(),
        ..list(id, written, 0..members)
    };
    let lists = [
        titled(0, "smith-family", "The Smiths", 2),
        titled(1, "physio-team", "Physio team", 3),
        ListRecord {
            aliases: vec![address("physiotherapy")],
            ..titled(2, "team-physio-all", "Everybody in physio", 5)
        },
    ];
    build(&people, &lists, &[])
}

#[track_caller]
fn check(directory: &Directory, typed: &str, limit: usize, expected: &[&str]) {
    let offered: Vec<String> = directory
        .complete(typed, limit)
        .into_iter()
        .map(|entry| match entry {
            Entry::List { address, size, .. } => format!("{} {size}", address.local()),
            Entry::Person { address, .. } => address.local().to_owned(),
        })
        .collect();
    assert_eq!(offered, expected, "{typed}");
}

#[test]
fn finds_words_of_names_and_beginnings_of_addresses() {
    let directory = directory();
    check(&directory, "smith", 8, &["smith-family 2", "john.smith", "ann.smith", "john.smithson2"]);
    check(&directory, "SMITH jo", 8, &["john.smith", "john.smithson2"]);
    check(&directory, "john.smithson", 8, &["john.smithson2"]);
    check(&directory, "john.smith@hosp", 8, &["john.smith"]);
    check(&directory, "sian", 8, &["sian.gwynne"]);
    check(&directory, "GWYNNE", 8, &["sian.gwynne"]);
    check(&directory, "huws", 8, &["sian.gwynne"]);
    check(&directory, "παπ", 8, &["katerina"]);
    check(&directory, "zz", 8, &["ann.smith"]);
    check(&directory, "j.b", 8, &["j.brandt"]);
    check(&directory, "nobody", 8, &[]);
    check(&directory, "  ", 8, &[]);
}

#[test]
fn offers_lists_first_and_larger_ones_before_smaller() {
    let directory = directory();
    check(&directory, "physio", 8, &["team-physio-all 5", "physio-team 3"]);
    check(&directory, "physiotherapy", 8, &["team-physio-all 5"]);
    check(&directory, "team phy", 8, &["team-physio-all 5", "physio-team 3"]);
    check(&directory, "physio-t", 8, &["team-physio-all 5", "physio-team 3"]);
    check(&directory, "smith", 2, &["smith-family 2", "john.smith"]);
}

#[test]
fn knows_changes_at_once() {
    let married = PersonRecord { name: "John Oak".to_owned(), ..person(1, "john.oak") };
    let newcomer = PersonRecord { name: "Oakley New".to_owned(), ..person(9, "oakley") };
    let changed = directory().with(Changes { people: vec![married, newcomer], ..Changes::default() });
    check(&changed, "oak", 8, &["john.oak", "oakley"]);
    check(&changed, "smith", 8, &["smith-family 2", "ann.smith", "john.smithson2"]);
    check(&changed, "john.smith", 8, &["john.smithson2"]);
}
