//! Sits between the socket and async-imap. Bounds each response, keeps the answers that hold data for our own
//! reader, and lets through only what async-imap can parse: one odd message or extension would end the
//! connection otherwise, and its buffer would grow to 512 MiB.

use crate::splitter::{OverLimit, Splitter, is_status};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// A line that can be tapped.
pub(crate) trait Line: AsyncRead + AsyncWrite + Send + Unpin + std::fmt::Debug {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin + std::fmt::Debug> Line for T {}

/// The adapter. Writes pass unchanged; only `Command` makes them.
pub(crate) struct Tap {
    line: Box<dyn Line>,
    limit: usize,
    splitter: Splitter,
    /// Come and not yet a whole response.
    raw: Vec<u8>,
    /// For async-imap, read up to `given`.
    passed: Vec<u8>,
    given: usize,
    kept: Vec<Vec<u8>>,
    kept_bytes: usize,
}

/// What becomes of a response.
enum Way {
    Pass,
    Keep,
    Drop,
}

const CHUNK: usize = 16 * 1024;

impl Tap {
    /// Taps a line. One response, and all that are kept of one command, may have `limit` bytes.
    pub(crate) fn new(line: Box<dyn Line>, limit: usize) -> Self {
        let (raw, passed, kept) = (Vec::new(), Vec::new(), Vec::new());
        Self { line, limit, splitter: Splitter::new(limit), raw, passed, given: 0, kept, kept_bytes: 0 }
    }

    /// The answers kept since the last call, whole, in order.
    pub(crate) fn take_kept(&mut self) -> Vec<Vec<u8>> {
        self.kept_bytes = 0;
        std::mem::take(&mut self.kept)
    }

    /// How many have come since then.
    pub(crate) fn kept(&self) -> usize {
        self.kept.len()
    }

    fn sort_out(&mut self) -> Result<(), OverLimit> {
        let mut start = 0;
        while let Some(length) = self.splitter.end(&self.raw[start..])? {
            let response = &self.raw[start..start + length];
            match way(response) {
                Way::Pass if holds_free_text(response) => self.passed.extend(fit_for_parser(response)),
                Way::Pass => self.passed.extend_from_slice(response),
                Way::Keep => {
                    self.kept_bytes += length;
                    if self.kept_bytes > self.limit {
                        return Err(OverLimit);
                    }
                    self.kept.push(response.to_vec());
                }
                Way::Drop => {}
            }
            start += length;
        }
        self.raw.drain(..start);
        Ok(())
    }
}

fn holds_free_text(response: &[u8]) -> bool {
    match response {
        [b'*', b' ', rest @ ..] => is_status(rest),
        [b'*', ..] => false,
        _ => true,
    }
}

/// A response whose words are for a log only. Bytes over 127 make async-imap's parser panic or fail, and so
/// does a state without any words.
fn fit_for_parser(response: &[u8]) -> Vec<u8> {
    let mut fit: Vec<u8> = response.iter().map(|b| if b.is_ascii() { *b } else { b'?' }).collect();
    let words: Vec<&[u8]> = response.trim_ascii_end().split(|b| *b == b' ').collect();
    if let [_, state] = words[..]
        && is_status(state)
    {
        fit.truncate(response.trim_ascii_end().len());
        fit.extend_from_slice(b" -\r\n");
    }
    fit
}

/// By the first words: `* OK`, `* 12 EXISTS`, `* LIST`, a tag, or `+`.
fn way(response: &[u8]) -> Way {
    if holds_free_text(response) {
        return Way::Pass;
    }
    let mut words = response[2..].split(|b| b" \r\n".contains(b));
    let first = words.next().unwrap_or_default();
    let numbered = first.iter().all(u8::is_ascii_digit);
    let name = if numbered { words.next().unwrap_or_default() } else { first };
    let (passes, keeps): (&[&[u8]], &[&[u8]]) = match numbered {
        true => (&[b"EXISTS", b"EXPUNGE"], &[b"FETCH"]),
        false => (&[b"CAPABILITY"], &[b"LIST", b"STATUS", b"SEARCH", b"QUOTA"]),
    };
    let among = |names: &[&[u8]]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
    match (among(passes), among(keeps)) {
        (true, _) => Way::Pass,
        (_, true) => Way::Keep,
        (false, false) => Way::Drop,
    }
}

impl AsyncRead for Tap {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, out: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        loop {
            let ready = &this.passed[this.given..];
            if !ready.is_empty() {
                let n = ready.len().min(out.remaining());
                out.put_slice(&ready[..n]);
                this.given += n;
                return Poll::Ready(Ok(()));
            }
            this.passed.clear();
            this.given = 0;
            let mut chunk = [0; CHUNK];
            let mut chunk = ReadBuf::new(&mut chunk);
            std::task::ready!(Pin::new(&mut this.line).poll_read(cx, &mut chunk))?;
            if chunk.filled().is_empty() {
                let cut = !this.raw.is_empty();
                return Poll::Ready(if cut { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) });
            }
            this.raw.extend_from_slice(chunk.filled());
            this.sort_out().map_err(io::Error::other)?;
        }
    }
}

impl AsyncWrite for Tap {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.line).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.line).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.line).poll_shutdown(cx)
    }
}

/// Without contents: they are mail.
impl std::fmt::Debug for Tap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tap({} bytes, {} kept)", self.raw.len(), self.kept.len())
    }
}
