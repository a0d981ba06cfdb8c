//! Random changes of a world for one case: small ones, which the product lays over a world that stands,
//! and others, for which it founds a new one.

use crate::dice::{Dice, Doc};
use crate::make_world::{LISTS, list, members};
use crate::world::World;

/// The tables of `[case.world]`, behind all other tables of the case.
pub(crate) fn change(dice: &mut Dice, world: &World, doc: &mut Doc) {
    doc.head("[case.world]");
    if dice.once_in(8) {
        doc.text("preset", dice.pick(&["small", "medium"]));
    }
    if dice.once_in(10) {
        doc.text("sub_address", dice.pick(&["", "+", "-"]));
    }
    if dice.once_in(2) {
        policy(dice, world, doc);
    }
    for _ in 0..dice.pick(&[0, 1, 1, 2]) {
        doc.head("[[case.world.list]]");
        let address = dice.pick(&LISTS);
        let written = match dice.number(0, 4) {
            0 => "new-list".to_owned(),
            1 => address.to_uppercase(),
            2 => format!("{address}@hosp-alias.example"),
            _ => address.to_owned(),
        };
        doc.text("address", &written);
        if dice.once_in(2) {
            doc.texts("members", &members(dice));
        }
        if dice.once_in(3) {
            doc.text("kind", dice.pick(&["group", "announce", "discussion"]));
        }
        if dice.once_in(12) {
            doc.raw("aliases", format!(r#"["further-{address}"]"#));
        }
        let size = dice.pick(&[1, 60, 120, 600]);
        list(dice, doc, size);
    }
    if dice.once_in(4) {
        doc.head("[[case.world.person]]");
        doc.text("address", dice.pick(&["p1", "P30", "new-person", "ann", "q3"]));
        if dice.once_in(2) {
            doc.raw("roles", dice.pick(&[r#"["mass_sender"]"#, "[]"]));
        }
        if dice.once_in(2) {
            doc.text("unit", dice.pick(&["trust", "labs"]));
        }
    }
    if dice.once_in(8) {
        doc.head("[[case.world.people]]");
        doc.text("range", "q31..90");
        doc.text("unit", "trust/wards");
    }
    if dice.once_in(8) {
        doc.head("[[case.world.outside_list]]");
        doc.text("address", dice.pick(&["gp@outside.example", "z3@outside.example", "ext@lists.partner.example"]));
    }
    if dice.once_in(8) {
        doc.head("[[case.world.allowed_pair]]");
        doc.text("owner", "trust");
        doc.text("member", dice.pick(&["labs", "trust"]));
    }
}

/// Numbers in any order: what a world says holds.
fn policy(dice: &mut Dice, world: &World, doc: &mut Doc) {
    doc.head("[case.world.policy]");
    let names = [
        "audience.warn",
        "audience.confirm",
        "audience.hold",
        "audience.block",
        "reply_all.warn",
        "reply_all.confirm",
        "reply_all.block",
        "discussion.confirm",
        "disclose.warn",
        "recall.max",
        "stop.min_audience",
        "storm.quiet",
    ];
    let mut changed: Vec<&str> = (0..dice.number(1, 3)).map(|_| dice.pick(&names)).collect();
    changed.sort_unstable();
    changed.dedup();
    for name in changed {
        let value = world.parameter(name);
        doc.raw(name, dice.pick(&[value / 2 + 1, value * 2, value + 1, 5, 30]));
    }
}
