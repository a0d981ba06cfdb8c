//! The milter protocol over indymilter: what arrives in pieces is collected, judged once, answered.

use crate::at_once::AtOnceListener;
use crate::submission::without_brackets;
use crate::{Answer, Judge, Reply, Submission};
use indymilter::{
    Actions, Callbacks, Config, Context, ContextActions as _, EomContext, MacroStage, ProtoOpts, SetErrorReply as _,
    Status,
};
use std::ffi::CString;
use std::future::Future;
use std::sync::Arc;
use std::{io, mem};
use tokio::net::TcpListener;

/// The largest message that is judged, in bytes; the MTA's own limit is meant to be lower.
const LARGEST: usize = 128_000_000;

/// What an MTA need not wait for an answer to: nothing is decided before the message is whole.
const TOLD: ProtoOpts = ProtoOpts::NOREPLY_MAIL
    .union(ProtoOpts::NOREPLY_RCPT)
    .union(ProtoOpts::NOREPLY_HEADER)
    .union(ProtoOpts::NOREPLY_EOH);

/// One connection of an MTA.
#[derive(Default)]
struct Connection {
    /// Whether it goes on by itself after telling what is in `TOLD`.
    goes_on: bool,
    /// The message of which it tells.
    submission: Submission,
}

impl Connection {
    /// What it is answered in the course of a message.
    fn heard(&self) -> Status {
        if self.goes_on { Status::Noreply } else { Status::Continue }
    }

    fn is_too_large(&self) -> bool {
        self.submission.bytes.len() > LARGEST
    }
}

/// Answers an MTA until `stop` is ready.
///
/// # Errors
/// When the listener fails; a connection that fails does not end the others.
pub async fn serve(listener: TcpListener, judge: Arc<dyn Judge>, stop: impl Future) -> io::Result<()> {
    let callbacks = Callbacks::<Connection>::new()
        .on_negotiate(|context, _, offered| {
            Box::pin(async move {
                context.requested_actions |= Actions::CHANGE_HEADER;
                // A macro alone, which is not answered, would wait for its acknowledgement: 40 ms.
                context.requested_macros.extend(MacroStage::all().map(|stage| (stage, macros(stage))));
                let goes_on = offered.contains(TOLD);
                if goes_on {
                    context.requested_opts |= TOLD;
                }
                context.data = Some(Connection { goes_on, ..Connection::default() });
                Status::Continue
            })
        })
        .on_mail(|context, arguments| Box::pin(mail(context, arguments)))
        .on_rcpt(|context, arguments| Box::pin(rcpt(context, arguments)))
        .on_header(|context, name, value| Box::pin(header(context, name, value)))
        .on_eoh(|context| {
            Box::pin(async move {
                let connection = connection(&mut context.data);
                connection.submission.end_header();
                connection.heard()
            })
        })
        .on_body(|context, chunk| {
            Box::pin(async move {
                let connection = connection(&mut context.data);
                connection.submission.bytes.extend_from_slice(&chunk);
                if connection.is_too_large() { Status::Reject } else { Status::Continue }
            })
        })
        .on_eom(move |context| Box::pin(end(context, judge.clone())))
        .on_abort(|context| {
            Box::pin(async move {
                connection(&mut context.data).submission = Submission::default();
                Status::Continue
            })
        });
    let config = Config { max_connections: 1_000, ..Config::default() };
    indymilter::run(AtOnceListener(listener), callbacks, config, stop).await
}

/// What the MTA is to tell at a stage: who signed in, with MAIL.
fn macros(stage: MacroStage) -> CString {
    CString::from(if stage == MacroStage::Mail { c"{auth_authen}" } else { c"" })
}

fn connection(data: &mut Option<Connection>) -> &mut Connection {
    data.get_or_insert_default()
}

async fn mail(context: &mut Context<Connection>, arguments: Vec<CString>) -> Status {
    let sasl_user = context.macros.get(c"{auth_authen}").map(|user| user.to_string_lossy().into_owned());
    let path = arguments.first().map_or(&[][..], |path| path.as_bytes());
    let connection = connection(&mut context.data);
    connection.submission.begin(sasl_user.filter(|user| !user.is_empty()), path);
    connection.heard()
}

async fn rcpt(context: &mut Context<Connection>, arguments: Vec<CString>) -> Status {
    let connection = connection(&mut context.data);
    if let Some(recipient) = arguments.first() {
        connection.submission.recipients.push(without_brackets(recipient.as_bytes()));
    }
    connection.heard()
}

async fn header(context: &mut Context<Connection>, name: CString, value: CString) -> Status {
    let connection = connection(&mut context.data);
    // Refused at its end: nothing is answered before. No more of it is kept.
    if !connection.is_too_large() {
        connection.submission.add_header(name.as_bytes(), value.as_bytes());
    }
    connection.heard()
}

async fn end(context: &mut EomContext<Connection>, judge: Arc<dyn Judge>) -> Status {
    let connection = connection(&mut context.data);
    if connection.is_too_large() {
        return Status::Reject;
    }
    match judge.judge(mem::take(&mut connection.submission)).await {
        Answer::Accept { strip } => {
            for name in strip {
                // Index 1 is the first occurrence; a second one is none of ours and was not trusted.
                if let Err(error) = context.actions.change_header(name, 1, None::<CString>).await {
                    tracing::warn!(%error, "a header could not be taken out; the message waits");
                    return Status::Tempfail;
                }
            }
            Status::Continue
        }
        Answer::Keep => Status::Discard,
        Answer::Refuse(reply) => refuse(context, &reply),
    }
}

fn refuse(context: &mut EomContext<Connection>, reply: &Reply) -> Status {
    let temporary = reply.code < 500;
    if let Err(error) = context.reply.set_error_reply(&reply.code.to_string(), Some(&reply.enhanced), reply.lines()) {
        tracing::error!(%error, "a reply could not be set; the plain refusal is sent");
    }
    if temporary { Status::Tempfail } else { Status::Reject }
}
