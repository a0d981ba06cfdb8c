//! Who is signed in.

use super::ApiError;
use leptos::prelude::*;
use leptos::server;
use levee_contract::Account;
use server_fn::codec::Json;

/// The account of this session.
#[server(prefix = "/api", endpoint = "read_account", input = Json)]
pub(crate) async fn read_account() -> Result<Account, ApiError> {
    let (_, who) = super::ask()?;
    Ok(who.account)
}
