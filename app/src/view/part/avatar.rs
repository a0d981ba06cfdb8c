//! The disc with somebody's initials. Its colour follows from the address, so it is the same everywhere.

use super::people::label;
use leptos::prelude::*;
use levee_mail::Contact;

const COLOURS: [&str; 10] =
    ["red", "orange", "yellow", "green", "teal", "blue", "purple", "cranberry", "steel", "gray"];

/// Initials of a contact. Decoration: the name stands beside it.
#[component]
pub(crate) fn Avatar(
    contact: Contact,
    /// More classes: `large` (40 px), `header`.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let colour = colour(contact.address.local());
    view! { <span class=format!("avatar {colour} {class}") aria-hidden="true">{initials(&label(&contact))}</span> }
        .into_any()
}

/// First letters of the first and the last word, titles left out: "Dr Samuel Okafor" is SO. The style makes them
/// capitals and a list of what is punctuation suffices: tables of all scripts would be 6 KB more to download.
fn initials(name: &str) -> String {
    const TITLES: [&str; 8] = ["dr", "mr", "mrs", "ms", "miss", "prof", "professor", "sir"];
    let is_title = |word: &&str| TITLES.contains(&word.trim_end_matches('.').to_ascii_lowercase().as_str());
    let words =
        name.split(|c: char| c.is_whitespace() || matches!(c, '.' | '@' | ',' | '"' | '(' | '“' | '„' | '«' | '‘'));
    let mut words =
        words.filter(|word| word.chars().next().is_some_and(|c| !c.is_ascii_punctuation())).skip_while(is_title);
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.last().and_then(|word| word.chars().next());
    first.into_iter().chain(last).collect()
}

fn colour(key: &str) -> &'static str {
    // FNV-1a: any even spread does, as long as it never changes.
    let hash =
        key.bytes().fold(0x811c_9dc5_u32, |h, b| (h ^ u32::from(b.to_ascii_lowercase())).wrapping_mul(0x0100_0193));
    COLOURS.get(hash as usize % COLOURS.len()).copied().unwrap_or("gray")
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_those_of_the_name_without_its_title() {
        for (name, expected) in [
            ("Dr Samuel Okafor", "SO"),
            ("Oskar Brandt", "OB"),
            ("Maria del Carmen Ruiz", "MR"),
            ("physio-team", "p"),
            ("j.fenwick@northmoor.example", "je"),
            ("Prof. Ölçer", "Ö"),
            ("\"(\"", ""),
            ("„Ruth“ Keller", "RK"),
            ("- Ruth", "R"),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }
}
