//! What a case expects beside what it got.

use crate::case_file::{Case, Expect};
use crate::notation::address;
use crate::world::World;
use levee_guard::{Facts, Remedy, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// The differences, as pairs of texts; none when the case passed.
pub(crate) fn differences(case: &Case, world: &World, facts: &Facts, verdict: &Verdict) -> Vec<(String, String)> {
    let mut compared = Comparison { world, facts, verdict, differences: Vec::new() };
    compared.all(&case.expect);
    compared.differences
}

struct Comparison<'a> {
    world: &'a World,
    facts: &'a Facts,
    verdict: &'a Verdict,
    differences: Vec<(String, String)>,
}

impl Comparison<'_> {
    fn all(&mut self, expect: &Expect) {
        if let Some(ruling) = &expect.ruling {
            self.one("ruling", ruling.as_str(), self.verdict.ruling().as_str());
        }
        if let Some(codes) = &expect.codes {
            let wanted: BTreeSet<&str> = codes.iter().map(String::as_str).collect();
            let got: BTreeSet<&str> = self.verdict.findings.iter().map(|f| f.code.as_str()).collect();
            self.one("codes", joined(&wanted), joined(&got));
        }
        for (code, ruling) in &expect.rulings {
            let got = self.findings(code).map(|f| f.ruling).max();
            self.one(code, ruling.as_str(), got.map_or("nothing", |r| r.as_str()));
        }
        for (code, value) in &expect.values {
            let got = self.findings(code).map(|f| f.value).max();
            self.one(&format!("{code} value"), value.to_string(), shown(got));
        }
        for (code, subjects) in &expect.subjects {
            let wanted: BTreeSet<String> = subjects.iter().map(|subject| self.canonical(subject)).collect();
            let got: BTreeSet<String> =
                self.findings(code).filter_map(|f| f.subject.as_ref()).map(ToString::to_string).collect();
            self.one(&format!("{code} subjects"), joined(&wanted), joined(&got));
        }
        let audience = self.facts.audience.as_ref().known();
        let volume = crate::answer::volume(self.facts);
        let numbers = [
            ("A", expect.people, audience.map(|a| a.people)),
            ("E", expect.external, audience.map(|a| a.external)),
            ("D", expect.disclosed, self.facts.disclosed.known()),
            ("V", expect.volume, volume),
            ("unknown", expect.unknown, Some(self.facts.outside_lists.len() as u64)),
        ];
        for (name, wanted, got) in numbers {
            if let Some(wanted) = wanted {
                self.one(name, wanted.to_string(), shown(got));
            }
        }
        if let Some(lists) = &expect.lists {
            let wanted: BTreeMap<String, String> =
                lists.iter().map(|(list, size)| (self.canonical(list), size.to_string())).collect();
            let got: BTreeMap<String, String> =
                crate::answer::lists(self.facts).map(|list| (list.address.to_string(), shown(list.size()))).collect();
            self.one("lists", format!("{wanted:?}"), format!("{got:?}"));
        }
        self.remedies(expect);
    }

    fn remedies(&mut self, expect: &Expect) {
        let offered: BTreeSet<String> =
            self.verdict.findings.iter().flat_map(|f| &f.remedies).map(|offered| offered.remedy.to_string()).collect();
        for remedy in &expect.remedies {
            let name = self.remedy(remedy);
            if !offered.contains(&name) {
                self.differences.push((format!("remedy {name}"), format!("remedies {}", joined(&offered))));
            }
        }
        for remedy in &expect.no_remedies {
            let name = self.remedy(remedy);
            if offered.contains(&name) {
                self.differences.push((format!("no remedy {name}"), format!("remedies {}", joined(&offered))));
            }
        }
    }

    /// A remedy with its argument made canonical.
    fn remedy(&self, text: &str) -> String {
        let canonical = |remedy: Remedy| match remedy {
            Remedy::Remove(a) => Remedy::Remove(self.world.directory.canonical().address(&a)),
            Remedy::Contact(a) => Remedy::Contact(self.world.directory.canonical().address(&a)),
            other => other,
        };
        match text.split_once(':') {
            Some((name, short)) if !short.contains('@') => format!("{name}:{}", self.canonical(short)),
            _ => Remedy::parse(text).map_or_else(|_| text.to_owned(), |remedy| canonical(remedy).to_string()),
        }
    }

    fn canonical(&self, text: &str) -> String {
        let directory = &self.world.directory;
        address(text, "", &self.world.domain).map_or_else(
            |_| text.to_owned(),
            |address| match directory.list_by_address(&address) {
                Some(list) => list.address().to_string(),
                None => directory.canonical().address(&address).to_string(),
            },
        )
    }

    fn findings<'f>(&'f self, code: &'f str) -> impl Iterator<Item = &'f levee_guard::Finding> {
        self.verdict.findings.iter().filter(move |f| f.code.as_str() == code)
    }

    fn one(&mut self, what: &str, wanted: impl Into<String>, got: impl Into<String>) {
        let (wanted, got) = (wanted.into(), got.into());
        if wanted != got {
            self.differences.push((format!("{what} {wanted}"), format!("{what} {got}")));
        }
    }
}

fn shown(number: Option<u64>) -> String {
    number.map_or_else(|| "unknown".to_owned(), |number| number.to_string())
}

fn joined(set: &BTreeSet<impl AsRef<str>>) -> String {
    format!("[{}]", set.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", "))
}
