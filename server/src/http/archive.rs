//! All files of a message as one archive, written while it is read: ZIP (APPNOTE 6.3), stored and not compressed,
//! as most files of mail are compressed already and the others are small.

use super::Shared;
use super::parts::{PART_POLICY, refusal};
use super::session::Recognised;
use async_zip::tokio::write::ZipFileWriter;
use async_zip::{Compression, ZipDateTime, ZipDateTimeBuilder, ZipEntryBuilder, error::ZipError};
use axum::body::{Body, Bytes};
use axum::extract::{Extension, Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures::stream::{self, Stream};
use levee_contract::{ArchivedFile, UnixSeconds};
use std::io;
use time::OffsetDateTime;
use tokio::io::{AsyncReadExt, AsyncWrite, DuplexStream, duplex};

/// Octets written and not yet sent: a slow reader makes the writer wait.
const AHEAD: usize = 64 * 1024;

/// The files behind a path of this session.
pub(super) async fn archive(
    State(shared): State<Shared>,
    Extension(Recognised(caller)): Extension<Recognised>,
    Path(capability): Path<String>,
) -> Response {
    let archive = match caller {
        Ok(who) => shared.levee.archive(&who, &capability).await,
        Err(error) => Err(error),
    };
    match archive {
        Ok(archive) => {
            let (reader, writer) = duplex(AHEAD);
            tokio::spawn(async move {
                if let Err(error) = write(archive.files, date(archive.sent), writer).await {
                    // Whoever asked is gone: a pipe fails in no other way.
                    tracing::debug!(%error, "an archive was not read to its end");
                }
            });
            let headers = [
                (header::CONTENT_TYPE, "application/zip".to_owned()),
                (header::CONTENT_DISPOSITION, archive.disposition),
                (header::CONTENT_SECURITY_POLICY, PART_POLICY.to_owned()),
            ];
            (headers, Body::from_stream(chunks(reader))).into_response()
        }
        Err(error) => refusal(&error),
    }
}

/// Writes them one after the other, each with its size and sum before it, so that any program can read them as
/// they come.
async fn write(
    files: impl Iterator<Item = ArchivedFile> + Send,
    date: ZipDateTime,
    to: impl AsyncWrite + Unpin + Send,
) -> Result<(), ZipError> {
    let mut zip = ZipFileWriter::with_tokio(to);
    for ArchivedFile { name, bytes } in files {
        let entry = ZipEntryBuilder::new(name.into(), Compression::Stored).last_modification_date(date);
        zip.write_entry_whole(entry, &bytes).await?;
    }
    zip.close().await.map(drop)
}

/// A day on the format's calendar, which begins with 1980 and ends with 2107. It knows no zone; this is UTC.
fn date(sent: Option<UnixSeconds>) -> ZipDateTime {
    let sent = sent.and_then(|sent| OffsetDateTime::from_unix_timestamp(sent).ok());
    let builder = ZipDateTimeBuilder::new();
    match sent.filter(|sent| (1980..=2107).contains(&sent.year())) {
        Some(at) => {
            let day = builder.year(at.year()).month(u8::from(at.month()).into()).day(at.day().into());
            day.hour(at.hour().into()).minute(at.minute().into()).second(at.second().into()).build()
        }
        None => builder.year(1980).month(1).day(1).build(),
    }
}

fn chunks(reader: DuplexStream) -> impl Stream<Item = io::Result<Bytes>> + Send {
    stream::unfold(reader, |mut reader| async move {
        let mut chunk = Vec::with_capacity(AHEAD);
        match reader.read_buf(&mut chunk).await {
            Ok(0) => None,
            Ok(_) => Some((Ok(chunk.into()), reader)),
            Err(error) => Some((Err(error), reader)),
        }
    })
}
