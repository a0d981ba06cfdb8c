//! What belongs to writing: files, copies of drafts, signatures, correspondents.

use crate::Database;
use levee_mail::{Address, Contact, Draft, DraftId, FileId, ParentRef};
use levee_store::{DraftCopy, DraftFileRow, SignatureRow, Store, StoreError};

const NOW: i64 = 1_800_000_000;
const ALICE: &str = "alice@hosp.example";
const BOB: &str = "bob@hosp.example";

async fn store() -> Option<(Database, Store)> {
    let database = Database::make()?;
    let store = Store::open(&database.place()).await.unwrap();
    Some((database, store))
}

fn draft(n: u8) -> DraftId {
    DraftId::from_random([n; 16])
}

fn file(n: u8, bytes: &[u8]) -> DraftFileRow {
    let id = FileId::parse(draft(n).as_str()).unwrap();
    DraftFileRow { id, name: "rota.pdf".into(), content_type: "application/pdf".into(), bytes: bytes.to_vec() }
}

#[tokio::test]
async fn a_file_belongs_to_its_draft_and_must_fit() {
    let Some((_database, store)) = store().await else { return };
    let (small, large) = (file(1, b"four"), file(2, b"seven b"));
    store.keep_file(ALICE, &draft(9), &small, 10, NOW).await.unwrap();
    let refused = store.keep_file(ALICE, &draft(9), &large, 10, NOW).await;
    assert!(matches!(refused, Err(StoreError::Conflict)), "eleven bytes: {refused:?}");
    assert_eq!(store.draft_file(ALICE, &draft(9), &small.id).await.unwrap(), small);
    assert!(matches!(store.draft_file(BOB, &draft(9), &small.id).await, Err(StoreError::Gone)));
    store.drop_file(BOB, &draft(9), &small.id).await.unwrap();
    store.drop_file(ALICE, &draft(9), &small.id).await.unwrap();
    assert!(matches!(store.draft_file(ALICE, &draft(9), &small.id).await, Err(StoreError::Gone)));
    store.keep_file(ALICE, &draft(9), &large, 10, NOW).await.unwrap();
}

#[tokio::test]
async fn a_copy_of_a_draft_is_found_where_it_was_put_last() {
    let Some((_database, store)) = store().await else { return };
    let copy = |uid, version| DraftCopy {
        draft: draft(1),
        place: ParentRef { mailbox: "Drafts".into(), uid_validity: 7, uid },
        version,
    };
    store.set_draft_copy(ALICE, &copy(3, 1)).await.unwrap();
    store.set_draft_copy(ALICE, &copy(4, 2)).await.unwrap();
    assert_eq!(store.draft_copies(ALICE).await.unwrap(), [copy(4, 2)]);
    assert_eq!(store.draft_copy(BOB, &draft(1)).await.unwrap(), None);
    store.forget_draft_copy(ALICE, &draft(1)).await.unwrap();
    assert_eq!(store.draft_copy(ALICE, &draft(1)).await.unwrap(), None);
}

#[tokio::test]
async fn a_signature_is_the_last_one_written() {
    let Some((_database, store)) = store().await else { return };
    assert_eq!(store.signature(ALICE).await.unwrap(), SignatureRow::default());
    for (in_new, in_answer) in [(true, true), (true, false)] {
        let signature = SignatureRow { html: "<p>Alice</p>".into(), text: "Alice".into(), in_new, in_answer };
        store.set_signature(ALICE, &signature).await.unwrap();
        assert_eq!(store.signature(ALICE).await.unwrap(), signature);
    }
}

#[tokio::test]
async fn a_draft_is_discarded_by_its_author_alone() {
    let Some((_database, store)) = store().await else { return };
    let text = Draft { subject: "Rota".into(), ..Draft::default() };
    store.save_draft(ALICE, &draft(1), 0, &text, NOW).await.unwrap();
    store.discard_draft(BOB, &draft(1)).await.unwrap();
    assert_eq!(store.draft(ALICE, &draft(1)).await.unwrap().draft, text, "it is not his");
    store.discard_draft(ALICE, &draft(1)).await.unwrap();
    assert!(matches!(store.draft(ALICE, &draft(1)).await, Err(StoreError::Gone)));
}

#[tokio::test]
async fn whom_one_wrote_to_last_comes_first() {
    let Some((_database, store)) = store().await else { return };
    let contact = |local: &str, name: Option<&str>| Contact {
        name: name.map(str::to_owned),
        address: Address::parse(&format!("{local}@hosp.example")).unwrap(),
    };
    for (n, (local, name)) in [("carol", Some("Carol")), ("dave", None), ("carol", None)].into_iter().enumerate() {
        let mut acceptance = store.begin_acceptance().await.unwrap();
        let at = NOW + i64::try_from(n).unwrap();
        acceptance
            .submit(&super::outbox::written_to(n as u8, contact(local, name), at), &super::outbox::no_memory())
            .await
            .unwrap();
        acceptance.commit().await.unwrap();
    }
    let found = store.correspondents(ALICE, 5).await.unwrap();
    let found: Vec<_> = found.into_iter().map(|one| (one.contact, one.times)).collect();
    assert_eq!(found, [(contact("carol", Some("Carol")), 2), (contact("dave", None), 1)]);
    assert_eq!(store.correspondents(ALICE, 1).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_ignored_is_each_readers_own() {
    let Some((_database, store)) = store().await else { return };
    let (alice, bob) = ("alice@hosp.example", "bob@hosp.example");
    store.ignore_conversation(alice, b"one", NOW).await.unwrap();
    store.ignore_conversation(alice, b"one", NOW + 9).await.unwrap();
    store.ignore_conversation(alice, b"two", NOW + 1).await.unwrap();
    store.ignore_conversation(bob, b"two", NOW + 2).await.unwrap();
    let of = async |account| {
        let ignored = store.ignored_conversations(account).await.unwrap();
        ignored.into_iter().map(|one| (one.root, one.at)).collect::<Vec<_>>()
    };
    assert_eq!(of(alice).await, [(b"one".to_vec(), NOW), (b"two".to_vec(), NOW + 1)], "since it was ignored first");
    store.stop_ignoring(alice, b"two").await.unwrap();
    assert!(matches!(store.stop_ignoring(alice, b"two").await, Err(StoreError::Gone)));
    assert_eq!((of(alice).await.len(), of(bob).await), (1, vec![(b"two".to_vec(), NOW + 2)]));
}
