//! How this browser shows lists: kept in a cookie, so that the server draws them so from the start.

use super::ApiError;
use super::json::Json;
use crate::path::MailPath;
use leptos::server;

/// Keeps how high rows are and whether they show how messages begin. A form sent without script is answered
/// with `page`.
#[server(prefix = "/api", endpoint = "set_list_view", output = Json)]
pub(crate) async fn set_list_view(
    page: MailPath,
    density: String,
    #[server(default)] preview: bool,
) -> Result<(), ApiError> {
    super::ask()?;
    super::keep_list_view(super::ListView::of(&density, preview));
    super::answer_form(&page.into());
    Ok(())
}
