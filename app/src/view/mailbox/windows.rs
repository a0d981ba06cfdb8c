//! Windows on a long list: which rows are shown, and the links to the others.

use crate::api::WINDOW;
use crate::path::MailPath;
use crate::view::part::{Glyph, Icon};
use crate::words::en::count;
use leptos::prelude::*;
use levee_contract::MessageList;

/// "1–50 of 312" with links to newer and older messages.
#[component]
pub(crate) fn Windows(page: MailPath, first: u32, shown: u32, total: u32) -> impl IntoView {
    let Around { newer, older } = around(first, total);
    let text = match (total, shown) {
        (0, _) | (_, 0) => String::new(),
        (1, _) => "1 message".to_owned(),
        (total, shown) if shown == total => format!("{} messages", count(total.into())),
        _ => format!("{}–{} of {}", count(u64::from(first) + 1), count((first + shown).into()), count(total.into())),
    };
    let link = |first: u32, glyph, name: &'static str| {
        view! {
            <a class="button subtle only-icon" href=page.window(first).href() title=name>
                <Icon glyph />
                <span class="unseen">{name}</span>
            </a>
        }
        .into_any()
    };
    view! {
        <nav class="windows" aria-label="Pages of this folder">
            <span class="caption">{text}</span>
            {newer.map(|first| link(first, Glyph::Left, "Newer messages"))}
            {older.map(|first| link(first, Glyph::Right, "Older messages"))}
        </nav>
    }
    .into_any()
}

/// First rows of the neighbouring windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Around {
    newer: Option<u32>,
    older: Option<u32>,
}

fn around(first: u32, total: u32) -> Around {
    let newer = (first > 0).then(|| first.saturating_sub(WINDOW));
    let older = first.checked_add(WINDOW).filter(|next| *next < total);
    Around { newer, older }
}

/// The messages before and after the open one in this window; after deleting it, the older one comes next.
pub(crate) struct Neighbours {
    pub(crate) newer: Option<MailPath>,
    pub(crate) older: Option<MailPath>,
}

impl Neighbours {
    pub(crate) fn of(page: &MailPath, list: &MessageList) -> Self {
        let open = page.message();
        let at = list.rows.iter().position(|row| Some(&row.message) == open.as_ref());
        let row = |at: Option<usize>| at.and_then(|at| list.rows.get(at)).map(|row| page.opening(&row.message));
        Self { newer: row(at.and_then(|at| at.checked_sub(1))), older: row(at.map(|at| at + 1)) }
    }

    /// Where one stands when the open message is gone.
    pub(crate) fn without_this(self, page: &MailPath) -> MailPath {
        self.older.or(self.newer).unwrap_or_else(|| page.closed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_lead_to_every_row_and_not_beyond() {
        for (first, total, newer, older) in [
            (0, 0, None, None),
            (0, 50, None, None),
            (0, 51, None, Some(50)),
            (50, 51, Some(0), None),
            (20, 200, Some(0), Some(70)),
            (u32::MAX, 3, Some(u32::MAX - 50), None),
        ] {
            assert_eq!(around(first, total), Around { newer, older }, "{first} of {total}");
        }
    }
}
