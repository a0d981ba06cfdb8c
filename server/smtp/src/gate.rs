//! A gate in the line, shut just before the final dot. lettre writes content and dot in one go; the
//! gate parts them, so that a caller can commit "sent, outcome unknown" in between.

use lettre::transport::smtp::client::AsyncTokioStream;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::Notify;

/// The handle that shuts and opens the gate.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gate(Arc<GateState>);

#[derive(Debug, Default)]
struct GateState {
    shut: Mutex<Option<Vec<Waker>>>,
    reached: Notify,
}

impl Gate {
    /// From now on writes wait.
    pub(crate) fn shut(&self) {
        *self.waiting() = Some(Vec::new());
    }

    /// Resolves once a write waits at the shut gate: everything before it has left.
    pub(crate) async fn reached(&self) {
        self.0.reached.notified().await;
    }

    /// Lets writes pass again.
    pub(crate) fn open(&self) {
        let waiting = self.waiting().take();
        waiting.into_iter().flatten().for_each(Waker::wake);
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, Option<Vec<Waker>>> {
        self.0.shut.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the other side says until somebody takes it: lettre keeps no extension that it does not use itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overheard(Arc<Mutex<Option<Vec<u8>>>>);

impl Overheard {
    /// Listens, for so many octets at most.
    const LIMIT: usize = 16 * 1024;

    pub(crate) fn begin() -> Self {
        Self(Arc::new(Mutex::new(Some(Vec::new()))))
    }

    /// What was said so far; nothing is kept from now on.
    pub(crate) fn take(&self) -> Vec<u8> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or_default()
    }

    fn hear(&self, said: &[u8]) {
        if let Some(heard) = self.0.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            let room = Self::LIMIT.saturating_sub(heard.len());
            heard.extend_from_slice(said.get(..room).unwrap_or(said));
        }
    }
}

/// A line with the gate in its writing half, and with a greeting to be read before all else.
#[derive(Debug)]
pub(crate) struct GatedLine<S> {
    line: S,
    peer: SocketAddr,
    gate: Gate,
    greeting: io::Cursor<Vec<u8>>,
    overheard: Overheard,
}

impl<S> GatedLine<S> {
    /// Puts the gate into a line. `greeting` is what was already read from it and is read again:
    /// after STARTTLS a server does not greet anew, and lettre waits for a greeting.
    pub(crate) fn new(line: S, peer: SocketAddr, (gate, overheard): (Gate, Overheard), greeting: Vec<u8>) -> Self {
        Self { line, peer, gate, greeting: io::Cursor::new(greeting), overheard }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for GatedLine<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        if Pin::new(&mut self.greeting).poll_read(cx, buf).is_ready() && buf.filled().len() > before {
            return Poll::Ready(Ok(()));
        }
        let read = Pin::new(&mut self.line).poll_read(cx, buf);
        self.overheard.hear(&buf.filled()[before..]);
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for GatedLine<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if let Some(waiting) = self.gate.waiting().as_mut() {
            waiting.push(cx.waker().clone());
            self.gate.0.reached.notify_one();
            return Poll::Pending;
        }
        Pin::new(&mut self.line).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.line).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.line).poll_shutdown(cx)
    }
}

impl<S: AsyncRead + AsyncWrite + Send + Sync + Unpin + std::fmt::Debug> AsyncTokioStream for GatedLine<S> {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.peer)
    }
}
