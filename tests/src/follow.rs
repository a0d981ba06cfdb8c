//! A page that follows what happens in its mailboxes.

use crate::browser::Browser;
use levee_contract::LiveEvent;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Shutdown, TcpStream};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// Longer than anything here takes on a busy machine; a hang becomes a failure.
const PATIENCE: Duration = Duration::from_secs(120);

/// A stream of events, ended when dropped.
pub struct Followed {
    stream: TcpStream,
    events: Receiver<LiveEvent>,
}

impl Browser {
    /// Follows a mailbox, as a page that shows it.
    ///
    /// # Panics
    /// When no stream of events is answered.
    #[must_use]
    pub fn follow(&self, mailbox: &str) -> Followed {
        let host = self.host().to_owned();
        let stream = TcpStream::connect(&host).expect("levee listens");
        let cookie = self.cookie().unwrap_or_default();
        let request = format!(
            "GET /events?mailbox={mailbox} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
        );
        (&stream).write_all(request.as_bytes()).expect("written");
        let mut lines = BufReader::new(stream.try_clone().expect("a second handle")).lines();
        let head: Vec<String> = lines.by_ref().map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
        let says = |line: &str| head.iter().any(|found| found.eq_ignore_ascii_case(line));
        assert!(says("HTTP/1.1 200 OK") && says("content-type: text/event-stream"), "{head:?}");
        assert!(!head.iter().any(|line| line.to_lowercase().starts_with("content-encoding")), "{head:?}");
        let (sender, events) = mpsc::channel();
        thread::spawn(move || {
            // Sizes of chunks and comments stand on lines of their own.
            for line in lines.map_while(Result::ok) {
                let Some(event) = line.strip_prefix("data: ") else { continue };
                let event = serde_json::from_str(event).unwrap_or_else(|error| panic!("{error}: {event}"));
                if sender.send(event).is_err() {
                    return;
                }
            }
        });
        Followed { stream, events }
    }
}

impl Followed {
    /// The next event; `None` at the end of the stream.
    ///
    /// # Panics
    /// When nothing is told within two minutes.
    #[track_caller]
    #[must_use]
    pub fn next(&self) -> Option<LiveEvent> {
        match self.events.recv_timeout(PATIENCE) {
            Ok(event) => Some(event),
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => panic!("nothing was told"),
        }
    }

    /// Waits for an event; those before it are passed over.
    ///
    /// # Panics
    /// When the stream ends without it, or says nothing for two minutes.
    #[track_caller]
    pub fn await_event(&self, expected: &LiveEvent) {
        while let Some(event) = self.next() {
            if event == *expected {
                return;
            }
        }
        panic!("ended without {expected:?}");
    }
}

impl Drop for Followed {
    fn drop(&mut self) {
        // Ended already by the server, perhaps.
        drop(self.stream.shutdown(Shutdown::Both));
    }
}
