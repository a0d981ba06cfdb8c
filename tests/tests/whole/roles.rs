//! What auditors and unit administrators see, and what nobody but an administrator changes: every function of
//! the console, every page, every file.

use levee_contract::{AppError, ListPage, RoleHolder, VerdictPage};
use levee_tests::{Browser, House, MailProgram, await_until};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;

/// Lists that give roles: 18 people who audit, 61 who administer the wards, and one of everybody, which gives none.
const ROLE_LISTS: &str = r#"
role_lists = [
  { list = "team@hosp.example", role = "auditor" },
  { list = "talk@hosp.example", role = "unit_administrator", unit = "hospital/wards" },
  { list = "everybody@hosp.example", role = "administrator" },
]
"#;

/// Who may call a function beside administrators: an auditor, a unit administrator, somebody without a role.
type Allowed = [bool; 3];

const ALL_SEE: Allowed = [true, true, false];
const AUDITOR: Allowed = [true, false, false];
const UNIT: Allowed = [false, true, false];
const NONE: Allowed = [false, false, false];

/// What the console reads.
fn reading() -> Vec<(&'static str, Value, Allowed)> {
    let page = json!({ "query": { "text": "", "made": null, "lint": null, "order": "size", "first": 0 } });
    let audit = json!({ "query": { "text": "", "act": "", "days": null, "before": null }, "open": null });
    vec![
        ("find_lists", page, ALL_SEE),
        ("open_list", json!({ "address": "talk@hosp.example" }), ALL_SEE),
        ("find_verdicts", verdicts(), ALL_SEE),
        ("open_verdict", json!({ "reference": "LV-0000-0000" }), ALL_SEE),
        ("read_standing", json!({}), ALL_SEE),
        ("find_audit", audit, AUDITOR),
        ("list_rules", json!({}), AUDITOR),
        // There is none, which is said to whoever may look.
        ("open_rule", json!({ "id": 1 }), AUDITOR),
        ("preview_rule", json!({ "draft": { "address": "x@hosp.example" } }), NONE),
        ("list_permits", json!({}), AUDITOR),
        ("list_policies", json!({}), AUDITOR),
        ("list_roles", json!({}), AUDITOR),
        ("read_distributions", json!({}), AUDITOR),
        ("read_policy_file", json!({ "text": "" }), NONE),
        ("read_rules", json!({ "query": { "days": 30, "order": "fired" } }), AUDITOR),
        ("read_unit_numbers", json!({}), ALL_SEE),
        ("replay_policy", json!({ "base": 1, "values": [["audience.hold", "250"]], "days": 30 }), AUDITOR),
        ("watch_mail", json!({ "hours": 6 }), AUDITOR),
    ]
}

type Form = (&'static str, &'static [(&'static str, &'static str)], Allowed);

/// What the console changes.
const CHANGING: [Form; 17] = [
    // Refused for its number once the right is there.
    ("acknowledge_list", &[("address", "talk@hosp.example"), ("size", "1"), ("reason", "x")], UNIT),
    ("suspend_list", &[("address", "talk@hosp.example"), ("size", "61"), ("typed", "1"), ("reason", "x")], UNIT),
    ("resume_list", &[("address", "talk@hosp.example"), ("reason", "x")], UNIT),
    ("propose_rule", &[("draft[address]", "x@hosp.example"), ("people", "9"), ("reason", "x")], NONE),
    ("approve_rule", &[("id", "1"), ("people", "9")], NONE),
    ("activate_rule", &[("id", "1"), ("people", "9"), ("typed", "9")], NONE),
    ("withdraw_rule", &[("id", "1"), ("reason", "x")], NONE),
    ("remove_rule", &[("id", "1"), ("reason", "x")], NONE),
    ("change_policy", &[("base", "1"), ("reason", "x"), ("mode", "observe")], NONE),
    ("restore_policy", &[("base", "1"), ("version", "1"), ("reason", "x")], NONE),
    ("withdraw_policy", &[("version", "1"), ("reason", "x")], NONE),
    ("change_storm", &[("id", "1"), ("reason", "x")], NONE),
    ("set_stop", &[("scope", "replies"), ("typed", "STOP REPLIES"), ("reason", "x")], NONE),
    ("give_permit", &[("address", "bob@hosp.example"), ("people", "60000"), ("hours", "24"), ("reason", "x")], NONE),
    ("withdraw_permit", &[("id", "1"), ("reason", "x")], NONE),
    ("grant_role", &[("address", "bob@hosp.example"), ("role", "auditor"), ("reason", "x")], NONE),
    ("withdraw_role", &[("address", "grace@hosp.example"), ("role", "administrator"), ("reason", "x")], NONE),
];

/// Everything else: one's own mail, and held mail of those who decide on it.
const NO_CONSOLE: [&str; 41] = [
    "act_on_messages",
    "call_stop_wrong",
    "change_signature",
    "come_back",
    "complete_recipient",
    "detach_file",
    "discard_draft",
    "expand_audience",
    "file_draft",
    "ignore_conversation",
    "keep_back",
    "leave_list",
    "list_drafts",
    "list_held",
    "list_messages",
    "list_outbox",
    "open_held",
    "open_message",
    "open_own",
    "policy_in_force",
    "quoted_original",
    "read_headers",
    "read_quota",
    "read_signature",
    "read_surroundings",
    "reject_held",
    "release_held",
    "release_own",
    "save_draft",
    "send",
    "set_letter_keys",
    "set_list_view",
    "settle_unclear",
    "sign_in",
    "sign_out",
    "start_compose",
    "stop_ignoring",
    "submit_compose",
    "tell_wrong",
    "undo_act",
    "undo_send",
];

fn verdicts() -> Value {
    json!({ "query": { "text": "", "ruling": null, "code": null, "channel": "", "days": 7, "before": null } })
}

/// Names of all functions, as `app/src/api` declares them.
fn functions() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src/api");
    let mut names = BTreeSet::new();
    for file in fs::read_dir(folder).expect("the functions").flatten() {
        let text = fs::read_to_string(file.path()).expect("a file of ours");
        names.extend(text.split("endpoint = \"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
    }
    names
}

/// A house in which lists give roles too, and Alice administers the offices.
fn house() -> Option<House> {
    let house = House::observing()?;
    let mut settings = fs::File::options().append(true).open(house.settings()).expect("settings");
    settings.write_all(ROLE_LISTS.as_bytes()).expect("written");
    house.kill_levee();
    house.serve();
    let grant = [
        ("address", "alice@hosp.example"),
        ("role", "unit_administrator"),
        ("unit", "hospital/offices"),
        ("reason", "Looks after the offices"),
    ];
    house.browser("grace").form::<()>("grant_role", &grant).expect("granted");
    let alice = house.browser("alice");
    await_until("alice administers", || alice.call::<Value>("read_standing", &json!({})).ok());
    Some(house)
}

fn lists(browser: &Browser) -> BTreeSet<String> {
    let all = json!({ "query": { "text": "", "made": null, "lint": null, "order": "name", "first": 0 } });
    let page: ListPage = browser.timed("find_lists", &all).expect("theirs to see");
    assert_eq!(page.all as usize, page.rows.len(), "others are not counted either");
    page.rows.into_iter().map(|row| row.name).collect()
}

#[test]
fn every_function_of_the_console_asks_for_its_role() {
    let mut told: BTreeSet<String> = reading().iter().map(|(name, ..)| (*name).to_owned()).collect();
    told.extend(CHANGING.iter().map(|(name, ..)| (*name).to_owned()));
    told.extend(NO_CONSOLE.iter().map(|name| (*name).to_owned()));
    assert_eq!(functions(), told, "a function is missing here, or told and gone");

    let Some(house) = house() else { return };
    let callers = ["p1", "alice", "carol"].map(|who| (who, house.browser(who)));
    let before = house.browser("grace").policy().expect("a policy");
    for (place, (who, browser)) in callers.iter().enumerate() {
        for (function, arguments, allowed) in reading() {
            let refused = browser.call::<Value>(function, &arguments) == Err(AppError::Forbidden);
            assert_eq!(!refused, allowed[place], "{who} {function}");
        }
        for (function, fields, allowed) in CHANGING {
            let answer = browser.form::<Value>(function, fields);
            assert_eq!(answer != Err(AppError::Forbidden), allowed[place], "{who} {function}: {answer:?}");
            assert!(answer.is_err(), "{who} {function} changed something");
        }
    }
    assert_eq!(house.browser("grace").policy().expect("a policy"), before);
    assert_eq!(house.browser("grace").watch(6).expect("hers to see").stop, None);
}

#[test]
fn an_auditor_reads_every_page_and_finds_nothing_to_press() {
    let Some(house) = house() else { return };
    let auditor = house.browser("p1");
    let pages = [
        "now",
        "policy",
        "units",
        "units?unit=hospital/offices",
        "figures",
        "modes",
        "versions",
        "lists",
        "lists/talk@hosp.example",
        "rules",
        "permits",
        "verdicts",
    ];
    for page in pages.into_iter().chain(["roles", "audit", "replay?base=1&values[0][0]=audience.hold&values[0][1]=250"])
    {
        let read = auditor.get(&format!("/admin/{page}"), &[]);
        assert_eq!(read.status, 200, "{page}");
        assert!(read.body.contains("You see everything here as an auditor"), "{page}");
        for (function, ..) in CHANGING {
            assert!(!read.body.contains(&format!("/api/{function}")), "{page} offers {function}");
        }
        for asked in ["?stop=", "?release=", "?withdraw="] {
            assert!(!read.body.contains(asked), "{page} leads to {asked}");
        }
    }
    for asked in ["now?stop=replies", "now?release=1", "roles?withdraw=grace@hosp.example&role=administrator"] {
        let read = auditor.get(&format!("/admin/{asked}"), &[]);
        for (function, ..) in CHANGING {
            assert!(!read.body.contains(&format!("/api/{function}")), "{asked} offers {function}");
        }
    }
    for file in ["lists", "verdicts", "figures", "audit", "roles", "permits", "storms", "held"] {
        assert_eq!(auditor.get(&format!("/admin/{file}.csv"), &[]).status, 200, "{file}");
    }
    let grace = house.browser("grace").get("/admin/roles", &[]);
    assert!(grace.body.contains("/api/grant_role"), "an administrator is offered it");
}

#[test]
fn a_unit_administrator_sees_the_lists_and_the_senders_of_the_unit() {
    let Some(house) = house() else { return };
    let (alice, wards) = (house.browser("alice"), house.browser("p130"));
    for sender in ["bob", "p380"] {
        let mut program = MailProgram::sign_in(house.submission(), &format!("{sender}@hosp.example"), house.password());
        let message = format!("From: {sender}@hosp.example\nSubject: Of {sender}\n\nTo the whole wing.\n");
        assert_eq!(program.send(&["wing@hosp.example"], &message).code, 250);
    }
    let seen = |browser: &Browser| {
        let page: VerdictPage = browser.timed("find_verdicts", &verdicts()).expect("theirs to see");
        assert_eq!(page.found as usize, page.rows.len());
        page.rows.into_iter().map(|row| row.reference).collect::<BTreeSet<_>>()
    };
    let (of_offices, of_wards, all) = (seen(&alice), seen(&wards), seen(&house.browser("p1")));
    assert_eq!((of_offices.len(), of_wards.len()), (1, 1));
    assert_eq!(of_offices.union(&of_wards).cloned().collect::<BTreeSet<_>>(), all);
    let reference = of_wards.first().expect("one");
    let open = |browser: &Browser| browser.call::<Value>("open_verdict", &json!({ "reference": reference }));
    assert_eq!(open(&alice), Err(AppError::Gone), "not hers to know of");
    open(&wards).expect("theirs");

    // Heidi owns them, who works in the offices; nobody owns the wing.
    let owned = ["team", "department", "news", "talk", "vacant", "everybody"].map(str::to_owned);
    assert_eq!(lists(&alice), BTreeSet::from(owned));
    assert_eq!(lists(&wards), BTreeSet::new());
    let wing = json!({ "address": "wing@hosp.example" });
    assert_eq!(alice.call::<Value>("open_list", &wing), Err(AppError::Forbidden));
    let foreign = [("address", "talk@hosp.example"), ("size", "61"), ("reason", "x")];
    assert_eq!(wards.form::<()>("acknowledge_list", &foreign), Err(AppError::Forbidden));
    alice.form::<()>("acknowledge_list", &foreign).expect("hers to govern");

    assert!(alice.get("/admin", &[]).body.contains("href=\"/admin/lists\""), "she is led to her lists");
    for (page, status) in [
        ("lists", 200),
        ("verdicts", 200),
        ("now", 403),
        ("policy", 403),
        ("figures", 403),
        ("roles", 403),
        ("audit", 403),
    ] {
        assert_eq!(alice.get(&format!("/admin/{page}"), &[]).status, status, "{page}");
    }
    for (file, status) in [
        ("lists", 200),
        ("verdicts", 200),
        ("figures", 403),
        ("audit", 403),
        ("roles", 403),
        ("permits", 403),
        ("storms", 403),
        ("held", 403),
    ] {
        assert_eq!(alice.get(&format!("/admin/{file}.csv"), &[]).status, status, "{file}");
    }
    let file = alice.get("/admin/verdicts.csv", &[]).body;
    assert!(file.contains(of_offices.first().expect("one")) && !file.contains(reference), "{file}");
}

#[test]
fn a_list_gives_its_role_to_whoever_is_on_it_and_one_of_everybody_gives_none() {
    let Some(house) = house() else { return };
    let holders: Vec<RoleHolder> = house.browser("grace").timed("list_roles", &json!({})).expect("hers to see");
    let by_list = |local: &str| {
        holders
            .iter()
            .flat_map(|holder| &holder.roles)
            .filter(|granted| granted.list.as_ref().is_some_and(|list| list.local() == local))
            .count()
    };
    assert_eq!((by_list("team"), by_list("talk"), by_list("everybody")), (18, 61, 0));
    assert!(house.log().contains("too many people to give this role"), "whoever runs it is told");
    let nobody = house.browser("p380");
    assert_eq!(nobody.call::<Value>("list_roles", &json!({})), Err(AppError::Forbidden));
    let grant = |unit: &'static str| {
        [("address", "carol@hosp.example"), ("role", "unit_administrator"), ("unit", unit), ("reason", "x")]
    };
    let grace = house.browser("grace");
    assert!(matches!(grace.form::<()>("grant_role", &grant("hospital/cellar")), Err(AppError::Invalid { .. })));
    grace.form::<()>("grant_role", &grant("")).expect("where she works");
    let holders: Vec<RoleHolder> = grace.timed("list_roles", &json!({})).expect("hers to see");
    let carol = holders.iter().find(|holder| holder.person.address.local() == "carol").expect("she has it");
    assert_eq!(carol.roles[0].unit.as_deref(), Some("hospital/offices"));
    grace.form::<()>("withdraw_role", &grant("hospital/offices")).expect("withdrawn");
}
