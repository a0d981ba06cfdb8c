//! The program's tools: what they print for programs, and the one line that they print for people when
//! something is wrong.

use levee_tests::{House, program};
use serde_json::{Value, json};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};

#[test]
fn expand_says_who_is_behind_an_address() {
    let Some(house) = House::shared() else { return };
    let check = |address: &str, people: u64, external: u64, lists: Value| {
        let found = printed(&house.run(&["directory", "expand", address]));
        assert_eq!(
            (&found["people"], &found["external"], &found["lists"]),
            (&json!(people), &json!(external), &lists),
            "{address}"
        );
    };
    let sized = |local: &str, size: u64| json!({ "address": format!("{local}@hosp.example"), "size": size });
    check("department@hosp.example", 110, 0, json!([sized("department", 110), sized("team", 18)]));
    check("Team+rota@HOSP.example", 18, 0, json!([sized("team", 18)]));
    check("everybody@hosp.example", 6_008, 0, json!([sized("everybody", 6_008)]));
    check("p17@hosp.example", 1, 0, json!([]));
    check("gp@partner.example", 1, 1, json!([]));
}

#[test]
fn a_source_with_a_mistake_changes_nothing() {
    let Some(house) = House::shared() else { return };
    let file = house.path("mistake.jsonl");
    let text =
        "{\"type\":\"person\",\"address\":\"new@hosp.example\"}\n{\"type\":\"person\",\"adress\":\"x@hosp.example\"}\n";
    std::fs::write(&file, text).expect("written");
    let import = house.run(&["directory", "import", &file.display().to_string()]);
    let said = one_line(&import);
    assert!(said.contains("mistake.jsonl") && said.contains("line 2") && said.contains("adress"), "{said}");
    assert_eq!(printed(&house.run(&["directory", "expand", "everybody@hosp.example"]))["people"], 6_008);
}

#[test]
fn the_guards_cases_pass_and_are_printed_as_json() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/guard/cases");
    let in_folder = |name: &str| cases.join(name).display().to_string();
    let world = in_folder("world.toml");
    let entries = std::fs::read_dir(&cases).expect("the cases").flatten().map(|entry| entry.file_name());
    let names = entries.filter_map(|name| name.into_string().ok()).filter(|name| name != "world.toml");
    let files: Vec<String> = names.map(|name| in_folder(&name)).collect();
    let mut arguments = vec!["guard", "test", "--world", &world];
    arguments.extend(files.iter().map(String::as_str));
    let tested = run(&arguments);
    let text = String::from_utf8_lossy(&tested.stdout);
    assert!(tested.status.success() && text.trim_end().ends_with(" passed, 0 failed"), "{text}");

    let judged = printed(&run(&["guard", "judge", "--world", &world, "--json", &in_folder("storm.toml")]));
    let judged = judged.as_array().expect("an array");
    assert!(
        judged
            .iter()
            .any(|case| case["findings"].as_array().is_some_and(|all| all.iter().any(|f| f["code"] == "STORM")))
    );

    let folder = tempfile::tempdir().expect("a folder");
    let wrong = folder.path().join("wrong.toml");
    std::fs::write(&wrong, "[[case]]\nname = \"a\"\nsender = \"p1\"\nto = \"p2\"\nexpect = { ruling = \"block\" }\n")
        .expect("written");
    let failed = run(&["guard", "test", "--world", &world, &wrong.display().to_string()]);
    let text = String::from_utf8_lossy(&failed.stdout);
    assert!(
        failed.status.code() == Some(1) && text.starts_with("FAILED a: ") && text.ends_with("0 passed, 1 failed\n"),
        "{text}"
    );
}

#[test]
fn inspect_prints_what_levee_sees_in_a_message() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("message.eml");
    let text = "From: =?utf-8?Q?Zo=C3=AB?= <zoe@hosp.example>\r\nSubject: Rota\r\nContent-Type: text/html\r\n\r\n\
        <p>Hello<script>alert(1)</script></p>\r\n";
    std::fs::write(&file, text).expect("written");
    let seen = printed(&run(&["inspect", &file.display().to_string()]));
    assert_eq!((&seen["headers"]["subject"], seen["text"].as_str().map(str::trim)), (&json!("Rota"), Some("Hello")));
    let shown = seen.to_string();
    assert!(shown.contains("Zoë") && !shown.contains("alert(1)"), "{shown}");
    assert!(seen["milliseconds"].is_number());
}

#[test]
fn what_is_wrong_is_said_in_one_line() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let taken = taken.local_addr().expect("bound").to_string();
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path().join("site");
    let good = format!(
        "organisation = \"Hospital\"\nlisten = \"127.0.0.1:0\"\npublic_origin = \"http://127.0.0.1:1\"\nsite = {site:?}\n\
         store = {store:?}\nkey_file = {key:?}\ndomains = {{ accepted = [\"hosp.example\"], aliases = [], sub_address = \"+\" }}\n\
         imap = {{ host = \"127.0.0.1\", port = 1, security = \"plain\" }}\nsmtp = {{ host = \"127.0.0.1\", port = 1, security = \"plain\" }}\n",
        store = folder.path().join("levee.sqlite"),
        key = folder.path().join("levee.key"),
    );
    let settings = folder.path().join("levee.toml");
    let check = |from: &str, to: &str, expected: &[&str]| {
        assert!(good.contains(from), "{from}");
        std::fs::write(&settings, good.replacen(from, to, 1)).expect("written");
        let said = one_line(&run(&["serve", "--config", &settings.display().to_string()]));
        assert!(expected.iter().all(|part| said.contains(part)), "{to}: {said}");
    };
    check("organisation", "organization", &["levee.toml: line 1: ", "organization"]);
    check("imap = {", "imap = [", &["levee.toml: line 8: "]);
    check("http://127.0.0.1:1", "http://mail.hosp.example", &["public_origin", "https"]);
    check("\"127.0.0.1\", port = 1, security", "\"mail.hosp.example\", port = 1, security", &["imap.security", "tls"]);
    check("127.0.0.1:0", &taken, &[&taken, "another port"]);
    check("Hospital", "Hospital", &["site", "make build"]);
    let said = one_line(&run(&["serve", "--config", "/nowhere/levee.toml"]));
    assert!(said.contains("/nowhere/levee.toml cannot be read"), "{said}");
    let said = one_line(&run(&["inspect", "/nowhere/message.eml"]));
    assert!(said.contains("/nowhere/message.eml cannot be read"), "{said}");
}

fn run(arguments: &[&str]) -> Output {
    Command::new(program()).args(arguments).output().expect("levee runs")
}

/// The JSON that a command printed.
#[track_caller]
fn printed(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// The one line that a failed command said.
#[track_caller]
fn one_line(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.starts_with("levee: ") && said.trim_end().lines().count() == 1, "one line: {said}");
    said
}
