//! Tuning by one's own history: the policy as a file, a replay on the command line, and tables as files.

use levee_contract::{AppError, Distributions, FileProblem, Measure, ProposedPolicy, Replay};
use levee_guard::Parameter;
use levee_tests::{House, draft};
use serde_json::{Value, json};

#[test]
fn a_policy_goes_out_as_a_file_comes_back_and_is_tried_alike_on_the_page_and_on_the_command_line() {
    let Some(house) = House::start() else { return };
    let (grace, alice) = (house.browser("grace"), house.browser("alice"));
    alice.send(&draft(&["team@hosp.example"], "Rota of the file", "It is out.")).expect("judged and recorded");

    let file = grace.get("/admin/policy.toml", &[]);
    assert_eq!((file.status, file.header("content-type")), (200, "application/toml; charset=utf-8"));
    assert!(
        file.header("content-disposition").starts_with("attachment; filename=\"levee-policy-v"),
        "{:?}",
        file.headers
    );
    assert_eq!(house.browser("erin").get("/admin/policy.toml", &[]).status, 403);
    assert_eq!(house.stranger().get("/admin/policy.toml", &[]).status, 401);
    assert_eq!(grace.get("/admin/policy.toml?version=999", &[]).status, 404);
    let in_force = grace.policy().expect("hers to know").policy;
    let read = |text: &str| {
        let found =
            grace.call::<Result<ProposedPolicy, Vec<FileProblem>>>("read_policy_file", &json!({ "text": text }));
        found.expect("hers to read")
    };
    assert_eq!(read(&file.body).expect("a policy").proposed, in_force, "nothing differs");
    let refused = house.browser("erin").call::<Value>("read_policy_file", &json!({ "text": file.body }));
    assert_eq!(refused, Err(AppError::Forbidden));

    let line = |text: &str, name: &str, value: u64| -> String {
        let of = |line: &str| if line.starts_with(name) { format!("{name} = {value}") } else { line.to_owned() };
        text.lines().map(of).collect::<Vec<_>>().join("\n")
    };
    let lower = line(&line(&line(&file.body, "audience.warn", 10), "reply_all.warn", 5), "reply_all.confirm", 10);
    let proposed = read(&lower).expect("a policy").proposed;
    assert_eq!(proposed.get(Parameter::AudienceWarn), 10);
    let values = [["audience.warn", "10"], ["reply_all.warn", "5"], ["reply_all.confirm", "10"]];
    let tried = json!({ "base": 1, "values": values, "days": 90 });
    let page: Replay = grace.timed("replay_policy", &tried).expect("hers to try");
    assert!(page.changed > 0, "what went to the team is newly warned about: {page:?}");

    let path = house.path("lower.toml");
    std::fs::write(&path, &lower).expect("written");
    let printed = house.run(&["guard", "replay", "--policy", &path.display().to_string(), "--days", "90"]);
    let said = String::from_utf8_lossy(&printed.stdout);
    assert!(printed.status.success(), "{}", String::from_utf8_lossy(&printed.stderr));
    let messages = if page.judged == 1 { "message" } else { "messages" };
    let head = format!("{} of {} {messages} would change.", page.changed, page.judged);
    assert!(said.contains(&head) && said.contains("AUD_LARGE"), "{head}\n{said}");
    for example in &page.examples {
        assert!(said.contains(&example.reference), "{}", example.reference);
    }

    let address = "/admin/replay.csv?base=1&values[0][0]=audience.warn&values[0][1]=10&values[1][0]=reply_all.warn\
                   &values[1][1]=5&values[2][0]=reply_all.confirm&values[2][1]=10&days=90";
    let table = grace.get(address, &[]);
    assert_eq!((table.status, table.body.lines().count() as u64), (200, page.changed + 1), "{}", table.body);
    let impossible = grace.get("/admin/replay.csv?values[0][0]=audience.warn&values[0][1]=1", &[]);
    assert_eq!(impossible.status, 400);
}

#[test]
fn a_file_with_mistakes_is_refused_line_by_line() {
    let Some(house) = House::shared() else { return };
    let path = house.path("wrong.toml");
    std::fs::write(&path, "[policy]\naudience.wran = 20\naudience.hold = 20\n").expect("written");
    let failed = house.run(&["guard", "replay", "--policy", &path.display().to_string()]);
    let said = String::from_utf8_lossy(&failed.stderr);
    assert_eq!(failed.status.code(), Some(1), "{said}");
    assert!(said.contains("wrong.toml: Line 2: There is nothing named audience.wran."), "{said}");
    assert!(failed.stdout.is_empty());
}

#[test]
fn what_was_recorded_is_counted_for_administrators_alone() {
    let Some(house) = House::shared() else { return };
    let (grace, alice) = (house.browser("grace"), house.browser("alice"));
    alice.send(&draft(&["team@hosp.example"], "Rota to be counted", "It is out.")).expect("recorded");
    let counted: Distributions = grace.call("read_distributions", &json!({})).expect("hers to see");
    let new_mail = counted.of.iter().find(|of| of.measure == Measure::NewMail).expect("counted");
    assert!(new_mail.from(17).1 > 0 && new_mail.most >= 17, "the team is 18 with its author: {new_mail:?}");
    let lists = counted.of.iter().find(|of| of.measure == Measure::ListSize).expect("counted");
    assert!(lists.from(600).0 >= 1, "{lists:?}");
    assert_eq!(alice.call::<Value>("read_distributions", &json!({})), Err(AppError::Forbidden));
}
