//! A list by a rule, written down and looked at: what is wrong with its fields, whom it reaches, and the form that
//! proposes it. What is written stands in the address: nothing is kept by looking.

use super::reached::Reached;
use crate::api::{ProposeRule, preview_rule};
use crate::view::admin::failed::Failed;
use crate::view::admin::refused::{Reason, Told};
use crate::view::part::Said;
use crate::words::en::{governed as says, people, used};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use levee_contract::{Field, RuleDraft, RulePreview};
use levee_guard::ListKind;
use server_fn::ServerFn as _;

/// `/admin/rules/new`, and what is written already in its query.
#[component]
pub(in crate::view::admin) fn WritePage() -> impl IntoView {
    let query = use_query_map();
    let draft = Memo::new(move |_| query.with(|query| RuleDraft::read(|key| query.get(key))));
    let preview = Resource::new(move || draft.get(), preview_rule);
    view! {
        <Title text="A list by a rule" />
        <div class="page">
            <header class="page-head">
                <p class="crumb"><a href="/admin/rules">"Lists by a rule"</a> " / "</p>
                <h1>"Make a list"</h1>
                <p class="caption">"Nothing is kept before you have seen whom it reaches and given a reason."</p>
            </header>
            <Told done="Done, and written in the audit." />
            <Transition fallback=|| view! { <div class="card skeleton tall"></div> }>
                {move || Suspend::new(async move {
                    match preview.await {
                        Ok(preview) => view! { <Written draft=draft.get_untracked() preview /> }.into_any(),
                        Err(error) => view! { <Failed error /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Written(draft: RuleDraft, preview: RulePreview) -> impl IntoView {
    let RulePreview { problems, reached, before } = preview;
    let sound = problems.is_empty();
    let propose = reached.as_ref().filter(|_| sound).map(|reached| {
        let number = reached.people;
        view! { <Propose draft=draft.clone() number /> }
    });
    let reached = reached.map(|reached| view! { <Reached reached declared=draft.declared.clone() before /> });
    let form = view! { <Form draft problems /> };
    // What decides stands before what is decided, on a narrow page too.
    let (first, second) = match propose {
        Some(propose) => (reached.into_any(), view! { {propose} {form} <Help /> }.into_any()),
        None => (view! { {form} {reached} }.into_any(), view! { <Help /> }.into_any()),
    };
    view! {
        <div class="two-columns">
            <div class="column">{first}</div>
            <div class="column">{second}</div>
        </div>
    }
    .into_any()
}

/// The fields, each with what is wrong with it.
#[component]
fn Form(draft: RuleDraft, problems: Vec<Field>) -> impl IntoView {
    let wrong = |name: &'static str| -> Vec<Field> {
        problems.iter().filter(|problem| problem.name == name).cloned().collect()
    };
    let text = |name: &'static str, title: &'static str, hint: &'static str, typed: &str| {
        let (id, about) = (format!("rule-{name}"), format!("rule-{name}-about"));
        let problems = wrong(name);
        let invalid = (!problems.is_empty()).then_some("true");
        view! {
            <div class="reason">
                <label for=id.clone()>{title}</label>
                <input type="text" id=id name=name autocomplete="off" value=typed.to_owned() aria-describedby=about.clone() aria-invalid=invalid />
                <p class="caption" id=about>{hint} {problems.iter().map(problem).collect_view()}</p>
            </div>
        }
        .into_any()
    };
    let kinds = [ListKind::Group, ListKind::Announce, ListKind::Discussion].map(|kind| {
        let word = kind_word(kind);
        view! { <option value=word selected=draft.used == word>{used(kind)}</option> }
    });
    let rule_problems = wrong("rule");
    let invalid = (!rule_problems.is_empty()).then_some("true");
    view! {
        <section class="card panel">
            <h2>"The list"</h2>
            <form method="get" action="/admin/rules/new" class="guarded rule-form">
                {text("address", "Address", "Of a list made here already: its rule is changed. ", &draft.address)}
                {text("name", "Name", "As people know it; may be empty. ", &draft.name)}
                <div class="reason">
                    <label for="rule-rule">"Rule"</label>
                    <textarea id="rule-rule" name="rule" rows="4" maxlength=RuleDraft::LONGEST.to_string() spellcheck="false" aria-describedby="rule-rule-about" aria-invalid=invalid>{draft.rule.clone()}</textarea>
                    <p class="caption" id="rule-rule-about">"Who is in it, in the language told below or beside. " {rule_problems.iter().map(problem).collect_view()}</p>
                </div>
                <div class="reason">
                    <label for="rule-used">"Used for"</label>
                    <select id="rule-used" name="used">{kinds.collect_view()}</select>
                </div>
                {text("owners", "Owners", "Addresses of people or lists, by commas. ", &draft.owners)}
                {text("scope", "Owner's scope", "The path of the unit that they answer for; empty: not examined. ", &draft.scope)}
                {text("declared", "Declared size", "How many people it is meant to hold. ", &draft.declared)}
                {text("senders", "Named senders", "Who may write to it beside its owners, by commas. ", &draft.senders)}
                <button type="submit" class="button">"Look whom it reaches"</button>
            </form>
        </section>
    }
    .into_any()
}

fn problem(field: &Field) -> AnyView {
    view! { <span class="field-wrong"><Said sentence=says(field) /></span> }.into_any()
}

fn kind_word(kind: ListKind) -> &'static str {
    match kind {
        ListKind::Group => "group",
        ListKind::Announce => "announce",
        ListKind::Discussion => "discussion",
    }
}

/// The guarded act: what is written, for as many as were seen.
#[component]
fn Propose(draft: RuleDraft, number: u64) -> impl IntoView {
    let fields = draft.pairs().map(|(name, text)| {
        view! { <input type="hidden" name=format!("draft[{name}]") value=text.to_owned() /> }
    });
    view! {
        <section class="card panel">
            <h2>"Propose it"</h2>
            <form method="post" action=ProposeRule::url() class="guarded">
                {fields.collect_view()}
                <input type="hidden" name="people" value=number.to_string() />
                <p>"It is not in place yet after this: it is looked at once more, and approved by others where it is large."</p>
                <Reason id="propose-reason" />
                <button type="submit" class="button primary">"Propose for " {people(number)}</button>
            </form>
        </section>
    }
    .into_any()
}

/// The language of rules, in short.
#[component]
fn Help() -> impl IntoView {
    let examples = [
        ("unit under \"Acute North/Ashgrove Hospital\"", "the unit and those below it"),
        ("title = \"Porter\"", "the same text, whatever the case"),
        ("site in (\"Ashgrove\", \"Mill Road\")", "one of them"),
        ("title contains \"nurse\" and not title contains \"student\"", "part of the text; and, or, not, parentheses"),
        ("name != \"...\", address contains \"...\"", "name and primary address"),
        ("everybody", "all people of the organisation"),
    ];
    let lines = examples.map(|(rule, means)| view! { <dt><code>{rule}</code></dt><dd>{means}</dd> });
    view! {
        <section class="card panel rule-help">
            <h2>"How a rule is written"</h2>
            <dl>{lines.collect_view()}</dl>
            <p class="caption">"Texts stand in double quotes. Units are paths, widest first, and their case matters. " <code>"and"</code> " binds closer than " <code>"or"</code> ". An empty rule is everybody."</p>
        </section>
    }
    .into_any()
}
