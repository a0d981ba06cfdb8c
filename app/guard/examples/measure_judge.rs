//! Measures one judgement of a message with 500 recipients, as the browser makes it on every key.
//! Prints one JSON line; `make bench` collects it.

#![expect(clippy::disallowed_types, reason = "the guard has no clock; who measures it has one")]

use levee_guard::{Audience, Digest, Fact, Facts, History, Message, ParentFacts, Policy, SenderFacts, judge};
use std::hint::black_box;
use std::time::Instant;

const ROUNDS: usize = 20_000;

fn main() {
    let (message, facts, policy) = (message(), facts(), Policy::default());
    let mut times: Vec<u128> = (0..ROUNDS)
        .map(|_| {
            let began = Instant::now();
            black_box(judge(black_box(&message), black_box(&facts), black_box(&policy)));
            began.elapsed().as_nanos()
        })
        .collect();
    times.sort_unstable();
    let p99 = times.get(ROUNDS * 99 / 100).copied().unwrap_or_default();
    println!("{{\"name\":\"judge p99\",\"size\":500,\"value\":{},\"unit\":\"us\",\"bound\":100}}", p99 as f64 / 1000.0);
}

fn message() -> Message {
    let text = "The rota of next week is in the shared folder; swaps by Friday noon please. ".repeat(40);
    Message { subject: "Rota".to_owned(), text, ..Message::default() }
}

fn facts() -> Facts {
    let audience = Audience { people: 500, external: 40, beside_lists: 500, digest: Digest::default() };
    let sender = SenderFacts {
        mass_sender: Fact::Known(false),
        incident: Fact::Known(false),
        permit: Fact::Known(0),
        glass_broken_today: Fact::Known(0),
    };
    let parent = ParentFacts {
        beyond_author: Fact::Known(false),
        reply_to_widened: Fact::Known(false),
        only_by_bcc: Fact::Known(false),
    };
    Facts {
        audience: Fact::Known(audience),
        disclosed: Fact::Known(500),
        size: Fact::Known(20_000),
        lookalikes: Fact::Known(Vec::new()),
        sender,
        parent,
        received: Fact::Known(Vec::new()),
        habit: Fact::Known(0),
        history: Fact::Known(History::default()),
        frozen: Fact::Known(false),
        ..Facts::default()
    }
}
