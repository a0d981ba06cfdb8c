//! Why a message came: which list, how many people it reaches, and what makes its reader one of them.

use super::number::people;
use crate::words::{Run, Sentence, strong};
use levee_contract::{Asks, Attribute, Because, ReachedBy, RuleReason, Way, Why};
use levee_mail::Contact;

/// The line under a message's head.
#[must_use]
pub fn reached(why: &Why) -> Sentence {
    if let Some(list) = &why.elsewhere {
        return Sentence::of(["Sent by the mailing list ".into(), strong(list.name.as_str()), ".".into()]);
    }
    match why.lists.as_slice() {
        [] => Sentence::of([
            "You are not among its recipients: it came to you, or to a list you are in, as a blind copy.".into(),
        ]),
        [one] => Sentence::of([
            "Sent to the list ".into(),
            name(&one.list),
            format!(", which reaches {}.", people(one.people)).into(),
        ]),
        several => {
            let mut runs: Vec<Run> = vec!["Sent to the lists ".into()];
            for (n, ReachedBy { list, people: reached, .. }) in several.iter().enumerate() {
                runs.push(joint(n, several.len()).into());
                runs.extend([name(list), format!(" ({})", people(*reached)).into()]);
            }
            runs.push(".".into());
            Sentence::of(runs)
        }
    }
}

/// What makes the reader one of a list's people.
#[must_use]
pub fn way(way: &Way) -> Sentence {
    let Some((first, holders)) = way.path.split_first() else { return Sentence::default() };
    let mut runs: Vec<Run> = match &way.because {
        Because::Named => vec!["You are a member of ".into(), name(first)],
        Because::Everybody => vec!["The rule of ".into(), name(first), " takes in everybody".into()],
        Because::Resolved => vec!["The directory puts you in ".into(), name(first)],
        Because::Rule(reasons) => {
            let said: Vec<String> = reasons.iter().map(reason).collect();
            vec!["The rule of ".into(), name(first), format!(" takes you in: {}", said.join(", and ")).into()]
        }
    };
    for holder in holders {
        runs.extend([", which is in ".into(), name(holder)]);
    }
    runs.push(".".into());
    Sentence::of(runs)
}

fn reason(reason: &RuleReason) -> String {
    let RuleReason { attribute, asks, text, own } = reason;
    let what = match attribute {
        Attribute::Unit => "unit",
        Attribute::Title => "title",
        Attribute::Site => "site",
        Attribute::Name => "name",
        Attribute::Address => "address",
    };
    match asks {
        Asks::Is => format!("your {what} is {own}"),
        Asks::Contains => format!("your {what}, {own}, contains \u{201c}{text}\u{201d}"),
        Asks::Under => format!("your {what}, {own}, is part of {text}"),
        Asks::IsNot => format!("your {what} is not \u{201c}{text}\u{201d}"),
        Asks::Lacks => format!("your {what} does not contain \u{201c}{text}\u{201d}"),
        Asks::NotUnder => format!("your {what} is not part of {text}"),
    }
}

fn name(list: &Contact) -> Run {
    strong(list.name.clone().unwrap_or_else(|| list.address.to_string()))
}

/// What stands before the nth of so many names.
fn joint(n: usize, of: usize) -> &'static str {
    match n {
        0 => "",
        n if n + 1 == of => " and ",
        _ => ", ",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use levee_contract::{ElsewhereList, Leaving};

    fn list(name: &str) -> Contact {
        Contact { name: Some(name.to_owned()), address: "list@hosp.example".parse().unwrap() }
    }

    fn told(names: &[(&str, u64)]) -> String {
        let lists = names.iter().map(|(name, people)| ReachedBy {
            list: list(name),
            people: *people,
            owners: Vec::new(),
            ways: Vec::new(),
        });
        reached(&Why { named: false, lists: lists.collect(), elsewhere: None }).to_string()
    }

    #[test]
    fn the_line_names_lists_and_how_many_they_reach() {
        assert_eq!(told(&[("Croydon", 840_000)]), "Sent to the list Croydon, which reaches 840,000 people.");
        assert_eq!(
            told(&[("A", 1), ("B", 60), ("C", 2)]),
            "Sent to the lists A (1 person), B (60 people) and C (2 people)."
        );
        assert!(told(&[]).contains("blind copy"));
        let elsewhere = ElsewhereList { name: "Physio Network".to_owned(), unsubscribe: None };
        let why = Why { named: true, lists: Vec::new(), elsewhere: Some(elsewhere) };
        assert_eq!(reached(&why).to_string(), "Sent by the mailing list Physio Network.");
    }

    #[track_caller]
    fn check(path: &[&str], because: Because, expected: &str) {
        let path = path.iter().map(|name| list(name)).collect();
        assert_eq!(way(&Way { path, because, leaving: Leaving::Ask }).to_string(), expected);
    }

    #[test]
    fn a_way_says_what_makes_one_a_member() {
        check(&["Team"], Because::Named, "You are a member of Team.");
        check(
            &["Nights", "Theatres", "North"],
            Because::Named,
            "You are a member of Nights, which is in Theatres, which is in North.",
        );
        check(&["All"], Because::Everybody, "The rule of All takes in everybody.");
        let reason = |attribute, asks, text: &str, own: &str| RuleReason {
            attribute,
            asks,
            text: text.to_owned(),
            own: own.to_owned(),
        };
        let reasons = vec![
            reason(Attribute::Unit, Asks::Under, "North", "North/Ashgrove"),
            reason(Attribute::Title, Asks::Is, "porter", "Porter"),
            reason(Attribute::Title, Asks::Lacks, "student", "Porter"),
        ];
        check(
            &["Porters"],
            Because::Rule(reasons),
            "The rule of Porters takes you in: your unit, North/Ashgrove, is part of North, and your title is Porter, \
             and your title does not contain \u{201c}student\u{201d}.",
        );
    }
}
