//! The list of a mailbox beside something else than its messages: the composer.

use super::Mailbox;
use super::list::MessageListPane;
use crate::api::list_messages;
use crate::path::MailPath;
use crate::view::frame::MailChanges;
use leptos::prelude::*;

/// The newest messages of the mailbox; the message at `page` is marked as open.
#[component]
pub(crate) fn ListBeside(page: Memo<MailPath>) -> impl IntoView {
    let changes = expect_context::<MailChanges>();
    let source = move || (page.with(|page| page.mailbox.clone()), changes.follow());
    provide_context(Mailbox {
        page,
        list: Resource::new(source, |(mailbox, _)| list_messages(mailbox, 0)),
        opened: Resource::new(|| (), |()| async { None }),
        delete: super::deleting(),
        mark: super::marking(),
    });
    view! { <MessageListPane /> }
}
