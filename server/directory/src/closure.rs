//! Everybody behind every list. Lists that contain each other form a knot and hold the same people;
//! knots are found by Tarjan's algorithm (1972), without recursion, so that no nesting is too deep.

use crate::list::Certainty;
use crate::record::ListId;
use roaring::RoaringBitmap;
use std::sync::Arc;

/// One list as the closure sees it. An absent list has no members and nests nothing.
pub(crate) struct Knot<'a> {
    pub(crate) direct: &'a Arc<RoaringBitmap>,
    pub(crate) nested: &'a [ListId],
    pub(crate) certainty: Certainty,
}

/// What the closure finds for one list.
#[derive(Clone, Debug)]
pub(crate) struct Behind {
    pub(crate) full: Arc<RoaringBitmap>,
    pub(crate) certainty: Certainty,
}

/// What is behind every list, by number, and the cycles among them.
pub(crate) struct Closure {
    pub(crate) behind: Vec<Option<Behind>>,
    pub(crate) cycles: Vec<Vec<ListId>>,
}

const UNSEEN: u32 = u32::MAX;

/// Closes all lists: `lists[id]`. `kept` gives what is known already and still true.
pub(crate) fn close(lists: &[Option<Knot<'_>>], kept: impl Fn(ListId) -> Option<Behind>) -> Closure {
    let mut walk = Walk {
        lists,
        seen: vec![UNSEEN; lists.len()],
        lowest: vec![0; lists.len()],
        open: vec![],
        is_open: vec![false; lists.len()],
        next: 0,
        closure: Closure { behind: vec![None; lists.len()], cycles: vec![] },
    };
    for id in 0..lists.len() as ListId {
        if lists[id as usize].is_some() && walk.seen[id as usize] == UNSEEN {
            walk.from(id, &kept);
        }
    }
    walk.closure
}

struct Walk<'a, 'b> {
    lists: &'b [Option<Knot<'a>>],
    seen: Vec<u32>,
    lowest: Vec<u32>,
    open: Vec<ListId>,
    is_open: Vec<bool>,
    next: u32,
    closure: Closure,
}

impl Walk<'_, '_> {
    fn from(&mut self, root: ListId, kept: &impl Fn(ListId) -> Option<Behind>) {
        // Each frame: a list, and how many of its nested lists were looked at.
        let mut frames: Vec<(ListId, usize)> = vec![];
        self.enter(root, &mut frames);
        while let Some((id, looked)) = frames.last_mut() {
            let id = *id;
            let nested = self.lists[id as usize].as_ref().map_or(&[][..], |list| list.nested);
            if let Some(child) = nested.get(*looked).copied() {
                *looked += 1;
                match self.seen.get(child as usize) {
                    Some(&UNSEEN) if self.lists[child as usize].is_some() => self.enter(child, &mut frames),
                    Some(&seen) if self.is_open[child as usize] => self.lower(id, seen),
                    _ => {}
                }
                continue;
            }
            frames.pop();
            if let Some((parent, _)) = frames.last() {
                self.lower(*parent, self.lowest[id as usize]);
            }
            if self.lowest[id as usize] == self.seen[id as usize] {
                self.tie(id, kept);
            }
        }
    }

    /// Everything entered since `root` is one knot: it holds the same people.
    fn tie(&mut self, root: ListId, kept: &impl Fn(ListId) -> Option<Behind>) {
        let start = self.open.iter().rposition(|id| *id == root).unwrap_or(0);
        let mut knot = self.open.split_off(start);
        for id in &knot {
            self.is_open[*id as usize] = false;
        }
        let behind = knot.iter().find_map(|id| kept(*id)).unwrap_or_else(|| self.gather(&knot));
        for id in &knot {
            self.closure.behind[*id as usize] = Some(behind.clone());
        }
        if knot.len() > 1 {
            knot.sort_unstable();
            self.closure.cycles.push(knot);
        }
    }

    fn gather(&self, knot: &[ListId]) -> Behind {
        let lists = || knot.iter().filter_map(|id| self.lists[*id as usize].as_ref());
        let certain = lists().all(|list| list.certainty == Certainty::Live);
        let mut certainty = if certain { Certainty::Live } else { Certainty::DependsOnTime };
        if let (Some(only), 1) = (lists().next(), knot.len())
            && only.nested.is_empty()
        {
            return Behind { full: Arc::clone(only.direct), certainty };
        }
        let mut full = RoaringBitmap::new();
        for list in lists() {
            full |= &**list.direct;
            for behind in list.nested.iter().filter_map(|id| self.closure.behind.get(*id as usize)?.as_ref()) {
                full |= &*behind.full;
                if behind.certainty == Certainty::DependsOnTime {
                    certainty = Certainty::DependsOnTime;
                }
            }
        }
        Behind { full: Arc::new(full), certainty }
    }

    fn enter(&mut self, id: ListId, frames: &mut Vec<(ListId, usize)>) {
        let i = id as usize;
        (self.seen[i], self.lowest[i], self.is_open[i]) = (self.next, self.next, true);
        self.next += 1;
        self.open.push(id);
        frames.push((id, 0));
    }

    fn lower(&mut self, id: ListId, to: u32) {
        let lowest = &mut self.lowest[id as usize];
        *lowest = (*lowest).min(to);
    }
}
