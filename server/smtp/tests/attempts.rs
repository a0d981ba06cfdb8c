//! Every way an attempt can end, against a relay that plays a script.

mod relay;

use levee_mail::Address;
use levee_smtp::{
    Attempt, Deadlines, Envelope, Phase, ProbeError, Proceed, Refusal, Relay, Security, SignIn, Stage, Submission,
    Unsendable, WhyLater, WhyUnclear, attempt,
};
use relay::{Act, Heard, Identity, Script, play, play_starttls, play_tls};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const MAIL: &str = "From: <a@hosp.example>\r\nSubject: x\r\n\r\n.dot first\r\nbye\r\n";

fn submission(recipients: usize, bytes: impl Into<Vec<u8>>) -> Submission {
    let to = (1..=recipients).map(|n| Address::parse(&format!("r{n}@hosp.example")).unwrap());
    let from = Address::parse("a@hosp.example").unwrap();
    Submission::new(Envelope::new(Some(from), to).unwrap(), bytes.into()).unwrap()
}

fn plain(port: u16) -> Relay {
    Relay::new("127.0.0.1", port, Security::PlainOnLoopback).unwrap()
}

fn password() -> SignIn {
    SignIn::Password { user: "a@hosp.example".into(), password: "pw".into() }
}

/// Runs one attempt against a script; gives the end, the stages, and what the relay heard.
async fn run(
    script: Script,
    relay: impl FnOnce(u16) -> Relay,
    submission: &Submission,
) -> (Attempt, Vec<Stage>, Heard) {
    let (port, heard) = play(script).await;
    let (end, stages) = observed(&relay(port), submission).await;
    (end, stages, heard.await.unwrap())
}

async fn observed(relay: &Relay, submission: &Submission) -> (Attempt, Vec<Stage>) {
    let stages = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&stages);
    let end = attempt(relay, &password(), submission, |stage| {
        seen.lock().unwrap().push(stage);
        async { Proceed::Go }
    })
    .await;
    let stages = stages.lock().unwrap().clone();
    (end, stages)
}

/// How an attempt ended, in a word.
fn name(end: &Attempt) -> String {
    match end {
        Attempt::Accepted { reply } => format!("accepted {}", reply.code),
        Attempt::TryLater { why: WhyLater::Reply(reply) } => format!("later {}", reply.code),
        Attempt::TryLater { why: WhyLater::Recipients(who) } => format!("later for {}", who.len()),
        Attempt::TryLater { why } => format!("later {why:?}"),
        Attempt::Refused(Refusal::Recipients(who)) => {
            format!("refused {}", who.iter().map(|w| w.address.local()).collect::<Vec<_>>().join(","))
        }
        Attempt::Refused(Refusal::Message(reply)) => format!("refused {}", reply.code),
        Attempt::Refused(Refusal::TooLarge(reply)) => format!("too large {}", reply.code),
        Attempt::Refused(Refusal::Unsendable(what)) => format!("unsendable {what:?}"),
        Attempt::NeedsSignIn { reply } => format!("sign in {}", reply.code),
        Attempt::Unclear { why } => format!("unclear {why:?}"),
    }
}

/// One case: what the relay does where, how the attempt ends, how many stages were told.
async fn check(script: &[(&'static str, Act)], expected: &str, stages: usize) -> Heard {
    let (end, seen, heard) = run(script.iter().cloned().collect(), plain, &submission(5, MAIL)).await;
    let points: Vec<_> = script.iter().map(|(point, _)| point).collect();
    assert_eq!(name(&end), expected, "{points:?}");
    assert_eq!(seen.len(), stages, "{points:?}: {seen:?}");
    heard
}

#[tokio::test]
async fn hands_over_exactly_these_bytes() {
    let heard = check(&[], "accepted 250", 4).await;
    let rcpt: Vec<_> = (1..=5).map(|n| format!("RCPT TO:<r{n}@hosp.example>")).collect();
    assert_eq!(heard.commands[2], "MAIL FROM:<a@hosp.example>");
    assert_eq!(heard.commands[3..8], rcpt);
    assert_eq!(heard.verbs()[8..], ["DATA", "QUIT"]);
    assert_eq!(heard.content.unwrap(), MAIL.replace("\r\n.dot", "\r\n..dot").as_bytes());
}

#[tokio::test]
async fn only_the_lost_answer_to_the_dot_is_unclear() {
    use Act::{Drop, SayAndDrop};
    check(&[("greeting", Drop)], "later Lost(Greeting)", 1).await;
    check(&[("EHLO", Drop)], "later Lost(Greeting)", 1).await;
    check(&[("AUTH", Drop)], "later Lost(SignIn)", 1).await;
    check(&[("MAIL", Drop)], "later Lost(Sender)", 1).await;
    for point in ["RCPT 1", "RCPT 2", "RCPT 3", "RCPT 4", "RCPT 5"] {
        check(&[(point, Drop)], "later Lost(Recipient)", 1).await;
    }
    check(&[("DATA", Drop)], "later Lost(Start)", 2).await;
    check(&[("dot", Drop)], "unclear Lost", 3).await;
    check(&[("dot", SayAndDrop("gibberish"))], "unclear Lost", 3).await;
    check(&[("dot", SayAndDrop("250 2.0.0 Ok: queued"))], "accepted 250", 4).await;
    check(&[("QUIT", Drop)], "accepted 250", 4).await;
}

#[tokio::test]
async fn a_line_lost_amid_the_content_is_no_riddle() {
    // More than any socket buffers, so that the writer notices.
    let big = "0123456789abcdef0123456789abcdef0123456789abcdef\r\n".repeat(1 << 19);
    let script = Script::from([("content", Act::Drop)]);
    let (end, stages, _) = run(script, plain, &submission(1, big)).await;
    assert_eq!(name(&end), "later Lost(Content)");
    assert_eq!(stages, [Stage::Connecting, Stage::BeforeData]);
}

#[tokio::test]
async fn reads_replies_where_they_are_given() {
    use Act::{Say, Write};
    check(&[("greeting", Say("421 4.3.2 shutting down"))], "later 421", 1).await;
    check(&[("greeting", Say("554 5.7.1 no service"))], "later 554", 1).await;
    check(&[("AUTH", Say("535 5.7.8 Error: authentication failed"))], "sign in 535", 1).await;
    check(&[("AUTH", Say("454 4.7.0 Temporary authentication failure"))], "later 454", 1).await;
    check(&[("EHLO", Say("250 relay.test"))], "later NoSignInOffered", 1).await;
    check(&[("MAIL", Say("552 5.3.4 too big"))], "too large 552", 1).await;
    check(&[("MAIL", Say("452 4.3.1 Insufficient system storage"))], "later 452", 1).await;
    check(
        &[("DATA", Say("550-5.5.3 guard: whole message refused\r\n550 5.5.3 200 recipients > 100"))],
        "refused 550",
        2,
    )
    .await;
    check(&[("DATA", Say("451 4.3.0 Try again"))], "later 451", 2).await;
    check(&[("DATA", Act::SayAndDrop("250 Ok"))], "later 250", 2).await;
    check(&[("dot", Say("450 4.7.1 greylisted"))], "later 450", 3).await;
    check(&[("dot", Say("552 5.3.4 too big"))], "too large 552", 3).await;
    check(&[("dot", Say("554 5.7.1 spam"))], "refused 554", 3).await;
    check(&[("dot", Say("421 4.3.2 shutting down"))], "later 421", 3).await;
    let endless = Write(vec![format!("250-{}", "x".repeat(900)); 1100].join("\r\n"));
    check(&[("dot", endless.clone())], "unclear Lost", 3).await;
    check(&[("MAIL", endless)], "later Lost(Sender)", 1).await;
}

#[tokio::test]
async fn keeps_the_words_of_a_reply() {
    let script = Script::from([(
        "dot",
        Act::Say("550-5.7.1 guard: this conversation\r\n550-5.7.1 is frozen\r\n550 5.7.1 (reply storm)"),
    )]);
    let (end, ..) = run(script, plain, &submission(1, MAIL)).await;
    let Attempt::Refused(Refusal::Message(reply)) = end else { panic!("{end:?}") };
    assert_eq!(reply.to_string(), "550 5.7.1 guard: this conversation is frozen (reply storm)");
}

#[tokio::test]
async fn one_refused_recipient_means_nobody() {
    use Act::Say;
    let unknown = Say("550 5.1.1 User unknown");
    let greylisted = Say("450 4.2.0 Greylisted");
    let heard = check(&[("RCPT 2", unknown.clone()), ("RCPT 4", unknown.clone())], "refused r2,r4", 1).await;
    assert_eq!(heard.verbs(), ["EHLO", "AUTH", "MAIL", "RCPT", "RCPT", "RCPT", "RCPT", "RCPT", "QUIT"]);
    let heard = check(&[("RCPT 2", greylisted.clone()), ("RCPT 4", unknown.clone())], "refused r4", 1).await;
    assert!(!heard.verbs().contains(&"DATA"));
    let heard = check(&[("RCPT 2", greylisted)], "later for 1", 1).await;
    assert!(!heard.verbs().contains(&"DATA"));
    check(&[("RCPT 2", unknown.clone()), ("RCPT 3", Act::SayAndDrop("421 4.7.0 too many errors"))], "refused r2", 1)
        .await;
    check(&[("RCPT 3", Act::SayAndDrop("421 4.7.0 too many errors"))], "later 421", 1).await;
}

#[tokio::test]
async fn silence_is_waited_out_and_no_longer() {
    let brief = Duration::from_millis(50);
    let hasty = |port| {
        plain(port).deadlines(Deadlines {
            command: brief,
            data: brief,
            after_dot: brief,
            quit: brief,
            ..Deadlines::default()
        })
    };
    for (point, expected) in [
        ("greeting", Attempt::TryLater { why: WhyLater::Silent(Phase::Greeting) }),
        ("RCPT 1", Attempt::TryLater { why: WhyLater::Silent(Phase::Recipient) }),
        ("DATA", Attempt::TryLater { why: WhyLater::Silent(Phase::Start) }),
        ("dot", Attempt::Unclear { why: WhyUnclear::Silent }),
    ] {
        let (end, ..) = run(Script::from([(point, Act::Hush)]), hasty, &submission(1, MAIL)).await;
        assert_eq!(end, expected, "{point}");
    }
    let (end, ..) = run(Script::from([("QUIT", Act::Hush)]), hasty, &submission(1, MAIL)).await;
    assert_eq!(name(&end), "accepted 250");
}

/// The queue hands over in tasks of its own, and its observer writes to a store.
#[tokio::test]
async fn runs_in_a_task() {
    let (port, _heard) = play(Script::new()).await;
    let stored = Arc::new(tokio::sync::Mutex::new(Vec::new()));
    let store = Arc::clone(&stored);
    let handing_over = tokio::spawn(async move {
        attempt(&plain(port), &password(), &submission(1, MAIL), |stage| {
            let store = Arc::clone(&store);
            async move {
                store.lock().await.push(stage);
                Proceed::Go
            }
        })
        .await
    });
    assert_eq!(name(&handing_over.await.unwrap()), "accepted 250");
    assert_eq!(stored.lock().await[2], Stage::DataSent);
}

#[tokio::test]
async fn nothing_listens() {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let (end, stages) = observed(&plain(port), &submission(1, MAIL)).await;
    assert_eq!((end, stages), (Attempt::TryLater { why: WhyLater::Unreachable }, vec![Stage::Connecting]));
}

/// While the observer thinks about `DataSent`, the relay has the content and not the dot; when it
/// says stop, the relay never gets the dot.
#[tokio::test]
async fn the_dot_waits_for_the_observer() {
    for stop_at in [Stage::Connecting, Stage::BeforeData, Stage::DataSent] {
        let (port, heard) = play(Script::new()).await;
        let relay = plain(port);
        let end = attempt(&relay, &password(), &submission(1, MAIL), |stage| {
            let answer = if stage == stop_at { Proceed::Stop } else { Proceed::Go };
            async move { answer }
        })
        .await;
        assert_eq!(end, Attempt::TryLater { why: WhyLater::Stopped });
        if stop_at == Stage::Connecting {
            heard.abort();
            continue;
        }
        assert_eq!(heard.await.unwrap().content, None, "{stop_at:?}");
    }
}

#[tokio::test]
async fn announces_what_needs_an_extension() {
    let address = |s| Address::parse(s).unwrap();
    let eai = Envelope::new(Some(address("a@hosp.example")), [address("jürgen@hosp.example")]).unwrap();
    let eai = Submission::new(eai, MAIL.into()).unwrap();
    let (end, ..) = run(Script::new(), plain, &eai).await;
    assert_eq!(end, Attempt::Refused(Refusal::Unsendable(Unsendable::NeedsUtf8Addresses)));
    let able = Script::from([("EHLO", Act::Say("250-relay.test\r\n250-SMTPUTF8\r\n250 AUTH PLAIN"))]);
    let (end, _, heard) = run(able, plain, &eai).await;
    assert_eq!(
        (name(&end).as_str(), heard.commands[2].as_str()),
        ("accepted 250", "MAIL FROM:<a@hosp.example> SMTPUTF8")
    );

    let eight_bit = submission(1, "A: b\r\n\r\n\u{e4}\r\n");
    let (end, _, heard) = run(Script::new(), plain, &eight_bit).await;
    assert_eq!(
        (name(&end).as_str(), heard.commands[2].as_str()),
        ("accepted 250", "MAIL FROM:<a@hosp.example> BODY=8BITMIME")
    );
    let unable = Script::from([("EHLO", Act::Say("250 AUTH PLAIN"))]);
    let (end, ..) = run(unable, plain, &eight_bit).await;
    assert_eq!(end, Attempt::Refused(Refusal::Unsendable(Unsendable::NeedsEightBit)));
}

/// How large a message may be is what the relay says at the latest connection (RFC 1870), STARTTLS or not.
#[tokio::test]
async fn what_the_relay_takes_is_learnt_and_announced() {
    let identity = Identity::new();
    let says = |offer| Script::from([("EHLO", Act::Say(offer))]);
    let relay =
        |port| Relay::with_roots("localhost", port, Security::StartTls, vec![identity.certificate.clone()]).unwrap();
    let (port, heard) = play_starttls(says("250-relay.test\r\n250-SIZE 5000\r\n250 AUTH PLAIN"), &identity).await;
    let known = relay(port);
    assert_eq!(known.largest_message(), None, "nobody has asked it yet");
    let (end, _) = observed(&known.clone(), &submission(1, MAIL)).await;
    assert_eq!((name(&end).as_str(), known.largest_message()), ("accepted 250", Some(5000)));
    assert_eq!(heard.await.unwrap().commands[4], format!("MAIL FROM:<a@hosp.example> SIZE={}", MAIL.len()));

    for (offer, taken) in [
        ("250-relay.test\r\n250-SIZE 7000\r\n250 AUTH PLAIN", Some(7000)),
        ("250-relay.test\r\n250-SIZE\r\n250 AUTH PLAIN", None),
        ("250-relay.test\r\n250 AUTH PLAIN", None),
    ] {
        let (port, _) = play(says(offer)).await;
        let known = plain(port);
        assert_eq!(known.probe().await.map(|_| known.largest_message()), Ok(taken), "{offer}");
    }
    let (port, heard) = play(says("250-relay.test\r\n250-SIZE 0\r\n250 AUTH PLAIN")).await;
    observed(&plain(port), &submission(1, MAIL)).await;
    assert!(heard.await.unwrap().commands[2].ends_with("SIZE=55"), "it is announced where there is no limit, too");
}

/// Refused for its size, whatever the code; a full mailbox is another matter.
#[tokio::test]
async fn too_large_is_told_from_other_refusals() {
    use Act::Say;
    check(&[("MAIL", Say("552 message size exceeds fixed maximum message size"))], "too large 552", 1).await;
    check(&[("DATA", Say("554 5.2.3 longer than the administrator allows"))], "too large 554", 2).await;
    check(&[("dot", Say("552 5.2.2 mailbox full"))], "refused 552", 3).await;
    check(&[("RCPT 1", Say("552 5.3.4 too big for this one"))], "refused r1", 1).await;
}

#[tokio::test]
async fn tls_is_required_where_configured() {
    let identity = Identity::new();
    let relay = |port, security, identity: &Identity| {
        Relay::with_roots("localhost", port, security, vec![identity.certificate.clone()]).unwrap()
    };
    let (port, heard) = play_tls(Script::new(), &identity).await;
    let (end, stages) = observed(&relay(port, Security::ImplicitTls, &identity), &submission(2, MAIL)).await;
    assert_eq!((name(&end).as_str(), stages.len()), ("accepted 250", 4));
    assert!(heard.await.unwrap().content.is_some());

    let (port, heard) = play_starttls(Script::new(), &identity).await;
    let (end, stages) = observed(&relay(port, Security::StartTls, &identity), &submission(1, MAIL)).await;
    assert_eq!((name(&end).as_str(), stages.len()), ("accepted 250", 4));
    assert_eq!(heard.await.unwrap().verbs(), ["EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"]);

    let stranger = Identity::new();
    let (port, _) = play_tls(Script::new(), &stranger).await;
    let (end, _) = observed(&relay(port, Security::ImplicitTls, &identity), &submission(1, MAIL)).await;
    assert_eq!(name(&end), "later NoTls");
}

/// Nothing but EHLO and STARTTLS is ever said before TLS, and what was slipped in behind the 220 is
/// not taken for an answer that came under TLS.
#[tokio::test]
async fn starttls_cannot_be_talked_away() {
    let identity = Identity::new();
    for script in [
        ("plain EHLO", Act::Say("250-relay.test\r\n250 AUTH PLAIN")),
        ("STARTTLS", Act::Say("454 4.7.0 TLS not available")),
        ("STARTTLS", Act::Say("220 go ahead\r\n250-relay.test\r\n250 AUTH PLAIN")),
    ] {
        let (port, heard) = play_starttls(Script::from([script]), &identity).await;
        let relay =
            Relay::with_roots("localhost", port, Security::StartTls, vec![identity.certificate.clone()]).unwrap();
        let (end, _) = observed(&relay, &submission(1, MAIL)).await;
        assert_eq!(name(&end), "later NoTls");
        assert!(heard.await.unwrap().verbs().iter().all(|v| ["EHLO", "STARTTLS"].contains(v)));
    }
}

/// Somebody who sets a relay up is told what it offers; nothing is sent, nobody signs in.
#[tokio::test]
async fn a_probe_tells_what_is_offered() {
    let mine = Identity::new();
    let trusting =
        |port, security| Relay::with_roots("localhost", port, security, vec![mine.certificate.clone()]).unwrap();
    let offer = "250-relay.test\r\n250-STARTTLS\r\n250-SIZE 10240000\r\n250 AUTH plain LOGIN";
    let script = || Script::from([("EHLO", Act::Say(offer))]);
    let (port, heard) = play_tls(script(), &mine).await;
    let found = trusting(port, Security::ImplicitTls).probe().await.unwrap();
    assert_eq!((found.extension("AUTH"), found.extension("SIZE")), (Some("PLAIN LOGIN"), Some("10240000")));
    assert_eq!((found.extension("STARTTLS"), found.extension("AUT")), (Some(""), None));
    assert_eq!(heard.await.unwrap().verbs(), ["EHLO"]);

    let (port, _heard) = play_starttls(script(), &mine).await;
    let found = trusting(port, Security::StartTls).probe().await.unwrap();
    assert_eq!(found.extension("AUTH"), Some("PLAIN LOGIN"), "what is said after STARTTLS");
}

#[tokio::test]
async fn a_probe_says_why_it_was_not_told() {
    let no_mail = |script: Script| async {
        let (port, _heard) = play(script).await;
        plain(port).probe().await.unwrap_err()
    };
    let said = no_mail(Script::from([("greeting", Act::Say("554 no mail here"))])).await;
    assert!(matches!(said, ProbeError::NotSmtp(why) if why.contains("not an SMTP server")), "{said}");
    let said = no_mail(Script::from([("EHLO", Act::Say("502 what?"))])).await;
    assert!(matches!(said, ProbeError::NotSmtp(why) if why.contains("EHLO")), "{said}");
    let said = no_mail(Script::from([("EHLO", Act::Drop)])).await;
    assert!(matches!(said, ProbeError::NotSmtp(why) if why.contains("ended")), "{said}");

    let (port, _heard) = play(Script::from([("AUTH", Act::Say("535 5.7.8 not you"))])).await;
    let said = plain(port).try_sign_in("a@hosp.example", "pw").await.unwrap_err();
    assert!(matches!(&said, ProbeError::Refused(words) if words.contains("not you")), "{said}");
}
