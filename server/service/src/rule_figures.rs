//! How each rule fared: what became of the messages in which it fired.

use crate::Service;
use levee_contract::{RuleFigure, RuleFigures, RuleQuery};
use levee_guard::{Code, Ruling};
use levee_store::{RuleFate, StoreError};
use std::collections::BTreeMap;

const DAY: i64 = 86_400;

impl Service {
    pub(crate) async fn figures_of_rules(&self, query: &RuleQuery) -> Result<RuleFigures, StoreError> {
        let since = self.clock.now() - i64::from(query.days) * DAY;
        let fates = self.store.rule_fates(since).await?;
        Ok(RuleFigures { days: query.days, rules: figures(&fates, query) })
    }
}

fn figures(fates: &[RuleFate], query: &RuleQuery) -> Vec<RuleFigure> {
    let mut by_code: BTreeMap<Code, RuleFigure> = BTreeMap::new();
    for fate in fates {
        let rule = by_code.entry(fate.code).or_insert_with(|| RuleFigure::new(fate.code));
        rule.fired += fate.messages;
        rule.told += fate.told;
        *became(rule, fate) += fate.messages;
    }
    let mut rules: Vec<RuleFigure> = by_code.into_values().collect();
    rules.sort_by_key(|rule| std::cmp::Reverse((query.order.of(rule), rule.fired)));
    rules
}

/// The number to which messages with this fate belong.
fn became<'a>(rule: &'a mut RuleFigure, fate: &RuleFate) -> &'a mut u64 {
    if !fate.fires {
        return &mut rule.changed;
    }
    match (fate.outcome.as_str(), fate.ruling) {
        ("asked", _) | ("undone", Ruling::Confirm | Ruling::Hold) => &mut rule.cancelled,
        ("undone", _) => &mut rule.undone,
        ("held", _) => &mut rule.waiting,
        ("rejected" | "expired", _) => &mut rule.turned_down,
        // Stopped when it was about to leave.
        ("blocked" | "stopped", _) => &mut rule.blocked,
        (_, Ruling::Hold) => &mut rule.overridden,
        _ if fate.broken => &mut rule.overridden,
        // Whether a mail server took it in the end is another matter.
        _ => &mut rule.ignored,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use levee_contract::RuleOrder;

    fn fate(code: Code, ruling: Ruling, outcome: &str, messages: u64) -> RuleFate {
        let outcome = outcome.to_owned();
        RuleFate { code, fires: true, broken: false, ruling, outcome, messages, told: 0 }
    }

    #[track_caller]
    fn check(fate: RuleFate, expected: RuleOrder) {
        let query = RuleQuery { days: 30, order: RuleOrder::Fired };
        let [rule] = &figures(&[fate], &query)[..] else { panic!("one rule") };
        for order in RuleOrder::ALL {
            let number = if order == expected || order == RuleOrder::Fired { 7 } else { 0 };
            assert_eq!(order.of(rule), number, "{order:?}");
        }
    }

    #[test]
    fn each_fate_is_one_number() {
        use Ruling::{Allow, Block, Confirm, Hold, Warn};
        let of = |ruling, outcome| fate(Code::AudHold, ruling, outcome, 7);
        check(of(Warn, "sent"), RuleOrder::Ignored);
        check(of(Warn, "accepted"), RuleOrder::Ignored);
        check(of(Confirm, "sent"), RuleOrder::Ignored);
        check(RuleFate { fires: false, ..of(Warn, "sent") }, RuleOrder::Changed);
        check(RuleFate { fires: false, ..of(Confirm, "asked") }, RuleOrder::Changed);
        check(of(Hold, "sent"), RuleOrder::Overridden);
        check(of(Hold, "released"), RuleOrder::Overridden);
        check(RuleFate { broken: true, ..of(Allow, "sent") }, RuleOrder::Overridden);
        check(RuleFate { broken: true, ..of(Allow, "undone") }, RuleOrder::Undone);
        check(of(Warn, "undone"), RuleOrder::Undone);
        check(of(Hold, "undone"), RuleOrder::Cancelled);
        check(of(Confirm, "undone"), RuleOrder::Cancelled);
        check(of(Confirm, "asked"), RuleOrder::Cancelled);
        check(of(Block, "blocked"), RuleOrder::Blocked);
        check(of(Warn, "stopped"), RuleOrder::Blocked);
        check(of(Hold, "rejected"), RuleOrder::TurnedDown);
        check(of(Confirm, "expired"), RuleOrder::TurnedDown);
        check(of(Hold, "held"), RuleOrder::Waiting);
    }

    #[test]
    fn rules_stand_in_the_order_asked_for() {
        let told = |fate: RuleFate, told| RuleFate { told, ..fate };
        let fates = [
            told(fate(Code::AudMax, Ruling::Block, "blocked", 9), 1),
            told(fate(Code::AudConfirm, Ruling::Warn, "sent", 4), 2),
            told(fate(Code::AudConfirm, Ruling::Confirm, "asked", 6), 1),
        ];
        let order =
            |order| figures(&fates, &RuleQuery { days: 30, order }).iter().map(|rule| rule.code).collect::<Vec<_>>();
        assert_eq!(order(RuleOrder::Fired), [Code::AudConfirm, Code::AudMax]);
        assert_eq!(order(RuleOrder::Blocked), [Code::AudMax, Code::AudConfirm]);
        assert_eq!(order(RuleOrder::Told), [Code::AudConfirm, Code::AudMax]);
    }
}
