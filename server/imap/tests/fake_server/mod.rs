//! A mail server on loopback that plays a script: for each command that begins like this, these
//! lines. Remembers what it was told.

use levee_imap::{Deadlines, Limits, Security, Server};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// Answers to one command. `TAG` stands for its tag; a line `CUT` closes the connection there, a line
/// `HUSH` says nothing more, a line that starts with `+` waits for the literal it asks for.
pub(crate) type Script = &'static [(&'static str, &'static str)];

const SIGN_IN: Script = &[
    ("LOGIN", "TAG OK Logged in"),
    ("AUTHENTICATE PLAIN", "+\nTAG OK Logged in"),
    ("CAPABILITY", "* CAPABILITY IMAP4rev1 UIDPLUS MOVE CONDSTORE PREVIEW X-ODD\nTAG OK done"),
    (
        "SELECT",
        "* 7 EXISTS\n* OK [UIDVALIDITY 9] ok\n* OK [UIDNEXT 70] ok\n* OK [HIGHESTMODSEQ 5] ok\nTAG OK [READ-WRITE] done",
    ),
    ("LOGOUT", "* BYE bye\nTAG OK done\nCUT"),
    ("NOOP", "TAG OK done"),
];

/// Serves one connection after the other, each by the same script. The task ends, with all commands
/// without their tags, when `connections` have come and gone.
pub(crate) async fn serve(
    greeting: &'static str,
    script: Script,
    connections: usize,
) -> (Server, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let task = tokio::spawn(async move {
        let mut talks = Vec::new();
        for _ in 0..connections {
            let (line, _) = listener.accept().await.unwrap();
            line.set_nodelay(true).unwrap();
            talks.push(tokio::spawn(talk(line, greeting, script)));
        }
        let mut heard = Vec::new();
        for talk in talks {
            heard.extend(talk.await.unwrap());
        }
        heard
    });
    // Only a script with silence in it is waited for.
    let silent = script.iter().any(|(_, answers)| answers.contains("HUSH"));
    let wait = Duration::from_millis(if silent { 500 } else { 20_000 });
    let deadlines = Deadlines { command: wait, transfer: wait, ..Deadlines::default() };
    let server = Server::new("127.0.0.1", port, Security::PlainOnLoopback).unwrap();
    (server.deadlines(deadlines).limits(Limits { message: 10_000, answer: 10_000 }), task)
}

async fn talk(line: TcpStream, greeting: &str, script: Script) -> Vec<String> {
    let mut line = BufReader::new(line);
    let mut heard = Vec::new();
    // Whoever hangs up first, what was heard until then counts.
    let _over = converse(&mut line, greeting, script, &mut heard).await;
    heard
}

async fn converse(
    line: &mut BufReader<TcpStream>,
    greeting: &str,
    script: Script,
    heard: &mut Vec<String>,
) -> Option<()> {
    line.write_all(format!("{greeting}\r\n").as_bytes()).await.ok()?;
    loop {
        let command = read_line(line).await?;
        let (tag, command) = command.split_once(' ')?;
        heard.push(command.to_owned());
        let known = script.iter().chain(SIGN_IN).find(|(begins, _)| command.starts_with(begins));
        let answers = known.map_or("TAG BAD what?", |(_, answers)| answers);
        for answer in answers.split('\n') {
            match answer {
                "CUT" => return None,
                "HUSH" => {
                    line.read_to_end(&mut Vec::new()).await.ok()?;
                    return None;
                }
                _ => {}
            }
            // A cut in mid-line is written without a line end.
            let (text, end) = answer.strip_suffix('…').map_or((answer, "\r\n"), |text| (text, ""));
            line.write_all(format!("{}{end}", text.replace("TAG", tag).replace('⏎', "\r\n")).as_bytes()).await.ok()?;
            if text.starts_with('+') {
                heard.push(read_continued(line, heard.last()?).await?);
            }
        }
    }
}

/// What follows a `+`: the announced literal and the rest of its line.
async fn read_continued(line: &mut BufReader<TcpStream>, announced: &str) -> Option<String> {
    let length = announced.rsplit_once('{').and_then(|(_, n)| n.strip_suffix('}')?.parse().ok()).unwrap_or(0);
    let mut literal = vec![0; length];
    line.read_exact(&mut literal).await.ok()?;
    Some(String::from_utf8_lossy(&literal).into_owned() + &read_line(line).await?)
}

async fn read_line(line: &mut BufReader<TcpStream>) -> Option<String> {
    let mut text = String::new();
    let read = line.read_line(&mut text).await.ok()?;
    (read > 0).then(|| text.trim_end_matches(['\r', '\n']).to_owned())
}
