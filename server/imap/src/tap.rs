//! Sits between the socket and async-imap. Bounds each response, keeps FETCH and QUOTA answers for our
//! own reader, and lets through only what async-imap can parse: one odd message or extension would end
//! the connection otherwise, and its buffer would grow to 512 MiB.

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
    fetched: Vec<Vec<u8>>,
    fetched_bytes: usize,
}

/// What becomes of a response.
enum Way {
    Pass,
    Keep,
    Drop,
}

const CHUNK: usize = 16 * 1024;

impl Tap {
    /// Taps a line. One response, and all FETCH answers to one command, may have `limit` bytes.
    pub(crate) fn new(line: Box<dyn Line>, limit: usize) -> Self {
        let (raw, passed, fetched) = (Vec::new(), Vec::new(), Vec::new());
        Self { line, limit, splitter: Splitter::new(limit), raw, passed, given: 0, fetched, fetched_bytes: 0 }
    }

    /// The FETCH answers since the last call, whole, in order.
    pub(crate) fn take_fetched(&mut self) -> Vec<Vec<u8>> {
        self.fetched_bytes = 0;
        std::mem::take(&mut self.fetched)
    }

    /// How many have come since then.
    pub(crate) fn fetched(&self) -> usize {
        self.fetched.len()
    }

    fn sort_out(&mut self) -> Result<(), OverLimit> {
        let mut start = 0;
        while let Some(length) = self.splitter.end(&self.raw[start..])? {
            let response = &self.raw[start..start + length];
            match way(response) {
                // Bytes over 127 make the status parser panic or fail; the words are for a log only.
                Way::Pass if holds_free_text(response) => {
                    self.passed.extend(response.iter().map(|b| if b.is_ascii() { *b } else { b'?' }));
                }
                Way::Pass => self.passed.extend_from_slice(response),
                Way::Keep => {
                    self.fetched_bytes += length;
                    if self.fetched_bytes > self.limit {
                        return Err(OverLimit);
                    }
                    self.fetched.push(response.to_vec());
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
    response.strip_prefix(b"* ").is_none_or(is_status)
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
    let passes: &[&[u8]] =
        if numbered { &[b"EXISTS", b"EXPUNGE"] } else { &[b"CAPABILITY", b"LIST", b"STATUS", b"SEARCH"] };
    if passes.iter().any(|known| name.eq_ignore_ascii_case(known)) {
        Way::Pass
    } else if name.eq_ignore_ascii_case(if numbered { b"FETCH" } else { b"QUOTA" }) {
        Way::Keep
    } else {
        Way::Drop
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
        write!(f, "Tap({} bytes, {} fetched)", self.raw.len(), self.fetched.len())
    }
}
