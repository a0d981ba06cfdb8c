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
    let listed = StoredValue::new(page.with_untracked(|page| MailPath::newest(&page.mailbox)));
    let list = Resource::new(source, move |(mailbox, _)| async move {
        let asked = MailPath::newest(&mailbox);
        let list = list_messages(asked.clone()).await;
        listed.try_set_value(asked);
        list
    });
    provide_context(Mailbox::new(page, list, Resource::new(|| (), |()| async { None }), listed, None));
    view! { <MessageListPane /> }
}
