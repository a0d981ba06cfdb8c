//! Another mail program: submits by SMTP with a password, says exactly what the server answered.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Longer than any answer takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// One connection that has signed in.
pub struct MailProgram {
    stream: BufReader<TcpStream>,
    own: String,
}

/// A server's answer: its code and all its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// RFC 5321, three digits.
    pub code: u16,
    /// Its lines joined.
    pub text: String,
}

impl MailProgram {
    /// Connects and signs in as an address (AUTH PLAIN, RFC 4616).
    ///
    /// # Panics
    /// When the server does not let it.
    #[must_use]
    pub fn sign_in(server: SocketAddr, address: &str, password: &str) -> Self {
        let stream = TcpStream::connect(server).expect("the server listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        stream.set_nodelay(true).expect("no delay");
        let mut program = Self { stream: BufReader::new(stream), own: address.to_owned() };
        program.heard();
        program.ask("EHLO ward.example");
        let plain = STANDARD.encode(format!("\0{address}\0{password}"));
        let reply = program.ask(&format!("AUTH PLAIN {plain}"));
        assert_eq!(reply.code, 235, "{reply:?}");
        program
    }

    /// Sends a message in one transaction: the answer to its final dot, or to the first command refused. Lines
    /// of `message` end with `\n`.
    pub fn send(&mut self, to: &[&str], message: &str) -> Reply {
        let mut commands = vec![format!("MAIL FROM:<{}>", self.own)];
        commands.extend(to.iter().map(|to| format!("RCPT TO:<{to}>")));
        commands.push("DATA".to_owned());
        for command in commands {
            let reply = self.ask(&command);
            if reply.code >= 400 {
                self.ask("RSET");
                return reply;
            }
        }
        let stuffed = message.replace("\n.", "\n..").replace('\n', "\r\n");
        self.ask(&format!("{}\r\n.", stuffed.trim_end_matches("\r\n")))
    }

    fn ask(&mut self, command: &str) -> Reply {
        self.stream.get_mut().write_all(format!("{command}\r\n").as_bytes()).expect("written");
        self.heard()
    }

    fn heard(&mut self) -> Reply {
        let mut text: Vec<String> = Vec::new();
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).expect("an answer in time");
            let line = line.trim_end();
            assert!(line.len() >= 3, "no answer: {line:?}");
            text.push(line.get(4..).unwrap_or_default().to_owned());
            if line.as_bytes().get(3) != Some(&b'-') {
                return Reply { code: line[..3].parse().expect("three digits"), text: text.join(" ") };
            }
        }
    }
}
