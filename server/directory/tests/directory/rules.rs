//! Rules of dynamic lists: whom they name, and what is said when they cannot be read.

use crate::world::{build, list, person, ruled};
use levee_directory::{AllowedPair, Directory, DirectoryBuilder, ListRecord, PersonRecord, Problem, Rule, RuleReach};

fn people() -> Vec<PersonRecord> {
    let somebody = |id, written: &str, name: &str, title: &str, unit: &str, site: &str| PersonRecord {
        name: name.to_owned(),
        title: title.to_owned(),
        unit: unit.to_owned(),
        site: site.to_owned(),
        ..person(id, written)
    };
    vec![
        somebody(0, "ann", "Ann Ash", "GP", "trust/croydon", "Mill Road"),
        somebody(1, "bob", "Bob Beech", "Porter", "trust/croydon/north", "Ashgrove"),
        somebody(2, "cho", "Cho Cedar", "GP", "trust/croydon-east", "Ashgrove"),
        somebody(3, "dee", "Dee Elm", "Practice nurse", "trust", "Mill Road"),
        somebody(4, "eve", "Eve Fir", "gp", "labs", ""),
        somebody(5, "fay", "", "", "", ""),
        somebody(6, "gus@other.example", "Gus Gorse", "GP", "", ""),
    ]
}

fn directory() -> Directory {
    build(&people(), &[], &[])
}

#[track_caller]
fn names(rule: &str, expected: &[u32]) {
    let found: Vec<u32> = directory().resolve_rule(rule).unwrap_or_else(|e| panic!("{rule}: {e}")).iter().collect();
    assert_eq!(found, expected, "{rule}");
}

#[test]
fn names_people_by_their_attributes() {
    names("unit under \"trust/croydon\"", &[0, 1]);
    names("unit = \"trust/croydon\"", &[0]);
    names("unit under \"trust\"", &[0, 1, 2, 3]);
    names("unit under \"/trust/\"", &[0, 1, 2, 3]);
    names("unit under \"nowhere\"", &[]);
    names("title = \"gp\"", &[0, 2, 4]);
    names("title != \"GP\"", &[1, 3, 5]);
    names("title contains \"nurse\"", &[3]);
    names("site in (\"Ashgrove\", \"mill road\")", &[0, 1, 2, 3]);
    names("name contains \"e\" and not (unit under \"trust/croydon\" or site = \"Ashgrove\")", &[3, 4]);
    names("address = \"ANN@hosp.example\" or address contains \"eve@\"", &[0, 4]);
    names("not not title = \"Porter\" OR site = \"mill road\" AND title = \"GP\"", &[0, 1]);
}

#[test]
fn everybody_is_the_organisation_and_nobody_outside() {
    names("", &[0, 1, 2, 3, 4, 5]);
    names("  ", &[0, 1, 2, 3, 4, 5]);
    names("everybody", &[0, 1, 2, 3, 4, 5]);
    names("not everybody", &[]);
}

#[track_caller]
fn reach(rule: &str, expected: RuleReach) {
    assert_eq!(Rule::parse(rule).unwrap_or_else(|e| panic!("{rule}: {e}")).reach(), expected, "{rule}");
}

#[test]
fn knows_rules_that_leave_nobody_out() {
    reach("", RuleReach::Empty);
    reach("\n\t", RuleReach::Empty);
    reach("everybody", RuleReach::Always);
    reach("not not everybody", RuleReach::Always);
    reach("title = \"GP\" or not title = \"gp\"", RuleReach::Always);
    reach("title = \"GP\" or title != \"GP\"", RuleReach::Always);
    reach("name contains \"\"", RuleReach::Always);
    reach("site = \"a\" or everybody and not (unit under \"x\" and not unit under \"x\")", RuleReach::Always);
    reach("unit under \"trust\"", RuleReach::Scoped);
    reach("title = \"GP\" or title != \"Porter\"", RuleReach::Scoped);
    reach("not everybody", RuleReach::Scoped);
}

#[track_caller]
fn refused(rule: &str, expected: &str) {
    let error = Rule::parse(rule).expect_err(rule);
    assert_eq!(error.to_string(), expected, "{rule}");
}

#[test]
fn says_where_a_rule_stops_making_sense() {
    refused("unit", "the rule ends at character 5, where `under`, `=`, `!=`, `in` or `contains` was expected");
    refused("unit under trust", "character 12: expected a text in double quotes, found `trust`");
    refused("unit under \"/\"", "character 12: expected the path of a unit, found \"/\"");
    refused("title under \"x\"", "character 7: expected `=`, `!=`, `in` or `contains`, found `under`");
    refused(
        "colour = \"x\"",
        "character 1: expected unit, title, site, name, address, `not`, `everybody` or `(`, found `colour`",
    );
    refused("(title = \"x\"", "the rule ends at character 13, where `)` was expected");
    refused("title = \"x", "the rule ends at character 11, where a closing \" was expected");
    refused("title = \"x\" title = \"y\"", "character 13: expected `and`, `or` or the end of the rule, found `title`");
    refused(
        "title = \"x\" and",
        "the rule ends at character 16, where unit, title, site, name, address, `not`, `everybody` or `(` was expected",
    );
    refused("site in \"x\"", "character 9: expected `(` and texts in quotes, found \"x\"");
    refused(
        "title ; \"x\"",
        "character 7: expected an attribute, a word of the rule, a text in quotes or a parenthesis, found `;`",
    );
    let deep = format!("{}everybody{}", "(".repeat(5_000), ")".repeat(5_000));
    refused(&deep, "character 65: expected a rule nested at most 64 deep, found `(`");
}

#[test]
fn a_rule_that_cannot_be_read_leaves_its_list_unavailable() {
    let directory = build(&people(), &[ruled(0, "broken", "unit under")], &[]);
    assert!(matches!(directory.problems(), [Problem::BadRule { list: 0, .. }]), "{:?}", directory.problems());
    let list = directory.list(0).expect("it is filed all the same");
    assert_eq!(directory.people_behind(list, 0, 86_400), None);
}

#[test]
fn counts_members_outside_the_scope_of_the_owner() {
    let scoped =
        |id, rule: &str| ListRecord { scope: Some("trust/croydon".into()), ..ruled(id, &format!("l{id}"), rule) };
    let static_list = ListRecord { scope: Some("trust/croydon".into()), ..list(3, "l3", [4]) };
    let lists =
        [scoped(0, "unit under \"trust/croydon\""), scoped(1, ""), scoped(2, "unit under \"labs\""), static_list];
    let mut builder = DirectoryBuilder::new(&crate::world::domains());
    people().iter().for_each(|person| builder.person(person));
    lists.iter().for_each(|list| builder.list(list.clone()));
    builder.allowed_pair(AllowedPair { owner: "trust".into(), member: "labs".into() });
    let directory = builder.build();
    let recipients = crate::world::to("l0 l1 l2 l3");
    let sender = crate::world::address("ann");
    let numbered = std::collections::BTreeMap::new();
    let asking =
        levee_directory::Asking { sender: &sender, sending_as: None, now: 0, max_stale: 0, numbered: &numbered };
    let outside: Vec<Option<u64>> =
        directory.expand(&recipients, &asking).entered.iter().map(|e| e.outside_scope).collect();
    // Of everybody: cho, dee and fay are in no unit of the scope; eve is covered by the pair.
    assert_eq!(outside, [Some(0), Some(3), Some(0), None]);
}
