//! Random worlds: small, but with everything that a list, a person or a policy can be.

use crate::dice::{Dice, Doc};
use crate::notation::DAY;
use crate::world::World;

pub(crate) const LISTS: [&str; 8] = ["l1", "l2", "l3", "l4", "l5", "l6", "l7", "l8"];

/// A world as TOML under `[world]`.
pub(crate) fn world(dice: &mut Dice) -> String {
    let mut doc = Doc::default();
    doc.head("[world]");
    doc.raw("now", "2026-03-02T10:00:00Z");
    doc.raw("accepted", if dice.once_in(3) { r#"["hosp.example", "lab.example"]"# } else { r#"["hosp.example"]"# });
    doc.text("sub_address", dice.pick(&["+", "+", "+", ""]));
    if dice.once_in(8) {
        doc.text("preset", dice.pick(&["small", "medium", "large", "national"]));
    }
    doc.head("[world.alias_domains]");
    doc.raw("\"hosp-alias.example\"", "\"hosp.example\"");
    policy(dice, &mut doc);
    people(dice, &mut doc);
    let members: Vec<Vec<String>> = LISTS.iter().map(|_| members(dice)).collect();
    let kinds: Vec<&str> = LISTS.iter().map(|_| dice.pick(&["group", "group", "announce", "discussion"])).collect();
    let mut bare = Doc(doc.0.clone());
    for (address, members) in LISTS.iter().zip(&members) {
        bare.head("[[world.list]]");
        bare.text("address", address);
        bare.texts("members", members);
    }
    let bare: toml::Table = bare.0.parse().unwrap();
    let bare = World::read(bare["world"].as_table().unwrap());
    for ((address, members), kind) in LISTS.iter().zip(&members).zip(kinds) {
        let size = bare.members(&bare.short(address)).len() as i64;
        doc.head("[[world.list]]");
        doc.text("address", address);
        doc.text("kind", kind);
        doc.texts("members", members);
        list(dice, &mut doc, size);
    }
    doc.head("[[world.outside_list]]");
    doc.text("address", "ext@lists.partner.example");
    if dice.once_in(2) {
        doc.head("[[world.allowed_pair]]");
        doc.text("owner", dice.pick(&["trust", "trust/wards"]));
        doc.text("member", "labs");
    }
    doc.0
}

/// Numbers that keep SPEC 17, small so that small worlds reach them.
fn policy(dice: &mut Dice, doc: &mut Doc) {
    doc.head("[world.policy]");
    let mut set = |key: &str, value: i64| doc.raw(key, value);
    let warn = dice.pick(&[5, 8, 25, 60]);
    let confirm = warn.max(dice.pick(&[25, 40, 100]));
    let hold = confirm.max(dice.pick(&[50, 120, 300]));
    let block = hold.max(dice.pick(&[500, 600]));
    for (name, value) in [("warn", warn), ("confirm", confirm), ("hold", hold), ("block", block), ("permit", 5_000)] {
        set(&format!("audience.{name}"), value);
    }
    let reply_warn = dice.pick(&[3, 5, 10, 45]).min(warn);
    let reply_confirm = reply_warn.max(dice.pick(&[10, 20])).min(confirm);
    let reply_block = reply_confirm.max(dice.pick(&[25, 50, 100])).min(hold);
    set("reply_all.warn", reply_warn);
    set("reply_all.confirm", reply_confirm);
    set("reply_all.block", reply_block);
    set("discussion.confirm", reply_block.max(dice.pick(&[50, 150, 400])).min(block));
    set("reply_to.confirm", dice.pick(&[3, 10, 25]));
    set("handmade.min", dice.pick(&[5, 10, 50]));
    set("list.new_size", dice.pick(&[50, 100, 500]));
    set("volume.confirm", dice.pick(&[25_000_000, 250_000_000]));
    set("volume.hold", dice.pick(&[250_000_000, 2_000_000_000]));
    set("disclose.warn", dice.pick(&[2, 15]));
    set("disclose.confirm", dice.pick(&[15, 25]));
    set("rate.day", dice.pick(&[500, 900, 5_000]));
    set("rate.minute", dice.pick(&[3, 8, 30]));
    set("recall.max", dice.pick(&[3, 25]));
    set("storm.min_audience", dice.pick(&[10, 20, 50]));
    set("storm.replies", dice.pick(&[2, 5]));
    set("storm.senders", dice.pick(&[1, 2, 3]));
    set("storm.budget", dice.pick(&[2_500, 25_000]));
    set("storm.quiet", dice.pick(&[1, 10]));
    set("stop.min_audience", dice.pick(&[3, 25]));
    set("break_glass.max", dice.pick(&[5, 50, 200]));
    set("break_glass.incident_max", dice.pick(&[50, 300]));
    set("break_glass.per_day", dice.pick(&[1, 3]));
    if dice.once_in(3) {
        doc.raw("handmade.overlap", dice.pick(&["0.5", "0.8", "0.9"]));
        doc.text("handmade.age", dice.pick(&["3d", "7d"]));
        doc.text("storm.window", dice.pick(&["5m", "20m"]));
        doc.text("storm.block", dice.pick(&["1h", "12h"]));
        doc.text("stop.lease", dice.pick(&["2s", "10s"]));
        doc.text("split.window", dice.pick(&["10m", "2h"]));
        doc.text("duplicate.window", dice.pick(&["5m", "1h"]));
        doc.text("list.max_stale", dice.pick(&["3h", "48h"]));
        doc.text("list.new_age", dice.pick(&["3h", "48h"]));
    }
}

fn people(dice: &mut Dice, doc: &mut Doc) {
    for (range, unit) in [("p1..700", "trust/wards"), ("q1..60", "labs")] {
        doc.head("[[world.people]]");
        doc.text("range", range);
        doc.text("unit", unit);
    }
    if dice.once_in(6) {
        doc.head("[[world.people]]");
        doc.text("range", "p20..40");
        doc.raw("roles", r#"["mass_sender"]"#);
    }
    let roles: [&[&str]; 4] = [&[], &["mass_sender"], &["incident"], &["mass_sender", "incident"]];
    for (person, alias) in [("ann", "a.smith"), ("bob", "b.jones"), ("carol", "carol.lee")] {
        doc.head("[[world.person]]");
        doc.text("address", person);
        doc.texts("aliases", &[alias]);
        doc.text("unit", dice.pick(&["trust", "trust/wards", "trust/wardsmen", "labs/blood"]));
        let roles: &[&str] = if dice.once_in(3) { dice.pick(&roles) } else { &[] };
        doc.texts("roles", roles);
    }
    doc.head("[[world.person]]");
    doc.text("address", "comms");
    doc.raw("shared", true);
    if dice.once_in(4) {
        doc.raw("roles", r#"["mass_sender"]"#);
    }
}

pub(crate) fn members(dice: &mut Dice) -> Vec<String> {
    let mut members = Vec::new();
    for _ in 0..dice.number(0, 3) {
        let one = match dice.number(0, 9) {
            0 => (dice.pick(&["ann", "bob", "a.smith", "carol+x", "comms"])).to_owned(),
            1 => (dice.pick(&["gp@outside.example", "GP@outside.example", "z1..5@outside.example"])).to_owned(),
            2 if dice.once_in(4) => "ext@lists.partner.example".to_owned(),
            2..=4 => (dice.pick(&LISTS)).to_owned(),
            5 => format!("q1..{}", dice.number(1, 60)),
            _ => {
                let from = dice.pick(&[1, 1, 20, 101, 301]);
                let size = dice.pick(&[1, 3, 9, 24, 50, 99, 120, 300]);
                format!("p{from}..{}", from + dice.near(size))
            }
        };
        members.push(one);
    }
    members
}

/// What else there is to a list, with its numbers at the boundaries of its size.
pub(crate) fn list(dice: &mut Dice, doc: &mut Doc, size: i64) {
    let named = ["ann", "bob", "carol", "b.jones", "comms", "l1", "l2", "p1", "p30"];
    for (key, often) in [("senders", 2), ("owners", 3)] {
        if dice.once_in(often) {
            let few = if key == "owners" { &named[..4] } else { &named[..] };
            let all: Vec<&str> = (0..dice.number(1, 2)).map(|_| dice.pick(few)).collect();
            doc.texts(key, &all);
        }
    }
    if dice.once_in(3) {
        doc.raw("dynamic", true);
        doc.text("rule", dice.pick(&["scoped", "scoped", "scoped", "empty", "always"]));
        if dice.once_in(2) {
            doc.text("scope", dice.pick(&["trust", "trust/wards", "labs", "trust/ward"]));
        }
    }
    if dice.once_in(3) {
        let part = dice.pick(&[1, 2, 10]);
        let less = dice.pick(&[0, 0, 25, 500]);
        let boundary = if dice.once_in(4) { size * 2 / 3 } else { (size - less).max(0) / part };
        if dice.once_in(2) {
            doc.raw("declared", dice.near(boundary));
        }
        if dice.once_in(2) {
            let days = dice.number(1, 4);
            doc.text(
                "daily",
                &format!("{}*{days}, {}*{}", dice.near(boundary), dice.near(boundary), dice.pick(&[1, 2, 30])),
            );
        }
    }
    if dice.once_in(4) {
        let key = dice.pick(&["created", "rule_changed"]);
        doc.text(key, dice.pick(&["-1h", "-2h59m59s", "-3h", "-23h59m59s", "-24h", "-48h", "-47h59m59s"]));
    }
    for key in ["acknowledged", "released"] {
        if dice.once_in(10) {
            doc.raw(key, dice.near(size * 10 / 11));
        }
    }
    if dice.once_in(6) {
        doc.raw("mta_size", if dice.once_in(2) { dice.near(size + 25) } else { dice.near(size * 3 / 2) });
    }
    if dice.once_in(9) {
        doc.raw("unavailable", true);
        if dice.once_in(2) {
            doc.text("snapshot_age", dice.pick(&["2h", "3h", "3h1s", "24h", "24h1s", "48h", "0s"]));
        }
    }
}

/// A duration as FORMAT writes it.
pub(crate) fn shown(seconds: i64) -> String {
    match (seconds / DAY, seconds % DAY) {
        (0, rest) => format!("{rest}s"),
        (days, rest) => format!("{days}d{rest}s"),
    }
}
