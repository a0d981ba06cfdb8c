//! The milter protocol over indymilter: what arrives in pieces is collected, judged once, answered.

use crate::submission::without_brackets;
use crate::{Answer, Judge, Reply, Submission};
use indymilter::{
    Actions, Callbacks, Config, Context, ContextActions as _, EomContext, Listener, MacroStage, SetErrorReply as _,
    Status,
};
use std::ffi::CString;
use std::future::Future;
use std::io;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll};
use tokio::net::{TcpListener, TcpStream};

/// The largest message that is judged, in bytes; the MTA's own limit is meant to be lower.
const LARGEST: usize = 128_000_000;

/// Answers an MTA until `stop` is ready.
///
/// # Errors
/// When the listener fails; a connection that fails does not end the others.
pub async fn serve(listener: TcpListener, judge: Arc<dyn Judge>, stop: impl Future) -> io::Result<()> {
    let callbacks = Callbacks::<Submission>::new()
        .on_negotiate(|context, _, _| {
            Box::pin(async move {
                context.requested_actions |= Actions::CHANGE_HEADER;
                // A macro alone, which is not answered, would wait for its acknowledgement: 40 ms.
                context.requested_macros.extend(MacroStage::all().map(|stage| (stage, macros(stage))));
                Status::Continue
            })
        })
        .on_mail(|context, arguments| Box::pin(mail(context, arguments)))
        .on_rcpt(|context, arguments| Box::pin(rcpt(context, arguments)))
        .on_header(|context, name, value| Box::pin(header(context, name, value)))
        .on_eoh(|context| {
            Box::pin(async move {
                submission(&mut context.data).end_header();
                Status::Continue
            })
        })
        .on_body(|context, chunk| {
            Box::pin(async move {
                submission(&mut context.data).bytes.extend_from_slice(&chunk);
                small_enough(&context.data)
            })
        })
        .on_eom(move |context| Box::pin(end(context, judge.clone())))
        .on_abort(|context| {
            Box::pin(async move {
                context.data = None;
                Status::Continue
            })
        });
    let config = Config { max_connections: 1_000, ..Config::default() };
    indymilter::run(AtOnce(listener), callbacks, config, stop).await
}

/// Connections on which each packet leaves at once: an answer in two packets would wait for the
/// acknowledgement of the first (Nagle's algorithm, RFC 9293 section 3.7.4), which the MTA delays by 40 ms.
struct AtOnce(TcpListener);

impl Listener for AtOnce {
    type Io = TcpStream;

    fn poll_accept(&mut self, cx: &mut TaskContext<'_>) -> Poll<io::Result<TcpStream>> {
        self.0.poll_accept(cx).map_ok(|(stream, _)| {
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%error, "packets to the MTA may wait for each other");
            }
            stream
        })
    }
}

/// What the MTA is to tell at a stage: who signed in, with MAIL.
fn macros(stage: MacroStage) -> CString {
    CString::from(if stage == MacroStage::Mail { c"{auth_authen}" } else { c"" })
}

fn submission(data: &mut Option<Submission>) -> &mut Submission {
    data.get_or_insert_default()
}

fn small_enough(data: &Option<Submission>) -> Status {
    if data.as_ref().is_some_and(|s| s.bytes.len() > LARGEST) { Status::Reject } else { Status::Continue }
}

async fn mail(context: &mut Context<Submission>, arguments: Vec<CString>) -> Status {
    let sasl_user = context.macros.get(c"{auth_authen}").map(|user| user.to_string_lossy().into_owned());
    let path = arguments.first().map_or(&[][..], |path| path.as_bytes());
    submission(&mut context.data).begin(sasl_user.filter(|user| !user.is_empty()), path);
    Status::Continue
}

async fn rcpt(context: &mut Context<Submission>, arguments: Vec<CString>) -> Status {
    if let Some(recipient) = arguments.first() {
        submission(&mut context.data).recipients.push(without_brackets(recipient.as_bytes()));
    }
    Status::Continue
}

async fn header(context: &mut Context<Submission>, name: CString, value: CString) -> Status {
    submission(&mut context.data).add_header(name.as_bytes(), value.as_bytes());
    small_enough(&context.data)
}

async fn end(context: &mut EomContext<Submission>, judge: Arc<dyn Judge>) -> Status {
    let Some(submission) = context.data.take() else { return Status::Tempfail };
    match judge.judge(submission).await {
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

fn refuse(context: &mut EomContext<Submission>, reply: &Reply) -> Status {
    let temporary = reply.code < 500;
    if let Err(error) = context.reply.set_error_reply(&reply.code.to_string(), Some(&reply.enhanced), reply.lines()) {
        tracing::error!(%error, "a reply could not be set; the plain refusal is sent");
    }
    if temporary { Status::Tempfail } else { Status::Reject }
}
