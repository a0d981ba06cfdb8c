//! One message: who, when, to whom, what to beware of, text, files, and the answers to it.

use super::attachments::Attachments;
use super::body_frame::BodyFrame;
use super::event_card::EventCard;
use super::ignoring::IgnoredBar;
use super::more_menu::MoreMenu;
use super::reading_pane::External;
use super::recipients::Recipients;
use super::reply_bar::ReplyBar;
use super::why::WhyBar;
use crate::api::{Letter, Timed};
use crate::path::MailPath;
use crate::view::part::when::{full, machine};
use crate::view::part::{Avatar, Glyph, InfoBar, Tone, label};
use leptos::prelude::*;
use levee_contract::{HeaderWarning, Particulars};

/// The card under the subject.
#[component]
pub(crate) fn MessageCard(page: MailPath, letter: Timed<Letter>) -> impl IntoView {
    let Timed { now, value: Letter { message, reply_all, particulars } } = letter;
    let Particulars { why, event, ignored, attachments, archive_url, source_url, save_url, .. } = particulars;
    let author = message.from.first().cloned();
    let address =
        author.as_ref().map(|a| a.address.to_string()).filter(|_| author.as_ref().is_some_and(|a| a.name.is_some()));
    view! {
        <article class="card message">
            <div class="message-head">
                {author.clone().map_or_else(
                    || view! { <span class="avatar gray large" aria-hidden="true"></span> }.into_any(),
                    |contact| view! { <Avatar contact class="large" /> }.into_any(),
                )}
                <div class="message-who">
                    <p class="message-from">
                        <b class="cut">{author.as_ref().map_or_else(|| "Nobody named".to_owned(), label)}</b>
                        {message.external.then(|| view! { <External /> }.into_any())}
                        {address.map(|address| view! { <span class="message-address cut">{address}</span> }.into_any())}
                    </p>
                    <Recipients to=message.to.clone() cc=message.cc.clone() bcc=message.bcc.clone() />
                </div>
                <div class="message-side">
                    <MoreMenu page=page.clone() source_url save_url />
                    <time class="message-time" datetime=machine(message.received)>{full(message.received, now)}</time>
                </div>
            </div>
            {message.warnings.clone().into_iter().map(|warning| view! {
                <InfoBar tone=Tone::Warning glyph=Glyph::Warn>{beware(warning)}</InfoBar>
            }.into_any()).collect_view()}
            {(message.remote_images > 0).then(|| view! {
                <InfoBar tone=Tone::Quiet glyph=Glyph::ImageOff>
                    "Pictures are blocked so that the sender learns nothing."
                </InfoBar>
            }.into_any())}
            {ignored.map(|conversation| view! { <IgnoredBar page=page.clone() conversation /> }.into_any())}
            {why.map(|why| view! { <WhyBar page why=Timed { now, value: why } /> }.into_any())}
            {event.map(|event| view! { <EventCard event /> }.into_any())}
            <BodyFrame url=message.body_url.clone() />
            <Attachments files=attachments archive_url now />
            <ReplyBar message reply_all />
        </article>
    }
    .into_any()
}

fn beware(warning: HeaderWarning) -> &'static str {
    match warning {
        HeaderWarning::SeveralAuthors => "This message names more than one author; the first is shown.",
        HeaderWarning::NameHoldsAddress => {
            "The sender's name holds another address. The address beside it is where this came from."
        }
        HeaderWarning::StaffNameFromOutside => {
            "The sender has the name of a member of staff and writes from outside. Check the address before you answer."
        }
    }
}
