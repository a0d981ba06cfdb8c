//! Speaks just enough IMAP and SMTP to ask the stack what it did. Bounded by socket timeouts.
//! Not a client: no literals from us, no parsing beyond lines.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Longer than anything here takes; a hang becomes a failure.
const PATIENCE: Duration = Duration::from_secs(20);

/// One connection that answers in lines.
pub(crate) struct Wire {
    stream: BufReader<TcpStream>,
    tag: u32,
}

impl Wire {
    pub(crate) fn open(server: SocketAddr) -> Self {
        let stream = TcpStream::connect(server).expect("the server listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("timeout");
        stream.set_nodelay(true).expect("nodelay");
        let mut wire = Self { stream: BufReader::new(stream), tag: 0 };
        wire.line();
        wire
    }

    pub(crate) fn say(&mut self, text: &str) {
        self.stream.get_mut().write_all(format!("{text}\r\n").as_bytes()).expect("written");
    }

    pub(crate) fn line(&mut self) -> String {
        let mut octets = Vec::new();
        self.stream.read_until(b'\n', &mut octets).expect("an answer in time");
        String::from_utf8_lossy(&octets).trim_end().to_owned()
    }

    /// One IMAP command; all lines of its answer, literals as they come, the tagged one last.
    pub(crate) fn imap(&mut self, command: &str) -> Vec<String> {
        self.tag += 1;
        let tag = format!("t{}", self.tag);
        self.say(&format!("{tag} {command}"));
        let mut lines = Vec::new();
        loop {
            let line = self.line();
            if let Some(size) =
                line.strip_suffix('}').and_then(|l| l.rsplit_once('{')).and_then(|(_, n)| n.parse().ok())
            {
                let mut literal = vec![0; size];
                self.stream.read_exact(&mut literal).expect("the whole literal");
                lines.push(line);
                lines.push(String::from_utf8_lossy(&literal).into_owned());
                continue;
            }
            let last = line.starts_with(&format!("{tag} ")) || line.is_empty();
            lines.push(line);
            if last {
                return lines;
            }
        }
    }

    /// As [`Wire::imap`], for commands that must succeed.
    pub(crate) fn imap_ok(&mut self, command: &str) -> Vec<String> {
        let lines = self.imap(command);
        let last = lines.last().expect("an answer");
        assert!(last.contains(" OK"), "{command}: {last}");
        lines
    }

    /// Selects a folder and waits, by IDLE, until it holds this many messages.
    pub(crate) fn await_messages(&mut self, folder: &str, count: u32) {
        // What arrived before is told by SELECT, what arrives from now on by IDLE.
        let told = |line: &str| line.strip_suffix(" EXISTS").and_then(|l| l.strip_prefix("* ")?.parse::<u32>().ok());
        if self.imap_ok(&format!("SELECT {folder}")).iter().any(|line| told(line).is_some_and(|n| n >= count)) {
            return;
        }
        self.say("idle IDLE");
        loop {
            let line = self.line();
            assert!(!line.is_empty(), "the connection ended before {count} messages came");
            if told(&line).is_some_and(|n| n >= count) {
                break;
            }
        }
        self.say("DONE");
        while !self.line().starts_with("idle ") {}
    }

    /// One SMTP command; the last line of the reply.
    pub(crate) fn smtp(&mut self, command: &str) -> String {
        self.say(command);
        loop {
            let line = self.line();
            if line.as_bytes().get(3) != Some(&b'-') {
                return line;
            }
        }
    }

    /// Signs in for submission.
    pub(crate) fn smtp_auth(&mut self, user: &str, password: &str) -> String {
        use base64::Engine;
        assert!(self.smtp("EHLO test.example").starts_with("250"));
        let plain = base64::engine::general_purpose::STANDARD.encode(format!("\0{user}\0{password}"));
        self.smtp(&format!("AUTH PLAIN {plain}"))
    }

    /// Sends one message; the reply to the final dot, or to the first command that was refused.
    pub(crate) fn smtp_send(&mut self, from: &str, to: &[&str], text: &str) -> String {
        let refused = |reply: &String| !reply.starts_with(['2', '3']);
        let envelope = std::iter::once(format!("MAIL FROM:<{from}>"));
        for command in envelope.chain(to.iter().map(|to| format!("RCPT TO:<{to}>"))) {
            let reply = self.smtp(&command);
            if refused(&reply) {
                return reply;
            }
        }
        let reply = self.smtp("DATA");
        if refused(&reply) { reply } else { self.smtp(&format!("{}\r\n.", text.replace('\n', "\r\n"))) }
    }
}
