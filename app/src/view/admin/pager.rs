//! Links of a table: filters in the address, the next rows, the same rows as CSV.

use crate::path::LocalPath;
use crate::view::part::{Glyph, Icon};
use crate::words::en::count;
use leptos::prelude::*;

/// A path with these pairs in its query; empty ones are left out.
pub(crate) fn link(path: &str, pairs: &[(&str, String)]) -> String {
    let page = LocalPath::parse(path).unwrap_or_else(LocalPath::inbox);
    let said = pairs.iter().filter(|(_, value)| !value.is_empty());
    String::from(said.fold(page, |page, (key, value)| page.with(key, value)))
}

/// The same pairs, one of them changed or added.
pub(crate) fn but<'a>(pairs: &[(&'a str, String)], key: &'a str, value: String) -> Vec<(&'a str, String)> {
    let others = pairs.iter().filter(|(k, _)| *k != key).cloned();
    others.chain([(key, value)]).collect()
}

/// Under a table: how many of how many, and the way on. `shown` rows begin at `first` (from 0).
#[component]
pub(crate) fn Pager(
    shown: usize,
    /// Index of the first row, where rows are counted from the top.
    #[prop(optional_no_strip)]
    first: Option<u32>,
    #[prop(into)] found: String,
    #[prop(optional_no_strip)] previous: Option<String>,
    #[prop(optional_no_strip)] next: Option<String>,
) -> impl IntoView {
    let rows = match first {
        Some(first) if shown > 0 => {
            format!("{} to {}", count(u64::from(first) + 1), count(u64::from(first) + shown as u64))
        }
        _ => count(shown as u64),
    };
    view! {
        <nav class="pager" aria-label="More rows">
            <span class="caption">{rows} " of " {found}</span>
            {previous.map(|href| view! { <a class="button" href=href>"Previous"</a> })}
            {next.map(|href| view! { <a class="button" href=href>"Next"</a> })}
        </nav>
    }
    .into_any()
}

/// The rows found, as a file.
#[component]
pub(crate) fn Csv(href: String) -> impl IntoView {
    view! {
        <a class="button subtle" href=href rel="external" download="">
            <Icon glyph=Glyph::Download />
            "CSV"
        </a>
    }
    .into_any()
}
