//! Takes the leaving of a list back.

use super::ApiError;
use super::json::Json;
use crate::path::MailPath;
use leptos::server;
use levee_contract::Why;
use levee_mail::Address;

/// Comes back to the list by which the message open on `page` came, and says how that message reaches its reader now.
/// A form sent without script is answered with that page.
#[server(prefix = "/api", endpoint = "come_back", output = Json)]
pub(crate) async fn come_back(page: MailPath, list: Address) -> Result<Option<Why>, ApiError> {
    let (levee, who) = super::ask()?;
    let done = levee.come_back(&who, &list).await;
    super::answer_form(&page.explained().told(&done));
    done?;
    Ok(match page.message() {
        Some(message) => levee.why(&who, &message).await?,
        None => None,
    })
}
