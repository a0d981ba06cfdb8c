//! Who may import whom, row by row as ARCHITECTURE.md draws it, read from cargo's own metadata.

use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;

/// Room, the rooms it may import, and the outside worlds (crates, by prefix) that it must never reach by itself.
const ROOMS: &[(&str, &[&str], &[&str])] = &[
    ("levee-mail", &[], &["tokio", "sqlx", "async-imap", "lettre", "leptos", "axum", "idna"]),
    (
        "levee-guard",
        &["levee-mail"],
        &["tokio", "futures", "rand", "getrandom", "time", "leptos", "sqlx", "regex", "serde_json"],
    ),
    (
        "levee-contract",
        &["levee-mail", "levee-guard"],
        &["leptos", "server_fn", "axum", "sqlx", "async-imap", "lettre", "tokio"],
    ),
    (
        "levee-app",
        &["levee-mail", "levee-guard", "levee-contract"],
        &["tokio", "sqlx", "async-imap", "lettre", "regex", "chrono", "url"],
    ),
    ("levee-browser", &["levee-app"], &["tokio", "sqlx", "axum", "hyper"]),
    ("levee-builder", &[], &["tokio", "leptos", "sqlx"]),
    ("levee-mime", &["levee-mail"], &["tokio", "sqlx", "async-imap", "lettre", "reqwest", "hyper"]),
    ("levee-directory", &["levee-mail", "levee-guard"], &["leptos", "tokio", "async-imap", "lettre", "sqlx"]),
    ("levee-world", &["levee-mail", "levee-guard", "levee-directory"], &["tokio", "sqlx", "leptos"]),
    ("levee-store", &["levee-mail", "levee-guard"], &["async-imap", "lettre", "leptos", "axum"]),
    ("levee-tls", &[], &["sqlx", "async-imap", "lettre", "leptos"]),
    ("levee-alert", &["levee-tls"], &["sqlx", "async-imap", "lettre", "leptos", "axum"]),
    ("levee-imap", &["levee-mail", "levee-tls"], &["sqlx", "lettre", "leptos"]),
    ("levee-smtp", &["levee-mail", "levee-tls"], &["sqlx", "async-imap", "leptos"]),
    (
        "levee-service",
        &[
            "levee-contract",
            "levee-mail",
            "levee-guard",
            "levee-mime",
            "levee-directory",
            "levee-store",
            "levee-imap",
            "levee-smtp",
            "levee-tls",
            "levee-alert",
        ],
        &["leptos", "axum", "indymilter", "sqlx", "async-imap", "lettre"],
    ),
    ("levee-milter", &["levee-mail", "levee-guard", "levee-mime"], &["leptos", "lettre", "sqlx", "async-imap"]),
    ("levee-judge", &["levee-world"], &["tokio", "sqlx", "leptos"]),
    ("levee-postgres", &[], &["sqlx", "tokio"]),
    ("levee-demo", &["levee-mail", "levee-directory"], &["leptos", "axum", "sqlx", "async-imap", "lettre"]),
    (
        "levee",
        &[
            "levee-app",
            "levee-contract",
            "levee-mail",
            "levee-guard",
            "levee-service",
            "levee-store",
            "levee-directory",
            "levee-world",
            "levee-mime",
            "levee-milter",
            "levee-demo",
        ],
        &["sqlx", "async-imap", "lettre"],
    ),
];

#[test]
fn each_room_imports_only_what_it_may() {
    let metadata = metadata();
    let mut seen = BTreeSet::new();
    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        let Some((_, rooms, worlds)) = ROOMS.iter().find(|(room, _, _)| *room == name) else { continue };
        seen.insert(name.to_owned());
        for dependency in package["dependencies"].as_array().unwrap() {
            if dependency["kind"] == "dev" {
                continue;
            }
            let other = dependency["name"].as_str().unwrap();
            assert!(!other.starts_with("levee") || rooms.contains(&other), "{name} may not import {other}");
            assert!(
                !worlds
                    .iter()
                    .any(|w| other == *w || other.starts_with(&format!("{w}-")) || other.starts_with(&format!("{w}_"))),
                "{name} must not know {other}"
            );
        }
    }
    let described: BTreeSet<String> = ROOMS.iter().map(|(room, _, _)| (*room).to_owned()).collect();
    assert_eq!(seen, described, "every room of the table exists");
    let members: BTreeSet<String> = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["name"].as_str().unwrap().to_owned())
        .filter(|n| n.starts_with("levee"))
        .collect();
    let undescribed: Vec<_> = members.difference(&described).filter(|n| *n != "levee-tests").collect();
    assert!(undescribed.is_empty(), "rooms without a row: {undescribed:?}");
}

#[test]
fn what_the_browser_downloads_holds_no_server() {
    let reached = reached_by_the_browser();
    assert!(reached.contains("leptos"), "the walk reaches the framework");
    // The framework's settings name regex; nothing of it is linked, and no room of ours may use it.
    for world in ["tokio", "axum", "sqlx", "hyper", "mio", "async-imap", "lettre", "rustls", "chrono"] {
        assert!(!reached.contains(world), "levee-browser reaches {world}");
    }
}

fn metadata() -> Value {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--format-version", "1", "--locked", "--offline", "--no-deps"]);
    serde_json::from_slice(&printed_by(cargo)).unwrap()
}

/// Names of all packages compiled into what the browser downloads.
fn reached_by_the_browser() -> BTreeSet<String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["tree", "--locked", "--offline", "--package", "levee-browser", "--target", "wasm32-unknown-unknown"]);
    cargo.args(["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"]);
    let text = printed_by(cargo);
    String::from_utf8(text).unwrap().lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

fn printed_by(mut cargo: Command) -> Vec<u8> {
    let output = cargo.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}
