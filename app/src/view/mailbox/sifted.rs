//! A folder filtered or searched: what is shown of it, what an empty result says, and the way back.

use crate::api::USUAL_DEPTH;
use crate::path::MailPath;
use crate::view::part::{Art, Empty, Glyph, Icon};
use crate::words::en::count;
use leptos::prelude::*;
use levee_contract::{Filter, Scope, Sifted};

/// What was found of a folder.
pub(crate) struct Found {
    /// The page as it is now.
    pub(crate) page: Memo<MailPath>,
    /// The page whose list this is.
    pub(crate) here: MailPath,
    /// The folder as the pane names it.
    pub(crate) folder: String,
    pub(crate) sifted: Option<Sifted>,
    /// Messages that were found.
    pub(crate) total: u32,
    /// Rows in this window.
    pub(crate) shown: u32,
}

/// What is shown of a folder that is filtered or searched, the way back to all of it, and what an empty
/// result says.
#[component]
pub(crate) fn SiftBar(found: Found) -> impl IntoView {
    let Found { page, here, folder, sifted, total, shown } = found;
    let empty = (shown == 0).then(|| nothing(&here, total, &folder, sifted));
    let filter = filter_label(here.filter);
    let searched = match (here.words.is_empty(), here.scope) {
        (true, _) => String::new(),
        (_, Scope::Heads) => format!("“{}” in subjects and names", here.words),
        (_, Scope::Text) => format!("“{}” in subjects, names and text", here.words),
    };
    let says = match (filter, searched.as_str()) {
        ("", searched) => searched.to_owned(),
        (filter, "") => filter.to_owned(),
        (filter, searched) => format!("{searched}, {}", filter.to_lowercase()),
    };
    let back = MailPath::newest(&here.mailbox);
    let to_all = format!("Back to {folder}");
    let title = to_all.clone();
    let deeper = sifted.and_then(|sifted| sifted.looked).filter(|_| shown > 0).map(|looked| look_deeper(&here, looked));
    let scope = here.scope;
    let heads = MailPath { scope: Scope::Heads, first: 0, ..here.clone() }.href();
    let text = MailPath { scope: Scope::Text, first: 0, ..here.clone() }.href();
    let rest = move || {
        // The rest comes while what is there can be read.
        if page.with(|page| page.scope == Scope::Text) {
            view! {
                <span role="status">"Also searching the text…"</span>
                <a href=heads.clone()>"Cancel"</a>
            }
            .into_any()
        } else {
            view! { <a href=text.clone()>"Search the text too"</a> }.into_any()
        }
    };
    let in_text = (!here.words.is_empty() && scope == Scope::Heads).then_some(rest);
    view! {
        <div class="sift-bar">
            <span class="cut" title=says.clone()>{says.clone()}</span>
            {in_text}
            {deeper}
            <a class="back" href=back.href() title=title>
                <Icon glyph=Glyph::Cross class="small" />
                <span class="unseen">{to_all}</span>
            </a>
        </div>
        {empty}
    }
    .into_any()
}

fn filter_label(filter: Filter) -> &'static str {
    match filter {
        Filter::All => "",
        Filter::Unread => "Unread",
        Filter::Flagged => "Flagged",
        Filter::Files => "With files",
    }
}

/// How far files were looked for, and the link to look further.
fn look_deeper(here: &MailPath, looked: u32) -> AnyView {
    let further = looked.max(USUAL_DEPTH).saturating_mul(5);
    let to = MailPath { depth: further, first: 0, ..here.clone() };
    view! {
        <a href=to.href() title=format!("The newest {} messages were looked through", count(looked.into()))>
            "Look further back"
        </a>
    }
    .into_any()
}

/// What an empty result says, and what to do.
fn nothing(here: &MailPath, total: u32, folder: &str, sifted: Option<Sifted>) -> AnyView {
    let (title, text) = match (here.words.is_empty(), here.filter) {
        _ if total > 0 => (
            "No messages here".to_owned(),
            "This part of the list is empty; the newest messages are on its first page.",
        ),
        (false, _) => (
            format!("Nothing found for “{}”", here.words),
            match here.scope {
                Scope::Heads => "No subject or name in this folder has these words.",
                Scope::Text => "No message in this folder has these words, in its text or above it.",
            },
        ),
        (_, Filter::Unread) => ("Nothing unread".to_owned(), "You have read everything in this folder."),
        (_, Filter::Flagged) => ("Nothing flagged".to_owned(), "Messages that you flag are found here."),
        _ => ("No files found".to_owned(), "No message that was looked through carries a file."),
    };
    let links = {
        let text = MailPath { scope: Scope::Text, first: 0, ..here.clone() }.href();
        let further = (!here.words.is_empty() && here.scope == Scope::Heads)
            .then(|| view! { <a class="button" href=text>"Search the text too"</a> }.into_any());
        let deeper = sifted.and_then(|sifted| sifted.looked).map(|looked| look_deeper(here, looked));
        view! {
            {further}
            {deeper}
            <a class="button" href=MailPath::newest(&here.mailbox).href()>"Back to " {folder.to_owned()}</a>
        }
        .into_any()
    };
    let art = if here.words.is_empty() { Art::Tray } else { Art::Search };
    view! { <Empty art title text>{links}</Empty> }.into_any()
}
