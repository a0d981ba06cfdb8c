//! A page of records: title, filters, the rows that fit, and the same rows as CSV. What is asked for stands in
//! the address.

use super::failed::Failed;
use super::pager::{Csv, link};
use crate::api::{ApiError, Timed};
use leptos::prelude::*;
use leptos_meta::Title;
use levee_contract::UnixSeconds;

/// What tells one such page from the others: `Q` is what is asked for, `T` what is found.
pub(crate) struct Records<Q, T> {
    pub(crate) title: &'static str,
    pub(crate) about: &'static str,
    /// Where the same rows are a file.
    pub(crate) csv: &'static str,
    /// What a link to the same rows says.
    pub(crate) pairs: fn(&Q) -> Vec<(&'static str, String)>,
    pub(crate) filters: fn(Q) -> AnyView,
    pub(crate) found: fn(T, Q, UnixSeconds) -> AnyView,
}

impl<Q, T> Records<Q, T>
where
    Q: Clone + Send + Sync + 'static,
    T: Clone + Send + Sync + 'static,
{
    /// The page.
    pub(crate) fn page(self, asked: Memo<Q>, rows: Resource<Result<Timed<T>, ApiError>>) -> AnyView {
        let Self { title, about, csv, pairs, filters, found } = self;
        view! {
            <Title text=title />
            <div class="page">
                <header class="page-head">
                    <h1>{title}</h1>
                    <p class="caption">{about}</p>
                    {move || view! { <div class="head-acts"><Csv href=link(csv, &pairs(&asked.get())) /></div> }.into_any()}
                </header>
                <section class="card" aria-label=title>
                    {move || filters(asked.get())}
                    <Transition fallback=|| view! { <div class="skeleton tall"></div> }>
                        {move || Suspend::new(async move {
                            match rows.await {
                                Ok(Timed { now, value }) => found(value, asked.get_untracked(), now),
                                Err(error) => view! { <Failed error /> }.into_any(),
                            }
                        })}
                    </Transition>
                </section>
            </div>
        }
        .into_any()
    }
}
