//! Rule to people. A test is answered once for all rules of one load, through the columns of the
//! directory; only names and addresses are looked through one by one.

use crate::list::List;
use crate::membership::rule_names;
use crate::people::People;
use crate::record::Dynamic;
use crate::rule::{Attribute, Comparison, Node, Rule, Test};
use crate::shelf::Resolved;
use crate::table::{Person, Table};
use roaring::RoaringBitmap;
use std::collections::HashMap;
use std::sync::Arc;

/// Answers rules against one state of the directory and remembers the answers to their tests.
pub(crate) struct Resolver<'a> {
    people: &'a People,
    own: RoaringBitmap,
    answered: HashMap<Test, Arc<RoaringBitmap>>,
}

impl<'a> Resolver<'a> {
    pub(crate) fn new(people: &'a People) -> Self {
        Self { people, own: people.own(), answered: HashMap::new() }
    }

    /// The people of the organisation for whom the rule holds.
    pub(crate) fn resolve(&mut self, rule: &Rule) -> RoaringBitmap {
        self.node(&rule.root)
    }

    /// A list after a change of some people; `None` when nothing in it depends on them.
    pub(crate) fn again(&self, list: &List, changed: &RoaringBitmap) -> Option<Resolved> {
        let mut direct = Arc::clone(&list.direct);
        if let Some(Dynamic::Rule(text)) = &list.record.dynamic
            && let Ok(rule) = Rule::parse(text)
        {
            for id in changed {
                let holds = self.own.contains(id) && self.people.person(id).is_some_and(|one| rule_names(&rule, &one));
                let belongs = holds || list.record.members.contains(id);
                if belongs != direct.contains(id) {
                    let direct = Arc::make_mut(&mut direct);
                    _ = if belongs { direct.insert(id) } else { direct.remove(id) };
                }
            }
        }
        // Somebody who moved to another unit may have left the owner's scope.
        let scoped = list.reach.is_some() && list.record.scope.is_some() && !list.full.is_disjoint(changed);
        (scoped || !Arc::ptr_eq(&direct, &list.direct)).then(|| Resolved {
            record: list.record.clone(),
            direct,
            reach: list.reach,
        })
    }

    fn node(&mut self, node: &Node) -> RoaringBitmap {
        match node {
            Node::Everybody => self.own.clone(),
            Node::Test(test) => RoaringBitmap::clone(&self.test(test)),
            Node::Not(inner) => {
                let inner = self.node(inner);
                &self.own - inner
            }
            Node::All(nodes) => {
                let mut nodes = nodes.iter();
                let Some(first) = nodes.next() else { return self.own.clone() };
                let mut all = self.node(first);
                for node in nodes {
                    match node {
                        Node::Test(test) => all &= &*self.test(test),
                        node => all &= self.node(node),
                    }
                }
                all
            }
            Node::Any(nodes) => {
                let mut any = RoaringBitmap::new();
                for node in nodes {
                    any |= self.node(node);
                }
                any
            }
        }
    }

    fn test(&mut self, test: &Test) -> Arc<RoaringBitmap> {
        if let Some(answer) = self.answered.get(test) {
            return Arc::clone(answer);
        }
        let mut answer = self.people.gathered(|table| ask(table, test));
        answer &= &self.own;
        let answer = Arc::new(answer);
        self.answered.insert(test.clone(), Arc::clone(&answer));
        answer
    }
}

fn ask(table: &Table, test: &Test) -> RoaringBitmap {
    let text = test.text.as_str();
    let fits = |value: &str| match test.how {
        Comparison::Equals => value.to_lowercase() == text,
        Comparison::Contains => value.to_lowercase().contains(text),
        Comparison::Under => false,
    };
    let each = |value: fn(&Person<'_>) -> String| {
        table.people().filter(|person| fits(&value(person))).map(|person| person.id).collect()
    };
    match (test.attribute, test.how) {
        (Attribute::Unit, Comparison::Under) => table.within(text),
        (Attribute::Unit, Comparison::Equals) => table.in_units(|unit| unit == text),
        (Attribute::Unit, Comparison::Contains) => table.in_units(fits),
        (Attribute::Title, _) => table.titled(fits),
        (Attribute::Site, _) => table.at_sites(fits),
        (Attribute::Name, _) => each(|person| person.name.to_owned()),
        (Attribute::Address, _) => each(|person| format!("{}@{}", person.local, person.domain)),
    }
}
