//! Signing in and out. The mail server judges the password; a session keeps it sealed under our key
//! and the secret in the cookie together, so that the store alone opens nothing.

use crate::Service;
use crate::clock::random;
use crate::figures;
use crate::keys::{Purpose, sha256};
use crate::service_error::from_store;
use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use levee_contract::{Account, Accounts, AppError, Caller, Role, SessionToken, UnixSeconds};
use levee_directory::Role as Right;
use levee_imap::{Client, Credentials, LoginError};
use levee_mail::Address;
use levee_store::SessionRow;

/// A session ends when it was not used for so long.
const IDLE: UnixSeconds = 8 * 3600;
/// And in any case after so long.
const LONGEST: UnixSeconds = 7 * 86_400;
/// How exactly the last use is recorded: a write for every request would cost more than it tells.
const TOUCH: UnixSeconds = 60;
/// Attempts belong together when no pause of this length lies between them.
const ATTEMPTS_WINDOW: UnixSeconds = 900;
/// Attempts on one account before the first delay.
const FREE_FOR_ACCOUNT: u32 = 5;
/// Attempts from one address before the first delay: a whole ward may stand behind it.
const FREE_FOR_PEER: u32 = 50;

#[async_trait]
impl Accounts for Service {
    async fn sign_in(&self, address: &str, password: &str, from: &str) -> Result<SessionToken, AppError> {
        let Some(account) = self.account_typed(address) else { return Err(AppError::WrongPassword) };
        let now = self.clock.now();
        let subjects = [(format!("account {account}"), FREE_FOR_ACCOUNT), (format!("peer {from}"), FREE_FOR_PEER)];
        for (subject, free) in &subjects {
            let (count, latest) = self.store.attempts(subject).await.map_err(from_store)?;
            let wait = latest + delay(count, *free) - now;
            if wait > 0 {
                return Err(AppError::TooManyAttempts { wait: u32::try_from(wait).unwrap_or(u32::MAX) });
            }
        }
        for (subject, _) in &subjects {
            self.store.count_attempt(subject, now, ATTEMPTS_WINDOW).await.map_err(from_store)?;
        }
        let tried = self.try_password(&account, password).await;
        figures::signed_in(match &tried {
            Ok(()) => "accepted",
            Err(AppError::WrongPassword) => "wrong_password",
            Err(_) => "unavailable",
        });
        tried?;
        for (subject, _) in &subjects {
            self.store.clear_attempts(subject).await.map_err(from_store)?;
        }
        self.password_is(&account, password).await?;
        self.open_session(&account, password, now).await
    }

    async fn caller(&self, token: &SessionToken) -> Result<Caller, AppError> {
        let session = self.session(token).await?;
        let account = Address::parse(&session.account).map_err(|_| AppError::SignedOut)?;
        let now = self.clock.now();
        if now - session.seen >= TOUCH {
            let expires = (now + IDLE).min(session.created + LONGEST);
            self.store.touch_session(&session.token_hash, now, expires).await.map_err(from_store)?;
        }
        Ok(Caller { token: token.clone(), account: self.account(account) })
    }

    async fn sign_out(&self, who: &Caller) -> Result<(), AppError> {
        self.imap.forget(&who.account.address.to_string());
        self.opened.forget(&who.account.address);
        self.live.end(&who.token);
        self.found.forget(&who.account.address);
        self.store.end_session(&sha256(who.token.as_str().as_bytes())).await.map_err(from_store)
    }
}

impl Service {
    /// The person behind an account, the same for a sign-in here and over SMTP: what was typed is
    /// completed with our first domain and made canonical.
    pub(crate) fn account_typed(&self, typed: &str) -> Option<Address> {
        let typed = typed.trim();
        let address = match typed.contains('@') {
            true => Address::parse(typed).ok()?,
            false => Address::from_parts(typed, self.organisation.domains.accepted.first()?).ok()?,
        };
        Some(self.directory().canonical().address(&address))
    }

    /// An account as screens show it. Somebody the directory does not know has no roles.
    pub(crate) fn account(&self, address: Address) -> Account {
        let directory = self.directory();
        let person = directory.person_by_address(&address);
        let name = person.map(|p| p.name).filter(|name| !name.is_empty()).map(str::to_owned);
        let roles = person.map(|p| directory.roles(p.id).into_iter().filter_map(shown).collect()).unwrap_or_default();
        Account {
            name: name.unwrap_or_else(|| address.local().to_owned()),
            organisation: self.organisation.name.clone(),
            roles,
            address,
        }
    }

    /// The credentials of a signed-in account for its mail server.
    pub(crate) async fn credentials(&self, who: &Caller) -> Result<Credentials, AppError> {
        let session = self.session(&who.token).await?;
        let about = session.account.as_bytes();
        let secret = who.token.as_str().as_bytes();
        let opened = self.keys.open(Purpose::SessionCredential, secret, about, &session.credential);
        let password = opened.and_then(|text| String::from_utf8(text.to_vec()).ok()).ok_or(AppError::SignedOut)?;
        Ok(Credentials { user: session.account, password })
    }

    async fn session(&self, token: &SessionToken) -> Result<SessionRow, AppError> {
        let found = self.store.session(&sha256(token.as_str().as_bytes()), self.clock.now()).await;
        found.map_err(|error| match from_store(error) {
            AppError::Gone => AppError::SignedOut,
            other => other,
        })
    }

    async fn try_password(&self, account: &Address, password: &str) -> Result<(), AppError> {
        let client = Client::connect(&self.imap_server).await.map_err(from_sign_in)?;
        let session = client.login(&account.to_string(), password).await.map_err(from_sign_in)?;
        // What the server makes of the goodbye changes nothing.
        drop(session.logout().await);
        Ok(())
    }

    async fn open_session(
        &self,
        account: &Address,
        password: &str,
        now: UnixSeconds,
    ) -> Result<SessionToken, AppError> {
        let token = URL_SAFE_NO_PAD.encode(random::<32>(&*self.chance));
        let account = account.to_string();
        let (secret, about) = (token.as_bytes(), account.as_bytes());
        let credential = self.keys.seal(Purpose::SessionCredential, secret, about, password.as_bytes(), &*self.chance);
        let token_hash = sha256(token.as_bytes()).to_vec();
        let session = SessionRow { token_hash, account, credential, created: now, seen: now, expires: now + IDLE };
        self.store.open_session(&session).await.map_err(from_store)?;
        Ok(SessionToken::new(token))
    }
}

/// Seconds to wait after so many attempts: none at first, then doubling from 5 seconds to 5 minutes.
fn delay(count: u32, free: u32) -> UnixSeconds {
    let beyond = count.saturating_sub(free.saturating_sub(1));
    if beyond == 0 { 0 } else { (5_i64 << beyond.saturating_sub(1).min(6)).min(300) }
}

pub(crate) fn from_sign_in(error: LoginError) -> AppError {
    match error {
        LoginError::WrongPassword => AppError::WrongPassword,
        // Its words may name the account.
        LoginError::TryLater(_) => {
            tracing::warn!("the mail server puts a sign-in off");
            AppError::MailServerDown
        }
        error @ (LoginError::Unreachable { .. } | LoginError::Protocol(_)) => {
            tracing::warn!(%error, "the mail server cannot be used");
            AppError::MailServerDown
        }
    }
}

/// Roles that change what somebody sees; being on call does not.
fn shown(role: Right) -> Option<Role> {
    match role {
        Right::MassSender => Some(Role::MassSender),
        Right::Approver => Some(Role::Approver),
        Right::Administrator => Some(Role::Administrator),
        Right::Incident => Some(Role::Incident),
        Right::Auditor => Some(Role::Auditor),
        Right::UnitAdministrator => Some(Role::UnitAdministrator),
        Right::OnCall => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_and_end() {
        let delays: Vec<_> = (0..14).map(|count| delay(count, 5)).collect();
        assert_eq!(delays, [0, 0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 300, 300, 300]);
    }
}
