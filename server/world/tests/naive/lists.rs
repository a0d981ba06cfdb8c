//! The rules on lists (SPEC 6), and look-alike domains (SPEC 2).

use crate::verdict::{Block, Confirm, Hold, Judge, Warn};
use crate::world::{LABELS, List, World};

impl Judge<'_> {
    pub(crate) fn about_lists(&mut self) {
        let case = self.case;
        let audience = case.knows("audience");
        for list in case.reached.outside.iter().filter(|list| audience || case.reached.top.contains(*list)) {
            self.find("AUD_UNKNOWN", if self.conversational { Confirm } else { Warn }, Some(list), self.people);
        }
        for (address, size) in &case.reached.lists {
            if !audience && !case.reached.top.contains(address) {
                continue;
            }
            let list = &self.world.lists[address];
            let named = !case.knows("authorised") || self.world.is_named(&case.sender, address);
            if case.knows("kinds") && list.kind == "announce" && !named {
                let code = if self.conversational { "LIST_ANNOUNCE" } else { "LIST_RESTRICTED" };
                self.find(code, Block, Some(address), self.people);
            }
            match size {
                _ if !audience => {}
                Some(size) => self.about_list(address, list, *size),
                None => self.find("AUD_UNAVAILABLE", Hold, Some(address), self.people),
            }
        }
    }

    fn about_list(&mut self, address: &str, list: &List, size: i64) {
        let subject = Some(address);
        let facts = self.case.knows("list_facts");
        let silences = |x: Option<i64>| x.is_some_and(|x| size * 10 <= x * 11);
        let acknowledged = !self.case.knows("acknowledged");
        if facts && !acknowledged && !silences(list.acknowledged) && !silences(list.released) {
            // Twice the baseline, so that a median of two sizes stays whole.
            if let Some(twice) = twice_baseline(list).map(|b| b.max(2)) {
                let jump = size >= 100 && (2 * size >= 10 * twice || 4 * size >= 3 * twice && 2 * size >= twice + 1000);
                if jump {
                    self.find("LIST_SIZE_JUMP", Hold, subject, Some(size));
                } else if size >= twice && 2 * size >= twice + 50 {
                    self.find("LIST_SIZE_JUMP", Warn, subject, Some(size));
                }
            }
        }
        let young = |at: Option<i64>| at.is_some_and(|at| self.case.within(at, self.parameter("list.new_age")));
        let new = young(list.created) || young(list.rule_changed);
        if facts && new && size >= self.parameter("list.new_size") && !acknowledged && !silences(list.released) {
            self.find("LIST_NEW", Hold, subject, Some(size));
        }
        if facts && list.dynamic && (list.rule != "scoped" || self.world.leaves_its_scope(address, list)) {
            self.find("LIST_RULE_UNSCOPED", Hold, subject, self.people);
        }
        if size == 0 && self.reaches(1) {
            self.find("LIST_EMPTY", Warn, subject, Some(0));
        }
        if list.unavailable {
            let ruling = if self.reaches(self.parameter("audience.confirm")) { Hold } else { Warn };
            self.find("AUD_STALE", ruling, subject, self.people);
        }
        if let Some(m) = list.mta_size.filter(|m| 2 * m >= 3 * size && *m >= size + 25) {
            self.find("AUD_DRIFT", Hold, subject, Some(m));
        }
    }
}

fn twice_baseline(list: &List) -> Option<i64> {
    let mut last: Vec<i64> = list.daily.iter().rev().take(30).copied().collect();
    if last.len() < 3 {
        return list.declared.map(|size| 2 * size);
    }
    last.sort_unstable();
    Some(last[(last.len() - 1) / 2] + last[last.len() / 2])
}

impl World {
    fn leaves_its_scope(&self, address: &str, list: &List) -> bool {
        let Some(scope) = &list.scope else { return false };
        let below = |unit: &str, scope: &str| unit == scope || unit.starts_with(&format!("{scope}/"));
        let covered = |unit: &String| {
            below(unit, scope) || self.pairs.iter().any(|(owner, member)| below(scope, owner) && below(unit, member))
        };
        self.members(address).iter().any(|one| !self.units.get(one).is_some_and(covered))
    }

    pub(crate) fn is_look_alike(&self, address: &str) -> bool {
        let unicode = |d: &str| LABELS.iter().fold(d.to_owned(), |d, (unicode, ascii)| d.replace(ascii, unicode));
        let domain = unicode(address.rsplit_once('@').unwrap().1);
        let own = self.accepted.iter().chain(self.alias_domains.keys());
        !self.is_inside(address)
            && own.map(|own| unicode(own)).any(|own| {
                skeleton(&own) == skeleton(&domain) || own.chars().count() >= 5 && is_one_change(&own, &domain)
            })
    }
}

fn skeleton(domain: &str) -> String {
    let look = [('ο', 'o'), ('о', 'o'), ('а', 'a'), ('е', 'e'), ('р', 'p'), ('х', 'x'), ('і', 'i')];
    let plain = |c: char| look.iter().find(|(from, _)| *from == c).map_or(c, |(_, to)| *to);
    domain.chars().map(plain).collect::<String>().replace('m', "rn")
}

/// One character inserted, deleted, replaced, or swapped with its neighbour: all changes are tried.
fn is_one_change(own: &str, other: &str) -> bool {
    let (own, other): (Vec<char>, Vec<char>) = (own.chars().collect(), other.chars().collect());
    let without = |all: &[char], n: usize| [&all[..n], &all[n + 1..]].concat();
    let deleted = (0..own.len()).any(|n| without(&own, n) == other);
    let inserted = (0..other.len()).any(|n| without(&other, n) == own);
    let same_length = own.len() == other.len();
    let replaced = same_length && (0..own.len()).any(|n| without(&own, n) == without(&other, n));
    let swapped = (1..own.len()).any(|n| {
        let mut own = own.clone();
        own.swap(n - 1, n);
        own == other
    });
    deleted || inserted || replaced || swapped
}
