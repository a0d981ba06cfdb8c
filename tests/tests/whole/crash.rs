//! Levee is killed at any moment, again and again, while people send: nothing is lost, nothing comes twice.

use levee_contract::{OutboxState, Outcome};
use levee_tests::{Browser, House, await_until, draft, fresh_id};
use std::time::Duration;

const ROUNDS: u32 = 12;
const SENDERS: [&str; 4] = ["p310", "p311", "p312", "p313"];
/// Whatever they are, the moments are the same at each run.
const SEED: u64 = 20_161_114;

/// A message that was handed over.
struct Handed {
    sender: usize,
    to: String,
    subject: String,
    answer: Answer,
}

/// What its sender was told.
#[derive(PartialEq, Eq)]
enum Answer {
    Pending,
    /// Levee was gone before it answered: whether it was accepted is shown in the outbox.
    None,
}

#[test]
fn killed_twelve_times_it_loses_nothing_and_sends_nothing_twice() {
    let Some(house) = House::start() else { return };
    let browsers = SENDERS.map(|sender| house.browser(sender));
    let mut chance = SEED;
    let mut handed = Vec::new();
    for round in 0..ROUNDS {
        // From while it is being accepted to after it was filed: windows last a second.
        let moment = Duration::from_millis(next(&mut chance) % 1_800);
        let sent = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..SENDERS.len())
                .map(|sender| {
                    let browser = &browsers[sender];
                    scope.spawn(move || send(browser, sender, round))
                })
                .collect();
            // The one pause that stands for nothing: the moment of the accident.
            std::thread::sleep(moment);
            house.kill_levee();
            threads.into_iter().map(|thread| thread.join().expect("sent or not")).collect::<Vec<_>>()
        });
        handed.extend(sent);
        house.serve();
    }
    let answered = handed.iter().filter(|message| message.answer == Answer::Pending).count();
    assert!(answered >= 12, "most are accepted before the accident: {answered}");

    let settled = |browser: &Browser| {
        let rows = browser.outbox().expect("the outbox");
        let is_settled = |state: &OutboxState| matches!(state, OutboxState::Sent { .. } | OutboxState::Unclear);
        rows.iter().all(|row| is_settled(&row.state)).then_some(rows)
    };
    let outboxes: Vec<_> = browsers
        .iter()
        .map(|browser| await_until("everything is sent, or said to be unclear", || settled(browser)))
        .collect();
    house.await_quiet("quiet after the accidents");
    for Handed { sender, to, subject, answer } in &handed {
        let received = house.letters(to, "INBOX", subject).len();
        let state = outboxes[*sender].iter().find(|row| row.subject == *subject).map(|row| &row.state);
        match (state, answer) {
            (Some(OutboxState::Sent { .. }), _) => {
                assert_eq!(received, 1, "{subject}");
                let filed = || (!house.letters(SENDERS[*sender], "Sent", subject).is_empty()).then_some(());
                await_until(&format!("the copy of {subject}"), filed);
                assert_eq!(house.letters(SENDERS[*sender], "Sent", subject).len(), 1, "one copy in Sent: {subject}");
            }
            (Some(OutboxState::Unclear), _) => assert!(received <= 1, "{subject} came {received} times"),
            (None, Answer::None) => assert_eq!(received, 0, "{subject} was never accepted"),
            (state, _) => panic!("{subject} was accepted and is lost: {state:?}"),
        }
    }
}

fn send(browser: &Browser, sender: usize, round: u32) -> Handed {
    let (to, subject) = (format!("p{}", 320 + sender), format!("Accident {round} of {sender};"));
    let outcome = browser.send_as(&fresh_id(), &draft(&[&to], &subject, &format!("Round {round}, {sender}.")), None);
    let answer = match outcome {
        Ok(Outcome::Pending { .. }) => Answer::Pending,
        Ok(other) => panic!("{subject}: {other:?}"),
        Err(_) => Answer::None,
    };
    Handed { sender, to, subject, answer }
}

/// SplitMix64.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
