//! The process that keeps the stack ends it when the pipe to its parent closes.

use crate::folder;
use levee_demo::keeper::{Mail, Order, keep};
use levee_demo::{LARGEST_MESSAGE, PeopleSource, Ports, StackConfig, WrongPassword};
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;

fn order(folder: &Path, domain: &str) -> String {
    let config = StackConfig {
        folder: folder.into(),
        domains: vec![domain.into()],
        accounts: Vec::new(),
        shared: Vec::new(),
        releaser: None,
        milter: None,
        people: PeopleSource::AccountsOnly { lists: Vec::new() },
        largest_message: LARGEST_MESSAGE,
        wrong_password: WrongPassword::AnsweredAtOnce,
        ports: None,
    };
    serde_json::to_string(&Order { config, mail: Mail::AsFound, bulk: Vec::new() }).expect("as JSON") + "\n"
}

#[test]
fn the_stack_lives_as_long_as_the_pipe() {
    let Some(folder) = folder() else { return };
    let (input, mut to_keeper) = std::io::pipe().expect("a pipe");
    let (from_keeper, output) = std::io::pipe().expect("a pipe");
    let keeper = std::thread::spawn(move || keep(BufReader::new(input), output));
    to_keeper.write_all(order(folder.path(), "northmoor.example").as_bytes()).expect("written");
    let mut line = String::new();
    BufReader::new(from_keeper).read_line(&mut line).expect("an answer");
    let answer: std::collections::BTreeMap<String, Ports> = serde_json::from_str(&line).expect(&line);
    let imap = (Ipv4Addr::LOCALHOST, answer["Started"].imap);
    assert!(TcpStream::connect(imap).is_ok());
    // As when the parent is killed.
    drop(to_keeper);
    keeper.join().expect("no panic").expect("stops");
    assert!(TcpStream::connect(imap).is_err());
}

#[test]
fn what_went_wrong_is_said_in_one_line() {
    let Some(folder) = folder() else { return };
    let mut output = Vec::new();
    keep(order(folder.path(), "bad domain").as_bytes(), &mut output).expect("an answer is no error");
    let said = String::from_utf8(output).expect("text");
    assert!(said.starts_with("{\"Failed\":\"domain ") && said.contains("cannot be used"), "{said}");
    assert_eq!(said.lines().count(), 1);
}
