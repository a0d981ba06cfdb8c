//! Files in, numbered records out; and what is said when a file is wrong.

use crate::world::{address, domains};
use levee_directory::source::{Filed, Known, Record, Registrar, read_csv, read_json_lines, write_json_line};
use levee_directory::{Principal, Role};

fn from_csv(text: &str) -> Result<Vec<Record>, String> {
    let records = read_csv(text.as_bytes()).map_err(|error| error.to_string())?;
    records.collect::<Result<_, _>>().map_err(|error| error.to_string())
}

fn from_json(text: &str) -> Result<Vec<Record>, String> {
    read_json_lines(text.as_bytes()).collect::<Result<_, _>>().map_err(|error| error.to_string())
}

#[test]
fn csv_reads_quotes_commas_and_line_ends() {
    let text = "\u{FEFF}name,address,roles,aliases,shared\r\n\"Ash, \"\"Ann\"\"\",ann@hosp.example,approver incident,a.ash@hosp.example an@hosp.example,\r\n\r\n\"Two\nlines\",bob@hosp.example,,,true\n";
    let records = from_csv(text).expect("a proper file");
    let [Record::Person(ann), Record::Person(bob)] = records.as_slice() else { panic!("{records:?}") };
    assert_eq!((ann.name.as_str(), ann.aliases.len(), ann.shared), ("Ash, \"Ann\"", 2, false));
    assert_eq!(ann.roles, [Role::Approver, Role::Incident]);
    assert_eq!((bob.name.as_str(), bob.shared), ("Two\nlines", true));
}

#[track_caller]
fn csv_refused(text: &str, expected: &str) {
    let error = from_csv(text).expect_err(text);
    assert!(error.starts_with(expected), "{error}");
}

#[test]
fn csv_says_line_column_and_what_to_do() {
    csv_refused("", "line 1: the file is empty; the first line has to name the columns");
    csv_refused("name,mail\n", "line 1, column 2: the column \"mail\" is not known; ");
    csv_refused("name\nAnn\n", "line 1: no column is named address; ");
    csv_refused("address,address\n", "line 1, column 2: the column \"address\" comes twice; ");
    csv_refused("address,name\nann@hosp.example\n", "line 2: 1 fields, but the first line names 2; put a field");
    csv_refused("name,address\nAnn,\"x\ny\"\n\nBob,bob\n", "line 2, column 2: \"x\ny\" is no address");
    csv_refused(
        "address,name\na@b.example,\"x\ny\"\nbob,z\n",
        "line 4, column 1: \"bob\" is no address: an address needs an @; write local@domain",
    );
    csv_refused(
        "address,roles\na@b.example,boss\n",
        "line 2, column 2: the role \"boss\" is not known; roles are mass_sender",
    );
    csv_refused("address,shared\na@b.example,yes\n", "line 2, column 2: shared is \"yes\"; write true or false");
    csv_refused("address\n\"a@b.example\n", "line 2: a quoted field is never closed; ");
}

#[test]
fn json_lines_come_back_as_they_were_written() {
    let text = r#"{"type":"person","address":"ann@hosp.example","name":"Ann","roles":["mass_sender"]}

{"type":"list","address":"team@hosp.example","kind":"announce","members":["ann@hosp.example"],"rule":"","declared":60,"daily":[60,61]}
{"type":"outside_list","address":"ext@lists.example"}
{"type":"allowed_pair","owner":"a","member":"b"}"#;
    let records = from_json(text).expect("a proper file");
    assert_eq!(records.len(), 4);
    let again: String = records.iter().map(|record| write_json_line(record) + "\n").collect();
    assert_eq!(from_json(&again).expect("what we wrote"), records);
}

#[track_caller]
fn json_refused(text: &str, expected: &str) {
    let error = from_json(text).expect_err(text);
    assert!(error.starts_with(expected), "{error}");
}

#[test]
fn json_lines_say_line_and_what_to_do() {
    json_refused("\n{\"type\":\"person\"", "line 2, column 16: not a JSON object");
    json_refused("{\"address\":\"a@b.example\"}", "line 1: no `type`; `type` has to be");
    json_refused("{\"type\":\"team\"}", "line 1: the type is \"team\"; `type` has to be");
    json_refused("{\"type\":\"person\"}", "line 1: missing field `address`; ");
    json_refused(
        "{\"type\":\"list\",\"address\":\"a@b.example\",\"member\":[]}",
        "line 1: unknown field `member`, expected one of",
    );
    json_refused(
        "{\"type\":\"list\",\"address\":\"a@b.example\",\"members\":[\"bob\"]}",
        "line 1: \"bob\" is no address: an address needs an @; ",
    );
}

#[test]
fn numbers_stay_and_names_may_come_later() {
    let known = [(address("bob"), Known::Person(7)), (address("team"), Known::List(3))];
    let mut registrar = Registrar::new(&domains(), known);
    let lines = r#"{"type":"list","address":"all@hosp.example","members":["TEAM@hosp.example","new","x@other.example","Bob+a@hosp.example","typo@hosp.example"],"owners":["b.ash@hosp.example"]}
{"type":"list","address":"team@hosp.example","aliases":["crew@hosp.example"],"members":["bob@hosp.example"],"senders":["all@hosp.example"]}
{"type":"person","address":"Bob@hosp.example","aliases":["b.ash@hosp.example"]}
{"type":"person","address":"new@hosp.example"}"#;
    let lines = lines.replace("\"new\"", "\"new@hosp.example\"");
    let mut numbers = Vec::new();
    for record in from_json(&lines).expect("a proper file") {
        if let Some(Filed::Person(person)) = registrar.take(record) {
            numbers.push(person.id);
        }
    }
    assert_eq!(numbers, [7, 8], "bob keeps his number, the next is given to new");
    let leftover = registrar.finish();
    let all = leftover.lists.iter().find(|list| list.address == address("all")).expect("it was taken");
    let team = leftover.lists.iter().find(|list| list.address == address("team")).expect("it was taken");
    assert_eq!((all.id, team.id), (4, 3));
    assert_eq!(all.nested, [3]);
    assert_eq!(all.owners, [Principal::Person(7)]);
    assert_eq!(all.members.iter().collect::<Vec<_>>(), [7, 8, 9, 10]);
    assert_eq!(team.senders, [Principal::List(4)]);
    assert_eq!(leftover.nameless, [address("typo")]);
    assert_eq!(leftover.people.iter().map(|person| person.id).collect::<Vec<_>>(), [9, 10]);
}
