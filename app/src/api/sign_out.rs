//! Ends the session.

use super::ApiError;
use super::json::Json;
use leptos::server;

/// Signs out. The cookie goes even when the session could not be ended in the store, where it runs out.
#[server(prefix = "/api", endpoint = "sign_out", output = Json)]
pub(crate) async fn sign_out() -> Result<(), ApiError> {
    super::end_session();
    let done = match super::ask() {
        Ok((levee, who)) => levee.sign_out(&who).await,
        Err(_) => Ok(()),
    };
    super::answer_form(&crate::path::LocalPath::sign_in().told(&done));
    Ok(done?)
}
