//! The verdict (SPEC 1, 4, 9, 10, 14, 16): findings of all rules, then what softens them.

use crate::audience::Reached;
use crate::case::Case;
use crate::world::World;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ruling {
    Allow,
    Warn,
    Confirm,
    Hold,
    Block,
}
pub(crate) use Ruling::{Allow, Block, Confirm, Hold, Warn};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    pub(crate) code: &'static str,
    pub(crate) ruling: Ruling,
    pub(crate) subject: Option<String>,
    pub(crate) value: Option<i64>,
}

/// One message, one way of judging it.
pub(crate) struct Judge<'a> {
    pub(crate) world: &'a World,
    pub(crate) case: &'a Case,
    pub(crate) kind: &'a str,
    pub(crate) conversational: bool,
    /// A, where it is known.
    pub(crate) people: Option<i64>,
    pub(crate) authorised: bool,
    pub(crate) discussion: bool,
    /// A discussion but for being a conversation.
    pub(crate) of_discussion: bool,
    pub(crate) habit: bool,
    pub(crate) findings: Vec<Finding>,
}

/// Codes that break-glass does not lower.
const UNBREAKABLE: &[&str] = &[
    "NO_EFFECTIVE_RECIPIENT",
    "LOOKALIKE_DOMAIN",
    "LIST_SIZE_JUMP",
    "LIST_RULE_UNSCOPED",
    "AUD_UNAVAILABLE",
    "AUD_CHANGED",
    "AUTO_TO_LIST",
    "RECALL_FANOUT",
    "VOL_MAX",
];

impl<'a> Judge<'a> {
    fn new(world: &'a World, case: &'a Case, kind: &'a str, conversational: bool) -> Self {
        let Reached { lists, top, through_lists, .. } = &case.reached;
        let alone = case.audience.iter().filter(|one| !through_lists.contains(*one)).count() as i64;
        let few = world.parameter(if conversational { "reply_all.warn" } else { "audience.warn" });
        let named = !top.is_empty() && top.iter().all(|list| world.is_named(&case.sender, list)) && alone < few;
        let kinds = !case.knows("kinds") || lists.keys().all(|list| world.lists[list].kind == "discussion");
        let of_discussion = kinds && !lists.is_empty() && alone < world.parameter("reply_all.warn");
        Self {
            world,
            case,
            kind,
            conversational,
            people: case.knows("audience").then_some(case.audience.len() as i64),
            authorised: !case.knows("authorised") || world.role(&case.sender, "mass_sender") || named,
            discussion: conversational && of_discussion,
            of_discussion,
            habit: !case.knows("habit") || case.habit(),
            findings: Vec::new(),
        }
    }

    pub(crate) fn parameter(&self, name: &str) -> i64 {
        self.world.parameter(name)
    }

    /// A is known and at least this.
    pub(crate) fn reaches(&self, least: i64) -> bool {
        self.people.is_some_and(|people| people >= least)
    }

    pub(crate) fn find(&mut self, code: &'static str, ruling: Ruling, subject: Option<&str>, value: Option<i64>) {
        self.findings.push(Finding { code, ruling, subject: subject.map(str::to_owned), value });
    }

    /// What was confirmed, who breaks the glass, what is only observed.
    fn soften(&mut self) {
        let audience = self.people.is_some();
        if let Some((codes, same)) = &self.case.confirmation {
            if *same || !audience {
                for finding in self.findings.iter_mut().filter(|f| f.ruling == Confirm) {
                    if codes.iter().any(|code| code == finding.code) {
                        finding.ruling = Warn;
                    }
                }
            } else {
                self.find("AUD_CHANGED", Confirm, None, self.people);
            }
        }
        if let Some(used) = self.case.break_glass {
            let incident = self.world.role(&self.case.sender, "incident");
            let most = self.parameter(if incident { "break_glass.incident_max" } else { "break_glass.max" });
            let unavailable = audience && self.case.reached.lists.values().any(Option::is_none);
            if !unavailable && self.people.is_none_or(|a| a <= most) && used < self.parameter("break_glass.per_day") {
                for finding in self.findings.iter_mut().filter(|f| !UNBREAKABLE.contains(&f.code)) {
                    finding.ruling = Allow;
                }
                self.find("BREAK_GLASS", Allow, None, self.people);
            }
        }
        let observed = |code: &str| self.case.observe.iter().any(|o| o == "all" || o == code);
        for finding in &mut self.findings {
            if observed(finding.code) {
                finding.ruling = finding.ruling.min(Warn);
            }
        }
    }
}

fn judged(world: &World, case: &Case, kind: &str, conversational: bool, handmade: bool) -> Vec<Finding> {
    let mut judge = Judge::new(world, case, kind, conversational);
    if handmade {
        judge.find("RA_HANDMADE", Confirm, None, judge.people);
    }
    judge.tier();
    judge.about_replies();
    judge.about_lists();
    judge.about_the_message();
    judge.about_the_sender();
    judge.storm();
    judge.stop();
    judge.soften();
    judge.findings.sort();
    judge.findings
}

pub(crate) fn ruling(findings: &[Finding]) -> Ruling {
    findings.iter().map(|f| f.ruling).max().unwrap_or(Allow)
}

/// All findings, sorted.
pub(crate) fn verdict(world: &World, case: &Case) -> Vec<Finding> {
    let both = |kinds: [&str; 2], handmade: bool| {
        let plain = judged(world, case, kinds[0], false, handmade);
        let reply = judged(world, case, kinds[1], true, handmade);
        if ruling(&reply) < ruling(&plain) { reply } else { plain }
    };
    let kind = case.kind.as_deref().unwrap_or("reply");
    let probe = Judge::new(world, case, kind, false);
    let (handmade, marked, open) = probe.handmade();
    match case.kind.as_deref() {
        Some("reply_all") => judged(world, case, "reply_all", true, false),
        _ if marked || probe.is_widened() => judged(world, case, kind, true, handmade),
        None => both(["reply", "reply_all"], handmade),
        Some("reply") if !case.knows("parent") => both(["reply", "reply"], handmade),
        _ if open => both([kind, kind], handmade),
        _ => judged(world, case, kind, false, handmade),
    }
}

/// What could soften it: being authorised, as a conversation too, and being a discussion.
pub(crate) fn columns(world: &World, case: &Case) -> [bool; 4] {
    let kind = case.kind.as_deref().unwrap_or("reply");
    let (plain, reply) = (Judge::new(world, case, kind, false), Judge::new(world, case, kind, true));
    let talk = kind == "reply_all" || plain.is_widened() || plain.handmade().1;
    [plain.authorised, reply.authorised, plain.of_discussion, talk && reply.discussion]
}
