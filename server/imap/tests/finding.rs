//! Finding messages and reading their marks, against a server that plays a script.

mod fake_server;

use fake_server::{Script, serve};
use levee_imap::{Client, ImapError, MailboxName, SearchKey, Session, UidSet};
use tokio::task::JoinHandle;

async fn signed_in(script: Script) -> (Session, JoinHandle<Vec<String>>) {
    let (server, heard) = serve("* OK ready", script, 1).await;
    (Client::connect(&server).await.unwrap().login("a", "pw").await.unwrap(), heard)
}

fn either(one: SearchKey, other: SearchKey) -> SearchKey {
    SearchKey::Either(Box::new(one), Box::new(other))
}

/// The command that a search is written as.
async fn written(keys: &[SearchKey]) -> String {
    let (mut session, heard) = signed_in(&[("UID SEARCH", "+\nTAG OK done")]).await;
    // Only a literal is asked for; where there is none, the "+" is more than was announced.
    let _ = session.search(&MailboxName::inbox(), keys).await;
    drop(session);
    heard.await.unwrap().into_iter().filter(|line| line.starts_with("UID SEARCH")).collect()
}

#[tokio::test]
async fn no_words_leave_their_string() {
    let subject = |words: &str| SearchKey::Subject(words.to_owned());
    let from = |words: &str| SearchKey::From(words.to_owned());
    for (keys, expected) in [
        (vec![either(subject("a"), from("a"))], "UID SEARCH CHARSET UTF-8 ALL OR SUBJECT \"a\" FROM \"a\""),
        (
            vec![SearchKey::Unread, SearchKey::Uids(UidSet::new([3, 4, 9]).unwrap())],
            "UID SEARCH CHARSET UTF-8 ALL UNSEEN UID 3:4,9",
        ),
        (vec![subject("x\" OR ALL \"")], "UID SEARCH CHARSET UTF-8 ALL SUBJECT \"x\\\" OR ALL \\\"\""),
        (vec![subject("x\r\nA1 LOGOUT")], "UID SEARCH CHARSET UTF-8 ALL SUBJECT {12}"),
    ] {
        assert_eq!(written(&keys).await, expected);
    }
    let (mut session, _) = signed_in(&[]).await;
    let nul = session.search(&MailboxName::inbox(), &[subject("\0")]).await;
    assert_eq!(nul, Err(ImapError::BadText));
}

const STRUCTURE: &str = "* 7 FETCH (UID 70 BODYSTRUCTURE (\"text\" \"plain\" NIL NIL NIL \"7bit\" 1 1 NIL NIL NIL NIL))\n\
    * 6 FETCH (UID 60 BODYSTRUCTURE (\"application\" \"pdf\" (\"name\" \"a.pdf\") NIL NIL \"base64\" 1 NIL (\"attachment\" (\"filename\" \"a.pdf\")) NIL NIL))\n\
    * 6 FETCH (FLAGS (\\Seen))\n\
    TAG OK done";

#[tokio::test]
async fn files_are_looked_for_from_the_newest_on_and_no_further_than_asked() {
    let (mut session, heard) = signed_in(&[("FETCH", STRUCTURE)]).await;
    let found = session.with_files(&MailboxName::inbox(), 2).await.unwrap();
    assert_eq!((found.uid_validity, found.uids, found.looked), (9, vec![60], Some(2)));
    let found = session.with_files(&MailboxName::inbox(), 100).await.unwrap();
    assert_eq!((found.uids, found.looked), (vec![60], None), "that was all of them");
    drop(session);
    let heard = heard.await.unwrap();
    let fetched: Vec<_> = heard.iter().filter(|line| line.starts_with("FETCH")).collect();
    assert_eq!(fetched, ["FETCH 6:7 (UID BODYSTRUCTURE)", "FETCH 1:7 (UID BODYSTRUCTURE)"]);
}

#[tokio::test]
async fn files_among_messages_are_theirs_alone() {
    let (mut session, _) = signed_in(&[("UID FETCH", STRUCTURE)]).await;
    let inbox = MailboxName::inbox();
    let among = |uids: &[u32]| UidSet::new(uids.iter().copied()).unwrap();
    assert_eq!(session.files_among(&inbox, 9, &among(&[60, 70])).await, Ok(vec![60]));
    assert_eq!(session.files_among(&inbox, 9, &among(&[70])).await, Ok(vec![]), "the server speaks of others too");
    assert_eq!(session.files_among(&inbox, 8, &among(&[60])).await, Err(ImapError::Gone));
}

#[tokio::test]
async fn marks_are_those_of_the_messages_asked_about() {
    let script: Script = &[(
        "UID FETCH",
        "* 1 FETCH (UID 5 FLAGS (\\Seen $Junk))\n* 2 FETCH (UID 6 FLAGS (\\Flagged $NotJunk))\n* 3 FETCH (FLAGS ())\nTAG OK done",
    )];
    let (mut session, _) = signed_in(script).await;
    let flags = session.flags_of(&MailboxName::inbox(), 9, &UidSet::new([5]).unwrap()).await.unwrap();
    let [(5, flags)] = flags.as_slice() else { panic!("{flags:?}") };
    assert_eq!((flags.seen, flags.junk, flags.flagged, flags.not_junk), (true, true, false, false));
}
