//! Rules of dynamic lists: a small language over what is known of a person, read with errors that say
//! where and what was expected.
//!
//! ```text
//! rule  = every { "or" every }          unit under "Acute North/Ashgrove Hospital" and title = "Porter"
//! every = each { "and" each }           site in ("Ashgrove", "Mill Road") and not title contains "student"
//! each  = "not" each | "(" rule ")" | "everybody" | test
//! test  = attribute ( "=" | "!=" | "contains" ) text | attribute "in" "(" text { "," text } ")" | "unit" "under" text
//! ```
//!
//! Attributes: `unit`, `title`, `site`, `name`, `address`. Texts stand in double quotes (`\"` and `\\`
//! inside); case does not matter, except in units, which are paths. An empty rule means everybody.

use crate::record::RuleReach;
use crate::rule_parse;
use std::fmt;

/// A rule, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub(crate) root: Node,
    pub(crate) reach: RuleReach,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Everybody,
    Test(Test),
    Not(Box<Node>),
    All(Vec<Node>),
    Any(Vec<Node>),
}

/// One question about one person.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Test {
    pub(crate) attribute: Attribute,
    pub(crate) how: Comparison,
    pub(crate) text: String,
}

/// What a rule asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Attribute {
    /// The path in the organisation.
    Unit,
    /// What somebody does.
    Title,
    /// Where somebody works.
    Site,
    /// The name.
    Name,
    /// The primary address.
    Address,
}

/// How it compares it with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Comparison {
    /// The same, whatever the case.
    Equals,
    /// The text is somewhere in it.
    Contains,
    /// Units only: the unit itself or one below.
    Under,
}

/// Why a rule cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleError {
    /// Character at which reading stopped, counted from 1.
    pub position: usize,
    /// What could stand there.
    pub expected: &'static str,
    /// What stands there; empty at the end of the rule.
    pub found: String,
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.found.as_str() {
            "" => write!(f, "the rule ends at character {}, where {} was expected", self.position, self.expected),
            found => write!(f, "character {}: expected {}, found {found}", self.position, self.expected),
        }
    }
}

impl std::error::Error for RuleError {}

impl Rule {
    /// Reads a rule. White space alone is the empty rule.
    ///
    /// # Errors
    /// A [`RuleError`] with the position and what was expected.
    pub fn parse(text: &str) -> Result<Self, RuleError> {
        if text.trim().is_empty() {
            return Ok(Self { root: Node::Everybody, reach: RuleReach::Empty });
        }
        let root = rule_parse::parse(text)?;
        let reach = if always_holds(&root) { RuleReach::Always } else { RuleReach::Scoped };
        Ok(Self { root, reach })
    }

    /// What it leaves out, told from the rule alone: a rule that happens to name everybody today is
    /// still scoped; one that could not leave anybody out is not.
    #[must_use]
    pub fn reach(&self) -> RuleReach {
        self.reach
    }
}

/// Distinct tests up to which every combination of answers is tried: 4,096 combinations.
const TRIED: usize = 12;

/// Whether a rule holds whatever the answers to its tests are. A rule of more tests than [`TRIED`] is
/// taken to ask for something.
fn always_holds(root: &Node) -> bool {
    let mut tests = Vec::new();
    gather(root, &mut tests);
    tests.sort_unstable();
    tests.dedup();
    tests.len() <= TRIED && (0_u32..1 << tests.len()).all(|answers| holds(root, &tests, answers))
}

fn gather<'a>(node: &'a Node, tests: &mut Vec<&'a Test>) {
    match node {
        Node::Everybody => {}
        Node::Test(test) => tests.push(test),
        Node::Not(inner) => gather(inner, tests),
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().for_each(|node| gather(node, tests)),
    }
}

fn holds(node: &Node, tests: &[&Test], answers: u32) -> bool {
    match node {
        Node::Everybody => true,
        // Every text contains the empty one.
        Node::Test(test) if test.how == Comparison::Contains && test.text.is_empty() => true,
        Node::Test(test) => tests.binary_search(&test).is_ok_and(|i| answers & (1 << i) != 0),
        Node::Not(inner) => !holds(inner, tests, answers),
        Node::All(nodes) => nodes.iter().all(|node| holds(node, tests, answers)),
        Node::Any(nodes) => nodes.iter().any(|node| holds(node, tests, answers)),
    }
}
