//! Connected and not signed in. The only thing to do here is to sign in.

use crate::answer::{Answer, words};
use crate::imap_error::{LoginError, ServerWords};
use crate::server::{Greeting, Server};
use crate::session::Session;
use crate::tap::Tap;
use async_imap::imap_proto::{Response, Status};
use tokio::time::timeout;

/// A connection that has been greeted.
#[derive(Debug)]
pub struct Client {
    inner: async_imap::Client<Tap>,
    server: Server,
}

impl Client {
    /// Connects and reads the greeting.
    ///
    /// # Errors
    /// `Unreachable`, `TryLater` when the greeting is a farewell, `Protocol` when it is none.
    pub async fn connect(server: &Server) -> Result<Self, LoginError> {
        let (line, greeting) = server.open_in_time().await?;
        let mut inner = async_imap::Client::new(Tap::new(line, server.limits.response()));
        if greeting == Greeting::ToCome {
            let heard = timeout(server.deadlines.connect, inner.read_response()).await;
            let heard = heard.map_err(|_| server.unreachable("no greeting"))?;
            match heard.map_err(|_| server.unreachable("no greeting"))? {
                None => return Err(server.unreachable("no greeting")),
                Some(response) => match response.parsed() {
                    Response::Data { status: Status::Ok, .. } => {}
                    Response::Data { status: Status::Bye, outcome } => {
                        return Err(LoginError::TryLater(words(outcome).to_string()));
                    }
                    _ => return Err(LoginError::Protocol("the greeting is not that of an IMAP server")),
                },
            }
        }
        Ok(Self { inner, server: server.clone() })
    }

    /// Signs in: LOGIN for printable ASCII, else AUTHENTICATE PLAIN, which carries any text.
    ///
    /// # Errors
    /// `WrongPassword`; `TryLater` when the server cannot tell now; `Unreachable`; `Protocol`.
    pub async fn login(self, user: &str, password: &str) -> Result<Session, LoginError> {
        if user.contains('\0') || password.contains('\0') {
            return Err(LoginError::WrongPassword);
        }
        let (server, inner) = (self.server, self.inner);
        let printable = |text: &str| text.bytes().all(|b| matches!(b, b' '..=b'~'));
        let signing_in = async {
            if printable(user) && printable(password) {
                inner.login(user, password).await.map_err(|(error, _)| error)
            } else {
                let plain = Plain(format!("\0{user}\0{password}"));
                inner.authenticate("PLAIN", plain).await.map_err(|(error, _)| error)
            }
        };
        let signed_in = timeout(server.deadlines.command, signing_in).await;
        let inner = match signed_in {
            Err(_) => return Err(server.unreachable("no answer to the sign-in")),
            Ok(Err(error)) => return Err(why(&server, &error)),
            Ok(Ok(inner)) => inner,
        };
        let mut session = Session::new(inner, server.clone());
        session.learn_capabilities().await.map_err(|_| server.unreachable("no answer after the sign-in"))?;
        Ok(session)
    }
}

fn why(server: &Server, error: &async_imap::error::Error) -> LoginError {
    use async_imap::error::Error;
    match error {
        Error::No(text) => ServerWords::new(outcome_text(text)).login_refusal(),
        Error::Bad(_) => LoginError::Protocol("the server does not understand the sign-in"),
        Error::Io(_) | Error::ConnectionLost => server.unreachable("the connection ended at the sign-in"),
        _ => LoginError::Protocol("the server answers the sign-in in a way we do not know"),
    }
}

/// async-imap gives `code: None, info: Some("[UNAVAILABLE] words")`.
fn outcome_text(text: &str) -> &str {
    text.split_once("info: Some(\"").map_or(text, |(_, words)| words.trim_end_matches("\")"))
}

/// SASL PLAIN (RFC 4616): one answer, whatever the challenge.
struct Plain(String);

impl async_imap::Authenticator for Plain {
    type Response = String;
    fn process(&mut self, _challenge: &[u8]) -> String {
        std::mem::take(&mut self.0)
    }
}

impl Session {
    /// Asks once; what a server says before the sign-in is not what it offers after it.
    async fn learn_capabilities(&mut self) -> Result<(), crate::ImapError> {
        let Answer { capabilities, .. } = self.run(crate::command::Command::looking("CAPABILITY")).await?;
        self.set_capabilities(capabilities.unwrap_or_default());
        Ok(())
    }
}
