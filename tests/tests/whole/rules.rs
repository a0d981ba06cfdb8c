//! A list that is made on the console by a rule: approved by somebody else where it is large, delivered to by the mail
//! server, there after an import, gone when it is removed.

use levee_contract::{AppError, Outcome, RuleState};
use levee_guard::Code;
use levee_tests::{Browser, House, MailProgram, draft};

/// A list of two by their names.
const PAIR: [(&str, &str); 7] = [
    ("draft[address]", "pair@hosp.example"),
    ("draft[rule]", "name in (\"Person 7\", \"Person 8\")"),
    ("draft[used]", "group"),
    ("draft[owners]", "heidi@hosp.example"),
    ("draft[declared]", "2"),
    ("people", "2"),
    ("reason", "They share a desk"),
];

fn decide(browser: &Browser, act: &str, id: i64, more: &[(&str, &str)]) -> Result<(), AppError> {
    let id = id.to_string();
    let fields: Vec<_> = [("id", id.as_str())].into_iter().chain(more.iter().copied()).collect();
    browser.form(act, &fields)
}

#[test]
fn a_list_made_by_a_rule_is_delivered_to_and_outlives_imports() {
    let Some(house) = House::start() else { return };
    let (grace, bob) = (house.browser("grace"), house.browser("bob"));
    let mut program = MailProgram::sign_in(house.submission(), "bob@hosp.example", house.password());
    let mut submit = |to: &str, subject: &str| {
        program.send(&[to], &format!("From: bob@hosp.example\nSubject: {subject}\n\nThe rota is out.\n"))
    };
    assert!(submit("pair@hosp.example", "Too early").code >= 500, "nobody has this address");
    assert_eq!(bob.form::<i64>("propose_rule", &PAIR), Err(AppError::Forbidden));
    let broken = PAIR.map(|(name, value)| (name, if name == "draft[rule]" { "name is nobody" } else { value }));
    let Err(AppError::Invalid { fields }) = grace.form::<i64>("propose_rule", &broken) else { panic!("taken") };
    assert_eq!((fields[0].name.as_str(), fields[0].problem.as_str()), ("rule", "not_a_rule"));
    let id: i64 = grace.form("propose_rule", &PAIR).expect("proposed");
    decide(&grace, "activate_rule", id, &[("people", "2")]).expect("few need nobody else");
    assert_eq!(submit("pair@hosp.example", "For the pair").code, 250);
    house.await_letter("p7", "For the pair");
    house.await_letter("p8", "For the pair");

    let records = house.path("people.jsonl").display().to_string();
    let imported = house.run(&["directory", "import", &records]);
    assert!(imported.status.success(), "{imported:?}");
    assert_eq!(submit("pair@hosp.example", "After the import").code, 250);
    house.await_letter("p8", "After the import");
    decide(&grace, "remove_rule", id, &[("reason", "They moved")]).expect("removed");
    assert!(submit("pair@hosp.example", "Too late").code >= 500);
}

#[test]
fn a_large_one_waits_for_an_approver_and_then_holds_mail() {
    let Some(house) = House::start() else { return };
    let (grace, erin, carol) = (house.browser("grace"), house.browser("erin"), house.browser("carol"));
    let wards = [
        ("draft[address]", "wards@hosp.example"),
        ("draft[rule]", "unit under \"hospital/wards\""),
        ("draft[used]", "announce"),
        ("draft[owners]", "heidi@hosp.example"),
        ("draft[scope]", "hospital/wards"),
        ("draft[declared]", "6,000"),
        ("draft[senders]", "carol@hosp.example"),
        ("people", "6000"),
        ("reason", "Notices to the wards"),
    ];
    let unnamed: Vec<_> = wards.into_iter().filter(|(name, _)| *name != "draft[senders]").collect();
    assert!(matches!(grace.form::<i64>("propose_rule", &unnamed), Err(AppError::Invalid { .. })));
    let id: i64 = grace.form("propose_rule", &wards).expect("proposed");
    let put = [("people", "6000"), ("typed", "6,000")];
    assert!(matches!(decide(&grace, "activate_rule", id, &put), Err(AppError::Invalid { .. })));
    let page = erin.get(&format!("/admin/rules/{id}"), &[]);
    assert!(page.status == 200 && page.body.contains("/api/approve_rule"), "an approver is offered it");
    assert!(
        !grace.get(&format!("/admin/rules/{id}"), &[]).body.contains("/api/approve_rule"),
        "and not who proposed it"
    );
    decide(&erin, "approve_rule", id, &[("people", "6000")]).expect("approved");
    assert_eq!(decide(&erin, "activate_rule", id, &put), Err(AppError::Forbidden));
    decide(&grace, "activate_rule", id, &put).expect("put in place");

    let rows: Vec<levee_contract::RuleRow> = erin.timed("list_rules", &serde_json::json!({})).expect("theirs to see");
    assert_eq!((rows[0].state, rows[0].people, rows[0].approved), (RuleState::Active, 6_000, 1));
    let outcome = carol.send(&draft(&["wards"], "Water is off", "Until noon.")).expect("judged");
    let Outcome::Held { verdict, .. } = outcome else { panic!("{outcome:?}") };
    assert!(verdict.findings.iter().any(|finding| finding.code == Code::ListNew), "{verdict:?}");
}
