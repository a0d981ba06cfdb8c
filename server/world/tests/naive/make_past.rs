//! What came before a random message: the parent, what she received, what was sent, what is frozen.

use crate::dice::{Dice, Doc};
use crate::make_case::{IDS, Written, subject, text};
use crate::make_world::{LISTS, shown};
use crate::notation::{DAY, HOUR};
use crate::world::World;

const AUTHORS: [&str; 5] = ["bob", "b.jones", "carol", "p2", "ann"];

/// The same recipients, or nearly, or others.
fn nearly(dice: &mut Dice, world: &World, written: &Written) -> Vec<String> {
    if dice.once_in(4) {
        return Written::random(dice, world).0;
    }
    let mut all = written.0.clone();
    for one in &mut all {
        // A tenth or a fifth more or fewer of a range: the edges of likeness and overlap.
        let Some((stem, last)) = one.split_once("..").filter(|_| one.starts_with('p') && !one.contains('@')) else {
            continue;
        };
        let (Ok(from), Ok(to)) = (stem[1..].parse::<i64>(), last.parse::<i64>()) else { continue };
        let size = to - from + 1;
        let change = dice.pick(&[0, 0, size / 9, size / 10, size / 4, -size / 10, -size / 5, size]);
        let size = dice.near(size + change).max(1);
        *one = format!("p{from}..{}", from + size - 1);
    }
    all
}

fn ago(dice: &mut Dice, seconds: i64) -> String {
    format!("-{}", shown(dice.near(seconds)))
}

pub(crate) fn parent(dice: &mut Dice, world: &World, doc: &mut Doc, written: &Written, sender: &str) {
    doc.text("from", dice.pick(&AUTHORS));
    let mut to = nearly(dice, world, written);
    if dice.once_in(2) {
        to.push(sender.to_owned());
    }
    doc.texts("to", &to);
    if dice.once_in(3) {
        doc.texts("bcc", &[sender]);
    }
    if dice.once_in(2) {
        let mut reply_to: Vec<String> = written.0.iter().filter(|_| dice.once_in(2)).cloned().collect();
        reply_to.push((dice.pick(&["bob", "l1", "carol@hosp-alias.example", "ext@lists.partner.example"])).to_owned());
        doc.texts("reply_to", &reply_to);
    }
    if dice.once_in(2) {
        doc.text("message_id", dice.pick(&IDS));
    }
    if dice.once_in(3) {
        doc.text("root", dice.pick(&IDS));
    }
    doc.text("at", "-1h");
}

pub(crate) fn received(dice: &mut Dice, world: &World, doc: &mut Doc, written: &Written) {
    doc.text("from", dice.pick(&AUTHORS));
    doc.texts("to", &nearly(dice, world, written));
    let age = world.parameter("handmade.age");
    doc.text("at", &if dice.once_in(2) { ago(dice, age) } else { "-2h".to_owned() });
    doc.text("message_id", dice.pick(&IDS));
}

pub(crate) fn history(dice: &mut Dice, world: &World, doc: &mut Doc, written: &Written, own: &str, sender: &str) {
    let many =
        ["p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9", "p10", "p11", "p12", "p13", "p14", "p15", "p16", "p17"];
    let storm = dice.once_in(2);
    if storm {
        doc.texts("from", &many[..dice.pick(&[1, 2, 3, 4, 6, 8, 16]) as usize]);
    } else {
        doc.text("from", sender);
    }
    let window = world.parameter(dice.pick(&["split.window", "split.window", "duplicate.window", "storm.window"]));
    let ages = [60, window, HOUR / 2, DAY, 60 * DAY, 300];
    let age = dice.pick(&ages);
    doc.text("at", &ago(dice, age));
    let rate = world.parameter(if storm { "storm.replies" } else { "rate.minute" });
    let counts = [1, 1, 2, dice.near(rate), dice.near(2 * rate), dice.near(15), dice.near(30)];
    let repeat = dice.pick(&counts).clamp(1, 40);
    doc.raw("repeat", repeat);
    doc.text("every", dice.pick(&["0s", "0s", "1s", "10s"]));
    if dice.once_in(2) {
        doc.text("kind", "reply_all");
    } else if dice.once_in(4) {
        doc.raw("conversational", true);
    }
    let deliveries = dice.once_in(4);
    if !deliveries || dice.once_in(2) {
        let field: &str = dice.pick(&["to", "cc", "bcc"]);
        doc.texts(field, &nearly(dice, world, written));
    }
    if deliveries {
        let name: &str = dice.pick(&["rate.day", "storm.budget", "storm.min_audience"]);
        let bound = world.parameter(name);
        let few = dice.pick(&[0, 25, 50, 100]);
        doc.raw("deliveries", dice.near((bound - few).max(0)));
    }
    doc.text("subject", subject(dice));
    let other = text(dice);
    doc.text("text", if dice.once_in(2) { own } else { &other });
    if dice.once_in(4) {
        doc.text("message_id", dice.pick(&IDS));
    }
    if dice.once_in(2) {
        doc.text("root", dice.pick(&IDS));
    }
    if dice.once_in(4) {
        doc.texts("references", &[dice.pick(&IDS), dice.pick(&IDS)]);
    }
    if dice.once_in(4) {
        doc.text("in_reply_to", dice.pick(&IDS));
    }
}

pub(crate) fn frozen(dice: &mut Dice, world: &World, doc: &mut Doc, written: &Written) {
    let block = world.parameter("storm.block");
    doc.text("at", &if dice.once_in(2) { ago(dice, block) } else { "-5m".to_owned() });
    if dice.once_in(2) {
        doc.text("root", dice.pick(&IDS));
    }
    if dice.once_in(2) {
        doc.texts("participants", &nearly(dice, world, written));
    }
    if dice.once_in(2) {
        let top: Vec<&str> = written.0.iter().map(String::as_str).filter(|one| LISTS.contains(one)).collect();
        doc.text("list", if top.is_empty() { "l1" } else { dice.pick(&top) });
        doc.text("subject", subject(dice));
    }
    if dice.once_in(6) {
        doc.text("until", dice.pick(&["+1h", "+0s", "+1s"]));
    }
    if dice.once_in(8) {
        doc.raw("released", true);
    }
}

/// An earlier part of the same message, to other people.
pub(crate) fn part(dice: &mut Dice, world: &World, doc: &mut Doc, own: &str, sender: &str) {
    doc.text("from", sender);
    let window = world.parameter("split.window");
    doc.text("at", &if dice.once_in(3) { ago(dice, window) } else { "-3m".to_owned() });
    let tier = dice.pick(&["audience.confirm", "audience.hold", "reply_all.block"]);
    let size = world.parameter(tier);
    let size = dice.pick(&[24, 25, size, size]);
    doc.texts("bcc", &[format!("p301..{}", 300 + dice.near(size).max(1))]);
    doc.text("text", own);
    if dice.once_in(3) {
        doc.text("message_id", dice.pick(&IDS));
    }
}
