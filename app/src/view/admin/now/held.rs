//! What waits for approvers: lists and numbers, for somebody who does not decide.

use super::left;
use crate::view::admin::pager::Csv;
use crate::words::en::{count, counted};
use leptos::prelude::*;
use levee_contract::{HeldLine, UnixSeconds};

/// Rows shown.
const SHOWN: usize = 8;
/// Less time than this, in seconds, is marked.
const SOON: i64 = 2 * 3_600;

#[component]
pub(super) fn HeldMail(held: Vec<HeldLine>, now: UnixSeconds) -> impl IntoView {
    let all = held.len();
    let rows = held.into_iter().take(SHOWN).map(|line| {
        let list = if line.list.is_empty() { "People written to singly".to_owned() } else { line.list };
        let soon = line.expires - now < SOON;
        view! {
            <tr>
                <td class="name"><span class="cut" title=list.clone()>{list.clone()}</span></td>
                <td data-label="Reaches" class="r">{count(line.people)}</td>
                <td data-label="Approvals" class="r">{line.agreed} " of " {line.needed}</td>
                <td data-label="Time left" class="r" class:soon=soon>{left(line.expires - now)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="card" aria-labelledby="held-mail">
            <header class="card-head">
                <h2 id="held-mail">"Held mail"</h2>
                <span class="caption">{counted(all as u64, "message")} " waiting, shortest first"</span>
                <div class="head-acts"><Csv href="/admin/held.csv".to_owned() /></div>
            </header>
            {if all == 0 {
                view! { <p class="nothing">"Nothing waits for approvers."</p> }.into_any()
            } else {
                view! {
                    <table class="data">
                        <thead><tr>
                            <th scope="col">"List"</th>
                            <th scope="col" class="r">"Reaches"</th>
                            <th scope="col" class="r">"Approvals"</th>
                            <th scope="col" class="r">"Time left"</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                    {(all > SHOWN).then(|| view! { <p class="nothing caption">{count((all - SHOWN) as u64)} " more"</p> }.into_any())}
                }
                .into_any()
            }}
        </section>
    }
    .into_any()
}
