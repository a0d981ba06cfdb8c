//! Connections on which nothing waits for an acknowledgement. An answer in two packets would wait for the
//! acknowledgement of the first (Nagle's algorithm, RFC 9293 section 3.7.4), and so would an MTA that tells more than
//! one packet without asking for an answer; acknowledgements are delayed by 40 ms.

use indymilter::Listener;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// Accepts such connections.
pub(crate) struct AtOnceListener(pub(crate) TcpListener);

impl Listener for AtOnceListener {
    type Io = AtOnce;

    fn poll_accept(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<AtOnce>> {
        self.0.poll_accept(cx).map_ok(|(stream, _)| {
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%error, "packets to the MTA may wait for each other");
            }
            AtOnce(stream).acknowledging()
        })
    }
}

/// One of them.
pub(crate) struct AtOnce(TcpStream);

impl AtOnce {
    /// The system goes back to delayed acknowledgements by itself, so this is said again after each read (tcp(7),
    /// `TCP_QUICKACK`).
    fn acknowledge(&self) {
        if let Err(error) = self.0.set_quickack(true) {
            tracing::debug!(%error, "packets of the MTA may wait for each other");
        }
    }

    fn acknowledging(self) -> Self {
        self.acknowledge();
        self
    }
}

impl AsyncRead for AtOnce {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let read = Pin::new(&mut self.0).poll_read(cx, buf);
        if read.is_ready() {
            self.acknowledge();
        }
        read
    }
}

impl AsyncWrite for AtOnce {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}
