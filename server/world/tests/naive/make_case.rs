//! Random cases in a random world, drawn towards the edges of rules.

use crate::dice::{Dice, Doc};
use crate::make_change::change;
use crate::make_past::{frozen, history, parent, part, received};
use crate::make_world::{LISTS, shown};
use crate::world::World;

pub(crate) const IDS: [&str; 4] = ["<m1@hosp.example>", "<m2@hosp.example>", "<m3@hosp.example>", "<m4@x.example>"];

const LONG: &str =
    "the clinic on the second floor opens at nine and closes at five so please tell every patient of yours";

const SUBJECTS: [&str; 14] = [
    "Rota",
    "Re: Rota",
    "RE[2]: Rota",
    "AW: Re:  rota ",
    "Fwd: Rota",
    "re:ROTA",
    "Rota plan",
    "test",
    "",
    " Testing",
    "Report: x",
    "Sv:Wg: Rota",
    "Re:",
    "Testing this",
];

const TEXTS: [&str; 16] = [
    "",
    " ",
    "test",
    "Testing\n",
    "This is a TEST",
    "Test Mail",
    "tests",
    "Please find the rota attached.",
    "He is attached to a monitor",
    "Now I attach it",
    "we attach it",
    "Enclosed the form",
    "See attachments",
    "One two",
    "two one",
    "See attached, to be sure",
];

const CODES: [&str; 12] = [
    "AUD_CONFIRM",
    "RA_LARGE",
    "DISCLOSE",
    "VOL_CONFIRM",
    "LOOKALIKE_DOMAIN",
    "RA_HANDMADE",
    "STORM",
    "SPLIT_SEND",
    "AUD_UNKNOWN",
    "LOOKS_LIKE_TEST",
    "AUD_CHANGED",
    "AUD_HOLD",
];

pub(crate) const UNKNOWN: [&str; 12] = [
    "audience",
    "authorised",
    "kinds",
    "list_facts",
    "acknowledged",
    "habit",
    "received",
    "parent",
    "history",
    "storms",
    "stop",
    "size",
];

/// A text; some share all but one of twenty word triples.
pub(crate) fn text(dice: &mut Dice) -> String {
    match dice.number(0, 5) {
        0..=2 => LONG.to_owned(),
        3 => LONG.to_uppercase(),
        4 => format!("{LONG} {}", dice.pick(&["today", "today again", "Now!"])),
        _ => (dice.pick(&TEXTS)).to_owned(),
    }
}

pub(crate) fn subject(dice: &mut Dice) -> &'static str {
    dice.pick(&SUBJECTS)
}

/// Recipients as an array of texts.
pub(crate) struct Written(pub(crate) Vec<String>);

impl Written {
    /// People up to a boundary of the policy, lists, and what else there is.
    pub(crate) fn random(dice: &mut Dice, world: &World) -> Self {
        let mut all = Vec::new();
        if dice.once_in(2) {
            let names: Vec<&String> = world.policy.keys().collect();
            let small = |dice: &mut Dice| {
                let name: &str = dice.pick(&["audience.warn", "audience.confirm", "audience.hold", "audience.block"]);
                let reply: &str =
                    dice.pick(&["reply_all.warn", "reply_all.confirm", "reply_all.block", "discussion.confirm"]);
                let any: &str = dice.pick(&names.iter().map(|n| n.as_str()).collect::<Vec<_>>());
                let name = dice.pick(&[name, reply, any]);
                Some(world.parameter(name)).filter(|n| *n <= 700)
            };
            let people = small(dice).unwrap_or(25);
            let from = dice.pick(&[1, 1, 1, 20]);
            let people = if dice.once_in(150) { dice.near(5_000) } else { dice.near(people) };
            if people > 0 {
                all.push(format!("p{from}..{}", from + people - 1));
            }
        }
        for _ in 0..dice.pick(&[0, 0, 1, 1, 2]) {
            all.push((dice.pick(&LISTS)).to_owned());
        }
        let odd = [
            "ann",
            "A.Smith@hosp.example",
            "bob@hosp-alias.example",
            "B.Jones",
            "comms",
            "\"p1\"@hosp.example",
            "p3+x",
            "Team: p1@hosp.example, \"Doe, Jane\" <p2@HOSP.example>;",
            "nobody:;",
            "P5 (five) <p5@hosp.example>",
            "cafe\u{301}",
            "café",
            "CAFÉ@hosp.example",
            "x@other.example",
            "X@other.example",
            "x+1@other.example",
            "x1..14@other.example",
            "ext@lists.partner.example",
            "Ext@lists.partner.example",
            "x@bücher.example",
            "y@XN--bcher-kva.example",
            "a@h0sp.example",
            "a@hops.example",
            "a@hosp.exampl",
            "a@hosp.exarnple",
            "b@hоsp.example",
            "b@hosp-alias.exampel",
            "c@hospp.example",
            "new-list",
            "further-l1",
            "new-person",
            "c@hosp.example.org",
            "d@lab.example",
            "e@lob.example",
            "q1..3",
            "gp@outside.example",
        ];
        for _ in 0..dice.pick(&[0, 0, 0, 1, 1, 2, 3]) {
            all.push((dice.pick(&odd)).to_owned());
        }
        Self(all)
    }
}

/// One `[[case]]`.
pub(crate) fn case(dice: &mut Dice, world: &World, number: usize) -> String {
    let mut doc = Doc::default();
    doc.head("[[case]]");
    doc.text("name", &format!("case {number}"));
    let sender = dice.pick(&["ann", "ann", "ann", "bob", "carol", "p1", "p30", "A.Smith", "x@other.example"]);
    doc.text("sender", sender);
    if dice.once_in(8) {
        doc.text("sending_as", "comms");
    }
    let written = Written::random(dice, world);
    let mut fields = [Vec::new(), Vec::new(), Vec::new(), Vec::new()];
    for one in &written.0 {
        let field = dice.pick(&[0, 0, 1, 2, 2]);
        fields[field as usize].push(one.clone());
    }
    if dice.once_in(15) {
        fields[3].push((dice.pick(&["p1..30", "l1", "bob"])).to_owned());
    }
    for (name, all) in ["to", "cc", "bcc", "resent_to"].iter().zip(&fields) {
        if !all.is_empty() {
            doc.texts(name, all);
        }
    }
    let test = dice.once_in(12);
    let own = if test { dice.pick(&TEXTS[..6]).to_owned() } else { text(dice) };
    doc.text("subject", if test { dice.pick(&["", "test", " Testing"]) } else { subject(dice) });
    doc.text("text", &own);
    kind(dice, &mut doc);
    extras(dice, world, &mut doc);
    tables(dice, world, &mut doc, &written, &own, sender);
    doc.0
}

fn kind(dice: &mut Dice, doc: &mut Doc) {
    let kinds = ["new", "reply", "reply_all", "forward", "resend", "invitation", "recall", "automatic"];
    let channel = dice.pick(&["web", "web", "api", "smtp", "smtp"]);
    doc.text("channel", channel);
    if channel != "smtp" || dice.once_in(3) {
        let any = dice.pick(&kinds);
        doc.text("kind", dice.pick(&[any, "reply_all", "new", "reply"]));
    }
    if channel == "smtp" {
        match dice.number(0, 15) {
            0 => doc.text("auto_submitted", dice.pick(&["auto-replied", "auto-generated", "auto-notified", "no"])),
            1 => doc.raw("null_return_path", true),
            2 => doc.text("report", dice.pick(&["delivery", "read"])),
            3 => doc.text("calendar_method", dice.pick(&["REQUEST", "CANCEL"])),
            _ => {}
        }
    }
    if dice.once_in(3) {
        doc.text("in_reply_to", dice.pick(&IDS));
    }
    if dice.once_in(3) {
        let ids: Vec<&str> = (0..dice.number(1, 2)).map(|_| dice.pick(&IDS)).collect();
        doc.texts("references", &ids);
    }
    if dice.once_in(5) {
        doc.text("quotes", dice.pick(&IDS));
    }
    if dice.once_in(5) {
        doc.text("message_id", dice.pick(&IDS));
    }
}

fn extras(dice: &mut Dice, world: &World, doc: &mut Doc) {
    if dice.once_in(4) {
        let people = dice.pick(&[1, 2, 10, 25, 60]);
        let bytes = world.parameter(dice.pick(&["volume.confirm", "volume.hold", "volume.max"]));
        doc.raw("size", dice.near(bytes / people));
    }
    if dice.once_in(4) {
        doc.raw("attachments", r#"["a.pdf"]"#);
    }
    if dice.once_in(6) {
        doc.text("stop", dice.pick(&["replies", "everything"]));
    }
    if dice.once_in(6) {
        let lease = world.parameter("stop.lease");
        doc.text("lease_age", &shown(dice.near(lease)));
    }
    if dice.once_in(8) {
        let all = dice.once_in(2);
        doc.texts("observe", &[if all { "all" } else { dice.pick(&CODES) }]);
    }
    if dice.once_in(4) {
        let some: Vec<&str> = (0..dice.number(1, 3)).map(|_| dice.pick(&UNKNOWN)).collect();
        doc.texts("unknown", &some);
    }
    if dice.once_in(10) {
        doc.raw("date", "2001-01-01T00:00:00Z");
    }
    if dice.once_in(10) {
        doc.text("at", dice.pick(&["-1h", "+2h", "+25h"]));
    }
}

fn tables(dice: &mut Dice, world: &World, doc: &mut Doc, written: &Written, own: &str, sender: &str) {
    if dice.once_in(8) {
        doc.head("[case.permit]");
        doc.raw("people", dice.near(5_000));
        doc.text("until", dice.pick(&["+1h", "+0s", "-1s", "+1s"]));
    }
    if dice.once_in(6) {
        doc.head("[case.break_glass]");
        doc.text("reason", dice.pick(&["beds", "beds", "beds", ""]));
        let used = world.parameter("break_glass.per_day");
        doc.raw("used_today", dice.near(used - 1));
    }
    if dice.once_in(5) {
        doc.head("[case.confirmation]");
        let codes: Vec<&str> = (0..dice.number(1, 3)).map(|_| dice.pick(&CODES)).collect();
        doc.texts("codes", &codes);
        for key in ["audience", "draft", "policy"] {
            if dice.once_in(5) {
                doc.text(key, dice.pick(&["same", "other"]));
            }
        }
    }
    if dice.once_in(2) {
        doc.head("[case.parent]");
        parent(dice, world, doc, written, sender);
    }
    for _ in 0..dice.pick(&[0, 0, 1, 2]) {
        doc.head("[[case.received]]");
        received(dice, world, doc, written);
    }
    for _ in 0..dice.pick(&[0, 0, 1, 2, 3]) {
        doc.head("[[case.history]]");
        history(dice, world, doc, written, own, sender);
    }
    if dice.once_in(6) {
        doc.head("[[case.history]]");
        part(dice, world, doc, own, sender);
    }
    if dice.once_in(5) {
        doc.head("[[case.frozen]]");
        frozen(dice, world, doc, written);
    }
    if dice.once_in(4) {
        change(dice, world, doc);
    }
}
