//! To whom a message went: one line that unfolds, without script.

use crate::view::part::label;
use leptos::prelude::*;
use levee_mail::Contact;

/// Names shown before it says "+n others".
const SHOWN: usize = 2;

/// To, Cc and Bcc.
#[component]
pub(crate) fn Recipients(to: Vec<Contact>, cc: Vec<Contact>, bcc: Vec<Contact>) -> impl IntoView {
    let Folded { names, others } = folded(&to, &cc, &bcc);
    view! {
        <details class="recipients">
            <summary>
                <span class="cut">"To: " {names}</span>
                {others.map(|others| view! { <span class="others">{others}</span> }.into_any())}
            </summary>
            <dl>
                {[("To", to), ("Cc", cc), ("Bcc", bcc)].into_iter().filter(|(_, people)| !people.is_empty()).map(|(name, people)| view! {
                    <dt>{name}</dt>
                    <dd><ul>{people.iter().map(|person| view! { <li>{in_full(person)}</li> }.into_any()).collect_view()}</ul></dd>
                }.into_any()).collect_view()}
            </dl>
        </details>
    }
    .into_any()
}

/// The one line.
#[derive(Debug, PartialEq, Eq)]
struct Folded {
    names: String,
    others: Option<String>,
}

fn folded(to: &[Contact], cc: &[Contact], bcc: &[Contact]) -> Folded {
    let all = || to.iter().chain(cc).chain(bcc);
    let names: Vec<_> = all().take(SHOWN).map(label).collect();
    let others = match all().count().saturating_sub(SHOWN) {
        0 => None,
        1 => Some("+1 other".to_owned()),
        n => Some(format!("+{n} others")),
    };
    let names = if names.is_empty() { "nobody named".to_owned() } else { names.join("; ") };
    Folded { names, others }
}

fn in_full(person: &Contact) -> String {
    match &person.name {
        Some(name) => format!("{name} <{}>", person.address),
        None => person.address.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_names_two_and_counts_the_rest() {
        let person = |n: usize| Contact { name: Some(format!("P{n}")), address: "p@x.example".parse().unwrap() };
        for (to, cc, names, others) in [
            (0, 0, "nobody named", None),
            (1, 0, "P0", None),
            (1, 1, "P0; P0", None),
            (2, 1, "P0; P1", Some("+1 other")),
            (3, 2, "P0; P1", Some("+3 others")),
        ] {
            let (to, cc): (Vec<_>, Vec<_>) = ((0..to).map(person).collect(), (0..cc).map(person).collect());
            let expected = Folded { names: names.to_owned(), others: others.map(str::to_owned) };
            assert_eq!(folded(&to, &cc, &[]), expected);
        }
    }
}
