//! The composer's form as a browser sends it by itself, without script: save, send, or a remedy.

use super::ApiError;
use super::json::Json;
use leptos::server;
use serde::{Deserialize, Serialize};

/// The fields as typed. Everything is text, so that nothing typed can be refused before it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ComposeForm {
    pub(crate) id: String,
    pub(crate) version: u32,
    pub(crate) kind: String,
    pub(crate) mailbox: String,
    pub(crate) uidvalidity: u32,
    pub(crate) uid: u32,
    pub(crate) to: String,
    pub(crate) cc: String,
    pub(crate) bcc: String,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) quote: String,
    /// The formatted text, and the plain one that says the same.
    pub(crate) html: String,
    pub(crate) was: String,
    pub(crate) importance: String,
    /// JSON.
    pub(crate) files: String,
    /// JSON.
    pub(crate) taken_from: String,
    /// `save`, `send`, `emergency`, `discard`, `wrong`, `not_wrong`, or a remedy's name.
    pub(crate) act: String,
    pub(crate) question: String,
    pub(crate) typed: String,
    /// Why it cannot wait.
    pub(crate) emergency: String,
    /// The number that the question asks for; empty: none.
    pub(crate) number: String,
    /// The reference of the verdict that is called wrong, and why.
    pub(crate) verdict: String,
    pub(crate) why: String,
    /// Not empty: the warning shown is called wrong, and why.
    pub(crate) wrong: String,
    pub(crate) wrong_why: String,
}

/// Does what the button says and leads to the page that shows what came of it.
#[server(prefix = "/api", endpoint = "submit_compose", output = Json)]
pub(crate) async fn submit_compose(form: ComposeForm) -> Result<(), ApiError> {
    let (levee, who) = super::ask()?;
    let page = crate::view::compose::answer_plain_form(levee.as_ref(), &who, &form).await;
    super::answer_form(&page);
    Ok(())
}
