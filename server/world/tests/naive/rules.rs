//! The rules beside the tiers (SPEC 6) on replies, on the message and on its sender.

use crate::audience::{People, jaccard};
use crate::case::{Case, Earlier};
use crate::notation::{DAY, MINUTE};
use crate::verdict::{Block, Confirm, Hold, Judge, Warn};
use std::collections::BTreeSet;

impl Judge<'_> {
    /// Whether it goes where Reply-To widened it.
    pub(crate) fn is_widened(&self) -> bool {
        let case = self.case;
        let Some(parent) = case.parent.as_ref().filter(|_| case.knows("parent") && self.kind == "reply") else {
            return false;
        };
        let is_list = |a: &String| self.world.lists.contains_key(a) || self.world.outside.contains(a);
        let targets = |all: &[String]| all.iter().map(|a| self.world.target(a)).collect::<BTreeSet<_>>();
        let common: Vec<String> = targets(&parent.reply_to).intersection(&targets(&case.written)).cloned().collect();
        common.iter().any(is_list) || common.len() >= 2
    }

    /// Whether RA_HANDMADE fires, whether it makes the message conversational, and whether that is open
    /// because a fact is unknown.
    pub(crate) fn handmade(&self) -> (bool, bool, bool) {
        let case = self.case;
        if !["new", "reply", "forward"].contains(&self.kind) || !case.knows("audience") {
            return (false, false, false);
        }
        let points = |id: &String| case.refers_to(id) || case.quotes.as_ref() == Some(id);
        if !case.knows("received") {
            let any = case.in_reply_to.is_some()
                || !case.references.is_empty()
                || case.quotes.is_some()
                || self.kind == "reply";
            return (false, false, (any || case.is_reply_by_subject()) && !(case.knows("habit") && case.habit()));
        }
        let is_outside_list = |one: &String| self.world.outside.contains(one);
        let alone: People =
            case.audience.difference(&case.reached.through_lists).filter(|a| !is_outside_list(a)).cloned().collect();
        let (mut fires, mut marked) = (false, false);
        for one in &case.received {
            let (size, common) = (one.people.len() as i64, alone.intersection(&one.people).count() as i64);
            if case.at - one.at <= self.parameter("handmade.age")
                && size >= self.parameter("handmade.min")
                && common * 100 >= size * self.parameter("handmade.overlap")
            {
                fires = true;
                marked |= case.is_reply_by_subject() || one.id.as_ref().is_some_and(points);
            }
        }
        let open = !case.knows("habit") && marked;
        (fires && !self.habit, marked && !self.habit, open)
    }

    pub(crate) fn about_replies(&mut self) {
        let parent = self.case.parent.as_ref().filter(|_| self.case.knows("parent"));
        if self.kind == "reply_all" && parent.is_some_and(|parent| parent.only_by_bcc) {
            self.find("RA_ON_BCC", Confirm, None, self.people);
        }
        if self.is_widened() {
            let ruling = if self.reaches(self.parameter("reply_to.confirm")) { Confirm } else { Warn };
            self.find("REPLYTO_LIST", ruling, None, self.people);
        }
    }

    pub(crate) fn about_the_message(&mut self) {
        let case = self.case;
        if self.people == Some(0) && case.reached.lists.values().all(Option::is_some) {
            self.find("NO_EFFECTIVE_RECIPIENT", Block, None, Some(0));
        }
        let volume = self.people.filter(|_| case.knows("size")).map(|people| people * case.size);
        let tiers = [
            ("volume.max", "VOL_MAX", Block),
            ("volume.hold", "VOL_HOLD", Hold),
            ("volume.confirm", "VOL_CONFIRM", Confirm),
        ];
        let reached = tiers.iter().find(|(name, ..)| volume.is_some_and(|v| v >= self.parameter(name)));
        if let Some((_, code, ruling)) = reached {
            self.find(code, *ruling, None, volume);
        }
        let external = case.audience.iter().any(|one| !self.world.is_inside(one));
        let shown = |name: &str| self.people.is_some() && external && case.disclosed >= self.parameter(name);
        if shown("disclose.warn") || shown("disclose.confirm") {
            let asked = shown("disclose.confirm") && !self.habit;
            self.find("DISCLOSE", if asked { Confirm } else { Warn }, None, Some(case.disclosed));
        }
        let written: BTreeSet<&String> = case.written.iter().collect();
        for address in written {
            if self.world.is_look_alike(address) {
                self.find("LOOKALIKE_DOMAIN", Confirm, Some(address), self.people);
            }
        }
        if self.reaches(25) && !case.attached && is_test(&case.subject) && is_test(&case.text) {
            self.find("LOOKS_LIKE_TEST", Confirm, None, self.people);
        }
        if self.kind == "automatic" && !case.reached.top.is_empty() {
            self.find("AUTO_TO_LIST", Block, None, self.people);
        }
        if self.kind == "recall" && self.reaches(self.parameter("recall.max")) {
            self.find("RECALL_FANOUT", Block, None, self.people);
        }
        if case.web && !case.attached && speaks_of_attachment(&case.text) {
            self.find("ATTACH_MISSING", Confirm, None, self.people);
        }
    }

    pub(crate) fn about_the_sender(&mut self) {
        let case = self.case;
        if !case.knows("history") {
            return;
        }
        let hers = |window: i64| {
            let hers = case.history.iter().filter(move |e| e.from == case.sender && case.within(e.at, window));
            hers.collect::<Vec<&Earlier>>()
        };
        let minute = hers(MINUTE).len() as i64;
        if minute >= self.parameter("rate.minute") {
            self.find("RATE_MINUTE", Block, None, Some(minute));
        }
        let Some(people) = self.people else { return };
        let day = people + hers(DAY).iter().map(|e| e.deliveries).sum::<i64>();
        if !self.authorised && day >= self.parameter("rate.day") && self.reaches(self.parameter("audience.warn")) {
            self.find("RATE_DAY", Hold, None, Some(day));
        }
        let alike = |e: &&&Earlier| similarity(&e.text, &case.text) >= 0.95;
        let part =
            |e: &&&Earlier| case.id.is_some() && e.id == case.id || people >= 25 && e.deliveries >= 25 && alike(e);
        let union: People = hers(self.parameter("split.window"))
            .iter()
            .filter(part)
            .flat_map(|e| e.people.iter().cloned())
            .filter(|one| *one != case.sender)
            .chain(case.audience.iter().cloned())
            .collect();
        let severity = |people: i64| self.cell(people).map_or(crate::verdict::Allow, |(_, ruling)| ruling);
        let united = union.len() as i64;
        if severity(united) > severity(people) {
            self.find("SPLIT_SEND", severity(united), None, Some(united));
        }
        let again = |e: &&&Earlier| e.top.intersection(&case.reached.top).next().is_some() && alike(e);
        if people >= 100 && hers(self.parameter("duplicate.window")).iter().any(|e| again(&e)) {
            self.find("DUP_BROADCAST", Confirm, None, self.people);
        }
    }
}

fn is_test(text: &str) -> bool {
    let tests = ["", "test", "testing", "test mail", "test email", "test message", "this is a test"];
    tests.contains(&text.trim().to_lowercase().as_str())
}

fn words(text: &str) -> Vec<String> {
    let folded = text.to_lowercase();
    folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

fn speaks_of_attachment(text: &str) -> bool {
    let text = text.to_lowercase();
    // What belongs together stands together: "attached, to be sure" speaks of an attachment.
    let together: Vec<&str> = text.split_whitespace().collect();
    let pairs = |first: &str, second: &str| {
        let pair = |two: &&[&str]| {
            words(two[0]).last().is_some_and(|w| w == first && two[0].ends_with(first))
                && words(two[1]).first().is_some_and(|w| w == second)
        };
        together.windows(2).filter(pair).count()
    };
    let says = |word: &str| words(&text).iter().filter(|w| *w == word).count();
    let alone = says("attachment") + says("attachments") + says("enclosed");
    alone + pairs("i", "attach") > 0 || says("attached") > pairs("attached", "to")
}

/// Jaccard of the sets of word 3-grams; of single words when either text has fewer than three.
fn similarity(a: &str, b: &str) -> f64 {
    let (a, b) = (words(a), words(b));
    let length = if a.len() < 3 || b.len() < 3 { 1 } else { 3 };
    let grams = |words: &[String]| words.windows(length).map(<[String]>::to_vec).collect::<BTreeSet<_>>();
    jaccard(&grams(&a), &grams(&b))
}

impl Case {
    pub(crate) fn outside_lists(&self) -> i64 {
        let known = |list: &&String| self.knows("audience") || self.reached.top.contains(*list);
        self.reached.outside.iter().filter(known).count() as i64
    }
}
