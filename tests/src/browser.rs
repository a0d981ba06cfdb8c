//! A browser without a screen: keeps its cookie, says where its requests come from, and calls the server's
//! functions as the page does.

mod answer;

use crate::organisation::contact;
pub use answer::Page;
use answer::{Letter, Opened, Timed, answer, no_answer};
use levee_contract::{
    AppError, Audience, Confirmed, Done, DraftRow, HeldRow, HeldView, MessageList, MessageRef, MessageView, OpenDraft,
    OutboxRow, Outcome, OwnHeld, OwnReleased, Particulars, PolicyInForce, SendRequest, Start, Watch,
};
use levee_mail::{Draft, DraftId};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use ureq::Agent;
use ureq::http::{Method, Request};

/// A browser on one site.
#[derive(Clone)]
pub struct Browser {
    agent: Agent,
    origin: String,
    cookie: Option<String>,
}

impl Browser {
    /// A browser in which nobody has signed in, at a site like `http://127.0.0.1:3000`.
    #[must_use]
    pub fn new(origin: &str) -> Self {
        // A connection for each request: one that the server has closed, or lost when it was killed, tells nothing.
        let settings = Agent::config_builder().http_status_as_error(false).max_redirects(0).max_idle_connections(0);
        let agent = settings.timeout_global(Some(Duration::from_secs(30))).build().into();
        Self { agent, origin: origin.to_owned(), cookie: None }
    }

    /// The cookie as it goes out, `levee=...`.
    #[must_use]
    pub fn cookie(&self) -> Option<&str> {
        self.cookie.as_deref()
    }

    /// Host and port of the site.
    pub(crate) fn host(&self) -> &str {
        self.origin.strip_prefix("http://").unwrap_or(&self.origin)
    }

    /// Signs in by the form of the page; keeps the cookie.
    ///
    /// # Errors
    /// What the page would be told.
    pub fn sign_in(&mut self, local: &str, password: &str) -> Result<Page, AppError> {
        let page = self.post_form("sign_in", &[("address", local), ("password", password), ("next", "/mail/INBOX")]);
        let cookie = page.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
        self.cookie = (!cookie.is_empty()).then_some(cookie);
        answer::<()>(&page).map(|()| page)
    }

    /// Hands a draft over to be sent, as a new one.
    ///
    /// # Errors
    /// What the page would be told.
    pub fn send(&self, draft: &Draft) -> Result<Outcome, AppError> {
        self.send_as(&fresh_id(), draft, None)
    }

    /// The same under an id, perhaps with the answer to a question.
    ///
    /// # Errors
    /// What the page would be told.
    pub fn send_as(&self, id: &DraftId, draft: &Draft, confirmation: Option<Confirmed>) -> Result<Outcome, AppError> {
        let request = SendRequest {
            id: id.clone(),
            version: 0,
            draft: draft.clone(),
            confirmation,
            emergency: None,
            wrong: None,
        };
        self.timed("send", &json!({ "request": request }))
    }

    /// Whom a draft reaches, and the facts.
    ///
    /// # Errors
    /// What the page would be told.
    pub fn audience(&self, draft: &Draft) -> Result<Audience, AppError> {
        self.call("expand_audience", &json!({ "draft": draft }))
    }

    /// The outbox.
    ///
    /// # Errors
    /// What the page would be told.
    pub fn outbox(&self) -> Result<Vec<OutboxRow>, AppError> {
        self.timed("list_outbox", &json!({}))
    }

    /// The drafts.
    ///
    /// # Errors
    /// What the page would be told.
    pub fn drafts(&self) -> Result<Vec<DraftRow>, AppError> {
        self.timed("list_drafts", &json!({}))
    }

    /// Takes a message back.
    ///
    /// # Errors
    /// What the page would be told.
    pub fn undo(&self, id: &DraftId) -> Result<(), AppError> {
        self.form("undo_send", &[("id", id.as_str())])
    }

    /// The newest messages of a mailbox.
    ///
    /// # Errors
    /// What the page would be told.
    pub fn list(&self, mailbox: &str) -> Result<MessageList, AppError> {
        self.list_at(&format!("/mail/{}", escaped(mailbox)))
    }

    /// The rows that a page shows, by its path and query.
    ///
    /// # Errors
    /// What the page would be told.
    pub fn list_at(&self, page: &str) -> Result<MessageList, AppError> {
        self.timed("list_messages", &json!({ "page": page }))
    }

    /// Does something to the messages of these subjects, as the page does: by UID.
    ///
    /// # Errors
    /// What the page would be told.
    pub fn act(&self, mailbox: &str, subjects: &[&str], act: &str, to: &str) -> Result<Done, AppError> {
        let rows = self.list(mailbox)?.rows;
        let chosen: Vec<_> = rows.into_iter().filter(|row| subjects.contains(&row.subject.as_str())).collect();
        let validity = chosen.first().map_or(0, |row| row.message.uid_validity).to_string();
        let uids: Vec<String> = chosen.iter().map(|row| row.message.uid.to_string()).collect();
        let page = format!("/mail/{}", escaped(mailbox));
        let mut fields = vec![("page", page.as_str()), ("act", act), ("validity", validity.as_str()), ("to", to)];
        fields.extend(uids.iter().map(|uid| ("uids[]", uid.as_str())));
        self.form("act_on_messages", &fields)
    }

    /// Takes back what was done.
    ///
    /// # Errors
    /// What the page would be told.
    pub fn take_back(&self, done: &Done) -> Result<(), AppError> {
        self.call("undo_act", &json!({ "steps": done.undo }))
    }

    /// Opens the message of this subject in a mailbox.
    ///
    /// # Errors
    /// What the page would be told; `Gone` when none has the subject.
    pub fn open(&self, mailbox: &str, subject: &str) -> Result<MessageView, AppError> {
        let rows = self.list(mailbox)?.rows;
        let row = rows.into_iter().find(|row| row.subject == subject).ok_or(AppError::Gone)?;
        self.letter(&row.message).map(|letter| letter.message)
    }

    /// What only the open message shows of itself.
    ///
    /// # Errors
    /// What the page would be told.
    pub fn particulars(&self, message: &MessageRef) -> Result<Particulars, AppError> {
        self.letter(message).map(|letter| letter.particulars)
    }

    fn letter(&self, message: &MessageRef) -> Result<Letter, AppError> {
        let opened: Opened = self.timed("open_message", &json!({ "message": message }))?;
        Ok(serde_json::from_str(&opened.letter).expect("the letter as text"))
    }

    /// Opens the composer.
    ///
    /// # Errors
    /// What the page would be told.
    pub fn start(&self, start: &Start) -> Result<OpenDraft, AppError> {
        self.timed("start_compose", &json!({ "start": start }))
    }

    /// What happened in the last hours.
    ///
    /// # Errors
    /// What the page would be told.
    pub fn watch(&self, hours: u32) -> Result<Watch, AppError> {
        self.timed("watch_mail", &json!({ "hours": hours }))
    }

    /// What waits for this account's decision.
    ///
    /// # Errors
    /// What the page would be told.
    pub fn waiting(&self) -> Result<Vec<HeldRow>, AppError> {
        self.timed("list_held", &json!({}))
    }

    /// A held message.
    ///
    /// # Errors
    /// What the page would be told.
    pub fn held(&self, id: &DraftId) -> Result<HeldView, AppError> {
        self.timed("open_held", &json!({ "id": id }))
    }

    /// Lets a held message go.
    ///
    /// # Errors
    /// What the page would be told.
    pub fn release(&self, id: &DraftId) -> Result<(), AppError> {
        self.form("release_held", &[("id", id.as_str())])
    }

    /// Returns a held message with a reason.
    ///
    /// # Errors
    /// What the page would be told.
    pub fn reject(&self, id: &DraftId, reason: &str) -> Result<(), AppError> {
        self.form("reject_held", &[("id", id.as_str()), ("reason", reason)])
    }

    /// A message of another mail program that waits for this account, with the question.
    ///
    /// # Errors
    /// What the page would be told.
    pub fn own_held(&self, id: &DraftId) -> Result<OwnHeld, AppError> {
        self.timed("open_own", &json!({ "id": id }))
    }

    /// Sends it, with the question answered.
    ///
    /// # Errors
    /// What the page would be told.
    pub fn release_own(&self, id: &DraftId, question: &str, typed: &str) -> Result<OwnReleased, AppError> {
        self.form("release_own", &[("id", id.as_str()), ("question", question), ("typed", typed)])
    }

    /// Does not send it, and copies it to the drafts in the mailbox.
    ///
    /// # Errors
    /// What the page would be told.
    pub fn keep_back(&self, id: &DraftId) -> Result<(), AppError> {
        self.form("keep_back", &[("id", id.as_str())])
    }

    /// The policy in force.
    ///
    /// # Errors
    /// What the page would be told.
    pub fn policy(&self) -> Result<PolicyInForce, AppError> {
        self.call("policy_in_force", &json!({}))
    }

    /// Changes the policy in force; the number of the new one.
    ///
    /// # Errors
    /// What the page would be told.
    pub fn change_policy(&self, values: &[(&str, &str)]) -> Result<u64, AppError> {
        let base = self.policy()?.version.to_string();
        let mut fields = vec![("base".to_owned(), base), ("reason".to_owned(), "a test".to_owned())];
        for (n, (name, value)) in values.iter().enumerate() {
            fields.push((format!("values[{n}][0]"), (*name).to_owned()));
            fields.push((format!("values[{n}][1]"), (*value).to_owned()));
        }
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.form("change_policy", &fields)
    }

    /// Sets the mode of every rule, `enforce` or `observe`; the number of the new policy.
    ///
    /// # Errors
    /// What the page would be told.
    pub fn set_mode(&self, mode: &str) -> Result<u64, AppError> {
        let base = self.policy()?.version.to_string();
        self.form("change_policy", &[("base", base.as_str()), ("reason", "a test"), ("mode", mode)])
    }

    /// Calls a function that takes JSON.
    ///
    /// # Errors
    /// What the page would be told.
    pub fn call<T: DeserializeOwned>(&self, function: &str, arguments: &Value) -> Result<T, AppError> {
        let headers = [("accept", "application/json"), ("content-type", "application/json")];
        let body = arguments.to_string();
        answer(&self.request(Method::POST, &format!("/api/{function}"), &headers, &body).map_err(|_| no_answer())?)
    }

    /// Calls a function that takes the fields of a form.
    ///
    /// # Errors
    /// What the page would be told.
    pub fn form<T: DeserializeOwned>(&self, function: &str, fields: &[(&str, &str)]) -> Result<T, AppError> {
        answer(&self.post_form(function, fields))
    }

    /// Calls a function that takes JSON and answers with the server's clock.
    ///
    /// # Errors
    /// What the page would be told.
    pub fn timed<T: DeserializeOwned>(&self, function: &str, arguments: &Value) -> Result<T, AppError> {
        self.call::<Timed<T>>(function, arguments).map(|timed| timed.value)
    }

    fn post_form(&self, function: &str, fields: &[(&str, &str)]) -> Page {
        let headers = [("accept", "application/json"), ("content-type", "application/x-www-form-urlencoded")];
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
        self.request(Method::POST, &format!("/api/{function}"), &headers, &body.join("&")).expect("an answer")
    }

    /// Asks for a page, as a link does.
    ///
    /// # Panics
    /// When no answer comes.
    #[must_use]
    pub fn get(&self, path: &str, headers: &[(&str, &str)]) -> Page {
        self.try_get(path, headers).expect("an answer")
    }

    /// The same where there may be no answer.
    ///
    /// # Errors
    /// No answer.
    pub fn try_get(&self, path: &str, headers: &[(&str, &str)]) -> Result<Page, ureq::Error> {
        self.request(Method::GET, path, headers, "")
    }

    /// A request of our own page, unless `headers` name another origin.
    ///
    /// # Errors
    /// No answer.
    pub fn request(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Result<Page, ureq::Error> {
        let mut request = Request::builder().method(&method).uri(format!("{}{path}", self.origin));
        let says_origin = headers.iter().any(|(name, _)| matches!(*name, "origin" | "sec-fetch-site"));
        if method != Method::GET && !says_origin {
            request = request.header("origin", &self.origin);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        let mut response = match method {
            Method::GET => self.agent.run(request.body(())?)?,
            _ => self.agent.run(request.body(body)?)?,
        };
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Page { status, headers, body: response.body_mut().read_to_string()? })
    }
}

/// A text in a form's body.
fn escaped(text: &str) -> String {
    let escape = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'[' | b']' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(escape).collect()
}

/// An id that no other draft of this process has.
#[must_use]
pub fn fresh_id() -> DraftId {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    DraftId::from_random(u128::from(NEXT.fetch_add(1, Ordering::Relaxed)).to_be_bytes())
}

/// A new message to these people.
#[must_use]
pub fn draft(to: &[&str], subject: &str, text: &str) -> Draft {
    Draft {
        to: to.iter().map(|text| contact(text)).collect(),
        subject: subject.to_owned(),
        text: text.to_owned(),
        ..Draft::default()
    }
}
