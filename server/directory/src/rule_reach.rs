//! What a rule would reach, before there is a list by it.

use crate::directory::Directory;
use crate::rule::{Rule, RuleError};
use crate::rule_resolve::Resolver;
use crate::shelf;
use roaring::RoaringBitmap;

impl Directory {
    /// The people that a rule names now, without a list: what an owner is shown before saving it.
    ///
    /// # Errors
    /// A [`RuleError`] when the rule cannot be read.
    pub fn resolve_rule(&self, rule: &str) -> Result<RoaringBitmap, RuleError> {
        let rule = Rule::parse(rule)?;
        Ok(Resolver::new(&self.people).resolve(&rule))
    }

    /// How many of these people lie outside a scope, no allowed pair covering them.
    #[must_use]
    pub fn outside_scope(&self, people: &RoaringBitmap, scope: &str) -> u64 {
        people.difference_len(&shelf::allowed(scope, &self.people, &self.pairs))
    }
}
