//! Storms and the emergency stop (SPEC 7, 8).

use crate::audience::jaccard;
use crate::case::{Earlier, bare_subject};
use crate::verdict::{Block, Confirm, Hold, Judge};
use std::collections::BTreeSet;

impl Judge<'_> {
    fn root(&self) -> Option<&String> {
        let case = self.case;
        let parent = case.parent.as_ref().filter(|_| case.knows("parent")).and_then(|parent| parent.root.as_ref());
        case.references.first().or(case.in_reply_to.as_ref()).or(parent)
    }

    fn is_frozen(&self) -> bool {
        let subject = bare_subject(&self.case.subject);
        self.case.frozen.iter().any(|frozen| {
            frozen.root.is_some() && frozen.root.as_ref() == self.root()
                || frozen.participants.as_ref().is_some_and(|p| jaccard(p, &self.case.participants) >= 0.9)
                || frozen.list.as_ref().is_some_and(|(list, of)| self.case.reached.top.contains(list) && *of == subject)
        })
    }

    fn trips(&self) -> bool {
        let case = self.case;
        let counted = |e: &&Earlier| {
            case.within(e.at, self.parameter("storm.window")) && e.deliveries >= self.parameter("storm.min_audience")
        };
        let all: Vec<&Earlier> = case.history.iter().filter(counted).collect();
        let (replies, senders) = if self.of_discussion {
            (15, 8)
        } else {
            (self.parameter("storm.replies"), self.parameter("storm.senders"))
        };
        let people = |some: &[&Earlier]| some.iter().map(|e| e.from.clone()).collect::<BTreeSet<_>>();
        let many = |some: &[&Earlier], times: i64| {
            some.len() as i64 >= times * replies && people(some).len() as i64 >= times * senders
        };
        let thread: Vec<&Earlier> = all
            .iter()
            .filter(|e| e.conversational && e.root.is_some() && e.root.as_ref() == self.root())
            .copied()
            .collect();
        let mut with_her = people(&thread);
        with_her.insert(case.sender.clone());
        let deliveries: i64 = thread.iter().map(|e| e.deliveries).sum();
        let budget = deliveries + self.people.unwrap_or(0) >= self.parameter("storm.budget") && with_her.len() >= 2;
        let same: Vec<&Earlier> = all.iter().filter(|e| case.has_same_participants(e)).copied().collect();
        let on_list = |list: &String| {
            let subject = bare_subject(&case.subject);
            let on = |e: &&&Earlier| e.top.contains(list) && bare_subject(&e.subject) == subject;
            many(&all.iter().filter(on).copied().collect::<Vec<_>>(), 2)
        };
        many(&thread, 1) || budget && self.root().is_some() || many(&same, 2) || case.reached.top.iter().any(on_list)
    }

    pub(crate) fn storm(&mut self) {
        let frozen = self.case.knows("storms") && self.is_frozen();
        let trips = self.case.knows("history") && self.trips();
        if self.reaches(self.parameter("storm.quiet")) && (frozen || trips) {
            self.find("STORM", if self.authorised { Confirm } else { Block }, None, self.people);
        }
    }

    pub(crate) fn stop(&mut self) {
        if !self.case.knows("stop") || !self.reaches(self.parameter("stop.min_audience")) {
            return;
        }
        if self.case.lease_age > self.parameter("stop.lease") {
            self.find("ESTOP_UNSURE", Hold, None, self.people);
        } else if self.case.stop.as_deref().is_some_and(|scope| scope == "everything" || self.conversational) {
            self.find("ESTOP", Block, None, self.people);
        }
    }
}
