//! Why somebody is in a list: by which of the lists in it, and whether by name or by a rule.

use crate::directory::Directory;
use crate::list::List;
use crate::record::{Dynamic, ListId, PersonId};
use crate::rule::{Attribute, Comparison, Node, Rule, Test};
use crate::table::Person;
use crate::units::is_within;
use std::collections::{HashMap, VecDeque};

/// One way by which a list reaches somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// Lists from the one that holds the person directly to the one asked about; never empty.
    pub path: Vec<ListId>,
    /// What makes the person a member of the first of them.
    pub because: Because,
}

/// What makes somebody a direct member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Because {
    /// The list names the person.
    Named,
    /// Its rule holds, for these reasons; none when it holds for everybody.
    Rule(Vec<Reason>),
    /// A rule that is resolved where the list comes from.
    Resolved,
}

/// One thing that a rule asks and how it is answered for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What it asks about.
    pub attribute: Attribute,
    /// How it compares.
    pub how: Comparison,
    /// With what; in lower case except for units.
    pub text: String,
    /// The rule asks for it, or that it is not so.
    pub asked: Asked,
}

/// Whether a rule asks for something or leaves it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It must be so.
    For,
    /// It must not be so.
    Against,
}

impl Directory {
    /// The ways by which a list reaches a person, the shortest first, at most `limit`; none when it does not.
    #[must_use]
    pub fn ways(&self, person: PersonId, list: ListId, limit: usize) -> Vec<Way> {
        let Some(known) = self.person(person) else { return Vec::new() };
        let holds = |list: &List| list.everybody().contains(person);
        let mut found = Vec::new();
        self.descend(list, holds, |list, path| {
            if list.members().contains(person) {
                found.push(Way { path: path(), because: because(list, &known) });
            }
            found.len() < limit
        });
        found
    }

    /// Lists from `inner` to `outer` in which it lies, the shortest way; `None` when it lies nowhere in it.
    #[must_use]
    pub fn way_to(&self, inner: ListId, outer: ListId) -> Option<Vec<ListId>> {
        let mut found = None;
        self.descend(
            outer,
            |_| true,
            |list, path| {
                if list.id() == inner {
                    found = Some(path());
                }
                found.is_none()
            },
        );
        found
    }

    /// Looks at a list and those in it, level by level, as long as `look` says so; does not enter what
    /// `enters` refuses. `look` is given the list and its way to the top.
    fn descend(
        &self,
        top: ListId,
        enters: impl Fn(&List) -> bool,
        mut look: impl FnMut(&List, &dyn Fn() -> Vec<ListId>) -> bool,
    ) {
        let mut above: HashMap<ListId, Option<ListId>> = HashMap::from([(top, None)]);
        let mut open = VecDeque::from([top]);
        while let Some(id) = open.pop_front() {
            let Some(list) = self.list(id).filter(|list| enters(list)) else { continue };
            let path = || std::iter::successors(Some(id), |id| above.get(id).copied().flatten()).collect();
            if !look(list, &path) {
                return;
            }
            for nested in list.nested() {
                if !above.contains_key(nested) {
                    above.insert(*nested, Some(id));
                    open.push_back(*nested);
                }
            }
        }
    }
}

fn because(list: &List, person: &Person<'_>) -> Because {
    match &list.record().dynamic {
        Some(Dynamic::Resolved(_)) => Because::Resolved,
        Some(Dynamic::Rule(rule)) => match Rule::parse(rule).ok().and_then(|rule| reasons(&rule, person)) {
            Some(reasons) => Because::Rule(reasons),
            None => Because::Named,
        },
        None => Because::Named,
    }
}

/// Whether a rule holds for one person; the resolver answers the same for all at once.
pub(crate) fn rule_names(rule: &Rule, person: &Person<'_>) -> bool {
    fn names(node: &Node, person: &Person<'_>) -> bool {
        match node {
            Node::Everybody => true,
            Node::Test(test) => holds(test, person),
            Node::Not(inner) => !names(inner, person),
            Node::All(nodes) => nodes.iter().all(|node| names(node, person)),
            Node::Any(nodes) => nodes.iter().any(|node| names(node, person)),
        }
    }
    names(&rule.root, person)
}

/// Why a rule holds for somebody; `None` when it does not.
fn reasons(rule: &Rule, person: &Person<'_>) -> Option<Vec<Reason>> {
    of_node(&rule.root, Asked::For, person)
}

/// Why a part of a rule is so, or is not so, as asked.
fn of_node(node: &Node, asked: Asked, person: &Person<'_>) -> Option<Vec<Reason>> {
    let all = |nodes: &[Node]| -> Option<Vec<Reason>> {
        let each: Option<Vec<_>> = nodes.iter().map(|node| of_node(node, asked, person)).collect();
        Some(each?.into_iter().flatten().collect())
    };
    let any = |nodes: &[Node]| nodes.iter().find_map(|node| of_node(node, asked, person));
    match (node, asked) {
        (Node::Everybody, Asked::For) => Some(Vec::new()),
        (Node::Everybody, Asked::Against) => None,
        (Node::Test(test), _) => {
            let Test { attribute, how, text } = test.clone();
            (holds(test, person) == (asked == Asked::For)).then(|| vec![Reason { attribute, how, text, asked }])
        }
        (Node::Not(inner), Asked::For) => of_node(inner, Asked::Against, person),
        (Node::Not(inner), Asked::Against) => of_node(inner, Asked::For, person),
        (Node::All(nodes), Asked::For) | (Node::Any(nodes), Asked::Against) => all(nodes),
        (Node::Any(nodes), Asked::For) | (Node::All(nodes), Asked::Against) => any(nodes),
    }
}

/// Whether a test holds for one person.
fn holds(test: &Test, person: &Person<'_>) -> bool {
    let address = format!("{}@{}", person.local, person.domain);
    let value = match test.attribute {
        Attribute::Unit => person.unit,
        Attribute::Title => person.title,
        Attribute::Site => person.site,
        Attribute::Name => person.name,
        Attribute::Address => &address,
    };
    match (test.attribute, test.how) {
        (_, Comparison::Under) => is_within(value, &test.text),
        (Attribute::Unit, Comparison::Equals) => value == test.text,
        (_, Comparison::Equals) => value.to_lowercase() == test.text,
        (_, Comparison::Contains) => value.to_lowercase().contains(&test.text),
    }
}
