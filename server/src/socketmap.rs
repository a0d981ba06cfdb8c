//! Answers Postfix's socketmap questions about people and lists from the directory that the guard
//! counts with, so that delivery is what the sender saw.

use levee_directory::socketmap::{self, Request};
use levee_service::Service;
use std::future::Future;
use std::sync::Arc;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// Answers until `stop` is ready.
pub(crate) async fn serve(listener: TcpListener, service: Arc<Service>, stop: impl Future<Output = ()>) {
    tokio::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => return,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let service = service.clone();
                    tokio::spawn(async move {
                        if let Err(error) = converse(stream, &service).await {
                            tracing::debug!(%error, "a socketmap connection ended");
                        }
                    });
                }
                Err(error) => tracing::warn!(%error, "a socketmap connection was not accepted"),
            },
        }
    }
}

/// Answers one connection; Postfix keeps it open and asks one question after the other.
async fn converse(mut stream: TcpStream, service: &Service) -> std::io::Result<()> {
    let mut received = Vec::new();
    loop {
        match socketmap::read(&received) {
            Request::Whole { text, taken } => {
                stream.write_all(&service.answer_map(text)).await?;
                received.drain(..taken);
            }
            Request::Partial => {
                if stream.read_buf(&mut received).await? == 0 {
                    return Ok(());
                }
            }
            Request::Malformed => return Ok(()),
        }
    }
}
