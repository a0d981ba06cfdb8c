//! What administrators do on the console, as everybody else meets it.

use levee_contract::{AppError, AuditLine, AuditPage, RoleHolder, VerdictPage, VerdictView};
use levee_guard::Ruling;
use levee_tests::{House, MailProgram, await_until};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct AuditShown {
    page: AuditPage,
    open: Option<AuditLine>,
}

fn verdicts(query: &[(&str, &str)]) -> Value {
    let mut all = json!({ "text": "", "ruling": null, "code": null, "channel": "", "days": 7, "before": null });
    for (key, value) in query {
        all[*key] = json!(value);
    }
    json!({ "query": all })
}

#[test]
fn a_fresh_organisation_observes_and_enforcing_changes_what_the_mta_answers() {
    let Some(house) = House::observing() else { return };
    let (grace, alice) = (house.browser("grace"), house.browser("alice"));
    let mut program = MailProgram::sign_in(house.submission(), "bob@hosp.example", house.password());
    let mut submit = |subject: &str| {
        program.send(&["wing@hosp.example"], &format!("From: bob@hosp.example\nSubject: {subject}\n\n{subject}.\n"))
    };
    assert_eq!(submit("Water").code, 250, "600 people: held, if anything were");
    let page: VerdictPage = grace.timed("find_verdicts", &verdicts(&[("channel", "smtp")])).expect("hers to see");
    let row = &page.rows[0];
    assert_eq!((row.people, row.ruling, row.enforced), (600, Ruling::Warn, Ruling::Hold));
    let view: VerdictView = grace.timed("open_verdict", &json!({ "reference": row.reference })).expect("recorded");
    assert!(view.findings.iter().any(|finding| finding.ruling == Ruling::Hold));

    assert_eq!(alice.set_mode("enforce"), Err(AppError::Forbidden));
    assert_eq!(grace.set_mode("enforce"), Ok(2));
    assert_eq!(submit("Fire").code, 250, "it is held");
    // Whoever is told so quotes the reference; it is found by it.
    let notice = house.await_letter("bob", "Waiting for approval: it goes to 600 people");
    let reference = notice.0.lines().find_map(|line| line.strip_prefix("Reference: ")).expect("a reference");
    let reference = reference.trim().to_lowercase();
    let found: VerdictPage = grace.timed("find_verdicts", &verdicts(&[("text", &reference)])).expect("hers to see");
    assert_eq!(found.rows.iter().map(|row| row.enforced).collect::<Vec<_>>(), [Ruling::Hold]);

    let restored: u64 =
        grace.form("restore_policy", &[("base", "2"), ("version", "1"), ("reason", "Too early")]).expect("a version");
    assert_eq!(restored, 3);
    assert_eq!(submit("Gas").code, 250, "as before");

    let query = json!({ "query": { "text": "too early", "act": "", "days": null, "before": null }, "open": 1 });
    let shown: AuditShown = grace.timed("find_audit", &query).expect("hers to see");
    let acts: Vec<_> = shown.page.rows.iter().map(|line| (line.act.as_str(), line.object.as_str())).collect();
    assert_eq!(acts, [("policy.restore", "v1 as v3")]);
    assert_eq!(
        shown.open.map(|line| (line.act, line.acting)),
        Some(("directory.import".into(), "command line".into()))
    );
}

#[test]
fn a_role_granted_is_in_force_and_withdrawn_is_gone() {
    let Some(house) = House::start() else { return };
    let (grace, bob) = (house.browser("grace"), house.browser("bob"));
    assert_eq!(bob.timed::<Vec<RoleHolder>>("list_roles", &json!({})), Err(AppError::Forbidden));
    let role = [("address", "bob@hosp.example"), ("role", "administrator"), ("reason", "Stands in for Grace")];
    assert_eq!(bob.form::<()>("grant_role", &role), Err(AppError::Forbidden), "nobody helps themselves");
    grace.form::<()>("grant_role", &role).expect("granted");
    await_until("bob is an administrator", || bob.timed::<Vec<RoleHolder>>("list_roles", &json!({})).ok());
    let holders: Vec<RoleHolder> = grace.timed("list_roles", &json!({})).expect("hers to see");
    let of_bob = holders.iter().find(|holder| holder.person.address.local() == "bob").expect("he has one");
    assert_eq!(of_bob.roles[0].by.as_deref(), Some("Grace Gorse"));
    grace.form::<()>("withdraw_role", &role).expect("withdrawn");
    await_until("bob is nobody again", || bob.timed::<Vec<RoleHolder>>("list_roles", &json!({})).err());
    let last = [("address", "grace@hosp.example"), ("role", "administrator"), ("reason", "Leaving")];
    assert!(matches!(grace.form::<()>("withdraw_role", &last), Err(AppError::Invalid { .. })));
}

#[test]
fn whoever_is_no_administrator_gets_no_page_no_file_and_no_answer() {
    let Some(house) = House::shared() else { return };
    let nothing = json!({ "query": { "text": "", "act": "", "days": null, "before": null }, "open": null });
    let lists = json!({ "query": { "text": "", "made": null, "lint": null, "order": "size", "first": 0 } });
    for who in ["alice", "erin"] {
        let browser = house.browser(who);
        let calls = [
            ("list_policies", json!({})),
            ("find_lists", lists.clone()),
            ("open_list", json!({ "address": "wing@hosp.example" })),
            ("find_verdicts", verdicts(&[])),
            ("open_verdict", json!({ "reference": "LV-0000-0000" })),
            ("find_audit", nothing.clone()),
            ("list_roles", json!({})),
        ];
        for (function, arguments) in &calls {
            assert_eq!(browser.call::<Value>(function, arguments), Err(AppError::Forbidden), "{who} {function}");
        }
        let acts = [
            ("change_policy", &[("base", "1"), ("reason", "x")][..]),
            ("restore_policy", &[("base", "1"), ("version", "1"), ("reason", "x")]),
            ("grant_role", &[("address", "alice@hosp.example"), ("role", "administrator"), ("reason", "x")]),
            ("withdraw_role", &[("address", "grace@hosp.example"), ("role", "administrator"), ("reason", "x")]),
            ("acknowledge_list", &[("address", "wing@hosp.example"), ("size", "600"), ("reason", "x")]),
        ];
        for (function, fields) in acts {
            assert_eq!(browser.form::<Value>(function, fields), Err(AppError::Forbidden), "{who} {function}");
        }
        for page in
            ["policy", "import", "modes", "versions", "lists", "lists/wing@hosp.example", "verdicts", "roles", "audit"]
        {
            let page = browser.get(&format!("/admin/{page}"), &[]);
            assert_eq!(page.status, 403, "{who}");
            for word in ["Heidi Holm", "grace@hosp.example", "Grace Gorse"] {
                assert!(!page.body.contains(word), "{who} reads {word}");
            }
        }
        for file in ["lists", "verdicts", "audit", "roles", "permits", "storms", "held", "replay"] {
            assert_eq!(browser.get(&format!("/admin/{file}.csv"), &[]).status, 403, "{who} {file}");
        }
    }
    assert_eq!(house.stranger().get("/admin/audit.csv", &[]).status, 401);
    let grace = house.browser("grace");
    let file = grace.get("/admin/lists.csv?q=wing&sort=name", &[]);
    assert_eq!((file.status, file.header("content-type")), (200, "text/csv; charset=utf-8"));
    let lines: Vec<&str> = file.body.lines().collect();
    assert!(lines.len() == 2 && lines[1].starts_with("\"wing@hosp.example\",\"wing\",\"600\",\"static\""), "{lines:?}");
}
