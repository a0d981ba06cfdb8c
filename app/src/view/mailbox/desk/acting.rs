//! Does what is wished for: in the list at once, then on the server, and back again if that refuses.

use super::undo_toast::show_done;
use super::{At, row_of};
use crate::api::{act_on_messages, undo_act};
use crate::path::MailPath;
use crate::view::mailbox::Wish;
use crate::view::mailbox::roving::focus_row;
use crate::view::mailbox::row_states::RowState;
use crate::words::en;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use levee_contract::{Act, FolderRole, Marks, MessageRef, UndoStep};

/// Steps back that are remembered.
const UNDOS: usize = 20;

/// Follows the wishes of the mailbox, and what the server says afterwards.
pub(super) fn follow_wishes(at: At) {
    let navigate = use_navigate();
    let mailbox = at.mailbox;
    Effect::new(move |_| {
        let Some(wish) = mailbox.wish.get() else { return };
        mailbox.wish.set(None);
        if let Some(next) = untrack(|| begin(at, wish)) {
            navigate(&next.href(), NavigateOptions { replace: true, scroll: false, ..Default::default() });
        }
    });
    Effect::new(move |_| {
        // Rows that the server has answered about are shown as it says again.
        let rows: Vec<u32> = at.rows.with(|rows| rows.iter().map(|row| row.message.uid).collect());
        let settled: Vec<u32> =
            at.pending.with_value(|pending| rows.into_iter().filter(|uid| !pending.contains(uid)).collect());
        mailbox.rows.clear(&settled);
    });
}

/// Asks where to, or whether really; else begins. Gives the page to go to when the open message leaves.
fn begin(at: At, wish: Wish) -> Option<MailPath> {
    let Wish { act, messages, to } = wish;
    let MessageRef { mailbox, uid_validity: validity, .. } = messages.first()?.clone();
    let to = match (act, to) {
        (Act::Move, None) => {
            at.moving.set(messages);
            return None;
        }
        (Act::Delete, _) if at.role() == Some(FolderRole::Trash) => {
            at.erasing.set(messages);
            return None;
        }
        (_, to) => to.unwrap_or_default(),
    };
    let uids: Vec<u32> = messages.iter().map(|message| message.uid).collect();
    let leaves = !matches!(act, Act::Read | Act::Unread | Act::Flag | Act::Unflag);
    let next = if leaves { leave(at, &mailbox, &uids) } else { None };
    for row in at.rows.get_untracked().into_iter().filter(|row| uids.contains(&row.message.uid)) {
        let uid = row.message.uid;
        let before = at.mailbox.rows.of(uid).marks.unwrap_or(row.marks);
        at.mailbox.rows.set(uid, RowState { gone: leaves, marks: Some(marked(before, act)) });
    }
    at.pending.update_value(|pending| pending.extend(&uids));
    at.mailbox.problem.set(None);
    // Where they were seen: the page may be on its way to another mailbox.
    let page = MailPath::newest(&mailbox);
    spawn_local(async move {
        let done = act_on_messages(page, act, validity, uids.clone(), to, None).await;
        at.pending.try_update_value(|pending| pending.retain(|uid| !uids.contains(uid)));
        let hasty = at.hasty.try_update_value(std::mem::take) == Some(true);
        match done {
            Ok(done) => {
                let can_undo = !done.undo.is_empty();
                at.undo.try_update_value(|undo| {
                    if can_undo {
                        undo.push(done.undo.clone());
                    }
                    if undo.len() > UNDOS {
                        undo.remove(0);
                    }
                });
                let folder = done.moved_to.map(|name| folder_label(at, &name));
                show_done(at, en::done(act, uids.len() as u64, folder.as_deref()), done.undo);
                if hasty && can_undo {
                    take_back(at);
                }
            }
            Err(error) => {
                at.mailbox.rows.clear(&uids);
                at.mailbox.problem.try_set(Some(error));
            }
        }
        at.changes.announce();
    });
    next
}

/// These rows go: the focus moves on, and the page where the next message is open in place of one that goes.
fn leave(at: At, mailbox: &str, uids: &[u32]) -> Option<MailPath> {
    let rows = at.mailbox.roving.rows();
    let after = |uid: u32| {
        let place = rows.iter().position(|row| *row == uid)?;
        let (before, after) = rows.split_at(place);
        after.iter().chain(before.iter().rev()).find(|row| !uids.contains(row)).copied()
    };
    let focused = document().active_element().as_ref().and_then(row_of).filter(|uid| uids.contains(uid));
    if let Some(next) = focused.and_then(after) {
        focus_row(next);
    }
    at.chosen.update(|chosen| chosen.retain(|uid| !uids.contains(uid)));
    let page = at.mailbox.page.get_untracked();
    let open = page.message().filter(|open| open.mailbox == mailbox && uids.contains(&open.uid))?;
    let next = after(open.uid).map(|uid| page.opening(&MessageRef { uid, ..open }));
    Some(next.unwrap_or_else(|| page.closed()))
}

/// The marks of a row once this is done to it.
fn marked(before: Marks, act: Act) -> Marks {
    match act {
        Act::Read => Marks { read: true, ..before },
        Act::Unread => Marks { read: false, ..before },
        Act::Flag => Marks { flagged: true, ..before },
        Act::Unflag => Marks { flagged: false, ..before },
        _ => before,
    }
}

/// A folder as the pane names it.
fn folder_label(at: At, name: &str) -> String {
    // The desk may have gone while the server worked.
    let role = at.folders.try_with_untracked(|folders| folders.iter().find(|folder| folder.name == name)?.role);
    let role = role.flatten();
    crate::view::frame::mailbox_title(role, name)
}

/// Takes back what was done last.
pub(super) fn take_back(at: At) {
    if at.pending.try_with_value(|pending| !pending.is_empty()) == Some(true) {
        at.hasty.set_value(true);
        return;
    }
    if let Some(steps) = at.undo.try_update_value(Vec::pop).flatten() {
        take_back_steps(at, steps);
    }
}

/// Takes this back; also from another screen, where the toast still stands.
pub(super) fn take_back_steps(at: At, steps: Vec<UndoStep>) {
    at.undo.try_update_value(|undo| undo.retain(|one| *one != steps));
    at.toast.close();
    spawn_local(async move {
        match undo_act(steps).await {
            Ok(()) => show_done(at, "Undone.".to_owned(), Vec::new()),
            Err(error) => {
                at.mailbox.problem.try_set(Some(error));
            }
        }
        at.changes.announce();
    });
}
