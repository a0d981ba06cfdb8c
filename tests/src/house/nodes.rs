//! The programs of a house: `levee serve`, a second one on the same store, `levee milter`.

use super::{House, free_address, locked};
use crate::await_until::await_until;
use crate::browser::Browser;
use crate::program::program;
use std::fs::{self, File};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A running `levee`, killed when dropped.
pub struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        // Ended already when a test killed it.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Another `levee serve` of a house, killed when dropped.
pub struct SecondNode {
    origin: String,
    password: String,
    _serving: Serving,
}

impl SecondNode {
    /// A browser in which this person has signed in here.
    #[must_use]
    pub fn browser(&self, local: &str) -> Browser {
        let mut browser = Browser::new(&self.origin);
        browser.sign_in(local, &self.password).expect("the password is right");
        browser
    }
}

impl House {
    /// Starts `levee serve`, and returns when it answers.
    ///
    /// # Panics
    /// When it ends instead, with its log.
    pub fn serve(&self) {
        self.serve_as(&["serve"]);
    }

    /// Starts it with these arguments in its place.
    ///
    /// # Panics
    /// When it ends instead, with its log.
    pub fn serve_as(&self, arguments: &[&str]) {
        let mut levee = locked(&self.levee);
        let serving = levee.insert(self.spawn(arguments));
        let stranger = self.stranger();
        self.await_answer(serving, "levee serves", || {
            stranger.try_get("/health", &[]).is_ok_and(|page| page.status == 200)
        });
    }

    /// Starts `levee milter` beside it, or alone; killed when dropped.
    ///
    /// # Panics
    /// When it ends instead, with its log.
    #[must_use]
    pub fn answer_mta(&self) -> Serving {
        let mut serving = self.spawn(&["milter"]);
        let milter = self.order.config.milter.expect("the mail server asks");
        self.await_answer(&mut serving, "levee milter answers", || TcpStream::connect(milter).is_ok());
        serving
    }

    /// Starts a second node on the same store, at an address of its own, for pages alone.
    ///
    /// # Panics
    /// When it ends instead, with its log.
    #[must_use]
    pub fn join(&self) -> SecondNode {
        let listen = free_address();
        let settings = self.path("second.toml");
        fs::write(&settings, self.settings_text(listen)).expect("settings");
        let mut serving = self.spawn_with(&["serve"], &settings);
        let origin = format!("http://{listen}");
        let stranger = Browser::new(&origin);
        self.await_answer(&mut serving, "the second node serves", || {
            stranger.try_get("/health", &[]).is_ok_and(|page| page.status == 200)
        });
        SecondNode { origin, password: self.password.clone(), _serving: serving }
    }

    fn spawn(&self, arguments: &[&str]) -> Serving {
        self.spawn_with(arguments, &self.settings())
    }

    fn spawn_with(&self, arguments: &[&str], settings: &Path) -> Serving {
        let log = File::options().append(true).create(true).open(self.log_file()).expect("a log");
        let mut command = Command::new(program());
        command.args(arguments).arg("--config").arg(settings).env("LEVEE_LOG", "debug,levee=trace");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        Serving(command.spawn().expect("levee runs"))
    }

    fn await_answer(&self, serving: &mut Serving, what: &str, answers: impl Fn() -> bool) {
        await_until(what, || {
            let ended = serving.0.try_wait().expect("its state");
            assert!(ended.is_none(), "levee ended: {}", self.log());
            answers().then_some(())
        });
    }

    /// Kills `levee serve` at once (SIGKILL), and waits until it is gone.
    pub fn kill_levee(&self) {
        *locked(&self.levee) = None;
    }
}
