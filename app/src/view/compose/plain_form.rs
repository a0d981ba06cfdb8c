//! The composer's form, sent by a browser without script: everything typed is kept first, then what
//! the button says is done. Ends with the page that shows what came of it.

use super::answer::page_of;
use super::entries::{Wells, entries};
use crate::api::ComposeForm;
use crate::path::LocalPath;
use crate::words::en::typed_number;
use levee_contract::{AppError, Caller, Confirmed, Levee, MessageRef, SendRequest, Start, Telling, Who};
use levee_guard::Remedy;
use levee_mail::{Draft, DraftId, Importance, ReplyKind};

/// Does what was asked.
pub(crate) async fn answer_plain_form(levee: &dyn Levee, who: &Caller, form: &ComposeForm) -> LocalPath {
    let Some(id) = DraftId::parse(&form.id) else { return LocalPath::compose().telling(&AppError::Gone) };
    let page = LocalPath::draft(&id);
    match act(levee, who, &id, form).await {
        Ok(page) => page,
        Err(problem) => page.telling(&problem),
    }
}

async fn act(levee: &dyn Levee, who: &Caller, id: &DraftId, form: &ComposeForm) -> Result<LocalPath, AppError> {
    if form.act == "discard" {
        levee.discard(who, id).await?;
        return Ok(LocalPath::drafts());
    }
    let mut draft = typed(form);
    if let Ok(remedy) = Remedy::parse(&form.act) {
        apply(levee, who, &mut draft, &remedy).await?;
    }
    let saved = levee.save(who, id, form.version, &draft).await?;
    let page = LocalPath::draft(id);
    if ["wrong", "not_wrong"].contains(&form.act.as_str()) {
        let wrong = Some(form.why.clone());
        let (confirmation, emergency) = (None, None);
        let request = SendRequest { id: id.clone(), version: saved.version, draft, confirmation, emergency, wrong };
        return call_wrong(levee, who, form, &request).await;
    }
    if !["send", "emergency"].contains(&form.act.as_str()) {
        return Ok(page);
    }
    let emergency = (form.act == "emergency").then(|| form.emergency.clone());
    let question = (!form.question.is_empty()).then(|| form.question.clone());
    let confirmation = question.map(|question| Confirmed { question, typed: typed_number(&form.typed) });
    let wrong = (!form.wrong.is_empty()).then(|| form.wrong_why.clone());
    let request = SendRequest { id: id.clone(), version: saved.version, draft, confirmation, emergency, wrong };
    Ok(page_of(page, &levee.send(who, &request).await?))
}

/// Calls the verdict shown wrong, or takes that back; the page shows it again.
async fn call_wrong(
    levee: &dyn Levee,
    who: &Caller,
    form: &ComposeForm,
    request: &SendRequest,
) -> Result<LocalPath, AppError> {
    let page = LocalPath::draft(&request.id);
    let telling = if form.act == "wrong" { Telling::Wrong } else { Telling::TakeBack };
    let reference = if form.verdict.is_empty() {
        let Some(reference) = levee.call_stop_wrong(who, request).await? else { return Ok(page) };
        reference
    } else {
        levee.tell_wrong(who, &form.verdict, telling, &form.why).await?;
        form.verdict.clone()
    };
    let page = match (form.question.as_str(), form.number.as_str()) {
        ("", _) => page.with("blocked", &reference),
        (question, "") => page.with("question", question).with("verdict", &reference),
        (question, number) => page.with("question", question).with("verdict", &reference).with("number", number),
    };
    Ok(if telling == Telling::Wrong { page.with("told", "wrong") } else { page })
}

/// The draft of the fields as typed.
fn typed(form: &ComposeForm) -> Draft {
    let wells = Wells { to: entries(&form.to), cc: entries(&form.cc), bcc: entries(&form.bcc) };
    let kind = match form.kind.as_str() {
        "reply" => ReplyKind::Reply,
        "reply_all" => ReplyKind::ReplyAll,
        "forward" => ReplyKind::Forward,
        _ => ReplyKind::New,
    };
    let parent = MessageRef { mailbox: form.mailbox.clone(), uid_validity: form.uidvalidity, uid: form.uid };
    let parent = (!parent.mailbox.is_empty()).then_some(parent);
    let lines = |text: &str| text.replace("\r\n", "\n");
    let subject = form.subject.replace(['\r', '\n'], " ");
    let text = lines(&form.text);
    // What is formatted is edited with script only; its plain form, changed here, takes its place.
    let html = if text == lines(&form.was) { form.html.clone() } else { String::new() };
    // Whether they are there, and this account's, is found out when they are sent.
    let files = serde_json::from_str(&form.files).unwrap_or_default();
    let quote = lines(&form.quote);
    let taken_from = serde_json::from_str(&form.taken_from).unwrap_or_default();
    let importance = Importance::parse(&form.importance).unwrap_or_default();
    let mut draft =
        Draft { kind, parent, subject, text, quote, html, files, importance, taken_from, ..Draft::default() };
    wells.fill(&mut draft);
    draft
}

/// Changes the draft as a remedy says; the words stay.
async fn apply(levee: &dyn Levee, who: &Caller, draft: &mut Draft, remedy: &Remedy) -> Result<(), AppError> {
    let mut wells = Wells::of(draft);
    match (remedy, draft.parent.clone()) {
        (Remedy::Remove(address), _) => wells.remove(address),
        (Remedy::MoveToBcc, _) => {
            let chips = levee.audience(who, draft).await?.chips;
            let outside = chips.into_iter().filter(|chip| chip.who == Who::Outside);
            wells.move_to_bcc(&outside.map(|chip| chip.address).collect::<Vec<_>>());
        }
        (Remedy::ReplyToSender, Some(message)) => {
            wells = Wells::of(&levee.start(who, &Start::Reply { message }).await?.draft);
            draft.kind = ReplyKind::Reply;
        }
        _ => {}
    }
    wells.fill(draft);
    Ok(())
}
