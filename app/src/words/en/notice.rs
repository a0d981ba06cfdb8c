//! Notices by mail about a message that is held: how many, which lists, where to decide. Never what it says.

use super::number::{count, length, people};
use levee_mail::Contact;

/// What a notice can tell.
pub struct Notice<'a> {
    /// The held message's subject; told to its sender alone.
    pub subject: &'a str,
    /// Who sends it.
    pub sender: &'a Contact,
    /// How many it reaches.
    pub people: u64,
    /// The lists it is written to.
    pub lists: &'a [String],
    /// Why it is held.
    pub why: &'a str,
    /// Who can decide; none: whoever has the role.
    pub deciders: &'a [Contact],
    /// Seconds until it is not sent.
    pub left: i64,
    /// Under which it is recorded.
    pub reference: &'a str,
    /// Where it is decided.
    pub link: &'a str,
}

/// Most people named in a notice.
const NAMED: usize = 5;

impl Notice<'_> {
    /// To its sender, who has to say that he means it: subject and text.
    #[must_use]
    pub fn yours(&self) -> (String, String) {
        let Self { why, link, reference, .. } = self;
        let text = format!(
            "Your message {} has not been sent yet. Nobody has received it.\n\n{why}\n\nSign in to send it or to keep it back:\n\
             {link}\n\nIf you do nothing, it is not sent. It waits for {}.\n\nReference: {reference}\n",
            self.title(),
            self.left(),
        );
        (format!("Not sent yet: it goes to {}", people(self.people)), text)
    }

    /// To its sender, when somebody else decides: subject and text.
    #[must_use]
    pub fn yours_for_others(&self) -> (String, String) {
        let Self { why, link, reference, .. } = self;
        let text = format!(
            "Your message {} has not been sent yet. Nobody has received it.\n\n{why}\n\n{} to release it. It waits for {}; after \
             that it is not sent.\n\nSee how it stands, or keep it back:\n{link}\n\nReference: {reference}\n",
            self.title(),
            self.who_has(),
            self.left(),
        );
        (format!("Waiting for approval: it goes to {}", people(self.people)), text)
    }

    /// To somebody who decides on it: subject and text.
    #[must_use]
    pub fn decide(&self) -> (String, String) {
        let Self { link, reference, .. } = self;
        let text = format!(
            "{}\n\nNobody has received it. It waits for {} for a decision, yours or that of somebody else who can decide.\n\nSign in to \
             release or reject it:\n{link}\n\nReference: {reference}\n",
            self.what(),
            self.left(),
        );
        (format!("Decide on a message to {}", people(self.people)), text)
    }

    /// To somebody who does not decide, but can see to it that somebody does: subject and text.
    #[must_use]
    pub fn nobody_decided(&self, you: &str) -> (String, String) {
        let Self { reference, .. } = self;
        let text = format!(
            "{}\n\nIt is marked important, and nobody has decided on it yet. {you} {} to release it: please reach them.\n\n\
             Reference: {reference}\n",
            self.what(),
            self.who_has(),
        );
        (format!("Important and still held: a message to {}", people(self.people)), text)
    }

    fn what(&self) -> String {
        let sender = self.sender.label();
        match self.lists {
            [] => format!("{sender} wants to send a message to {}.", people(self.people)),
            lists => format!("{sender} wants to send a message to {}, by {}.", people(self.people), lists.join(", ")),
        }
    }

    fn title(&self) -> String {
        if self.subject.is_empty() { "without a subject".to_owned() } else { format!("\"{}\"", self.subject) }
    }

    fn left(&self) -> String {
        length(u64::try_from(self.left).unwrap_or_default())
    }

    fn who_has(&self) -> String {
        let names: Vec<String> = self.deciders.iter().map(|who| format!("{} ({})", who.label(), who.address)).collect();
        match names.as_slice() {
            [] => "Somebody with the role of an approver has".to_owned(),
            [one] => format!("{one} has"),
            names if names.len() > NAMED => {
                format!("{} or another of {} people has", names[..NAMED].join(", "), count(names.len() as u64))
            }
            [most @ .., last] => format!("{} or {last} has", most.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use levee_mail::Address;

    fn contact(local: &str, name: &str) -> Contact {
        Contact { name: Some(name.to_owned()), address: Address::from_parts(local, "hosp.example").unwrap() }
    }

    #[test]
    fn a_notice_tells_the_number_and_the_subject_to_the_sender_alone() {
        let (sender, deciders) = (contact("ann", "Ann Ash"), [contact("bob", "Bob Birch"), contact("eve", "Eve Elm")]);
        let lists = ["wing".to_owned()];
        let notice = Notice {
            subject: "Water is off",
            sender: &sender,
            people: 1_234,
            lists: &lists,
            why: "This goes to 1,234 people.",
            deciders: &deciders,
            left: 14_400,
            reference: "LV-7K3F-20QD",
            link: "https://mail.example/outbox?open=1",
        };
        let (subject, text) = notice.yours();
        assert_eq!(subject, "Not sent yet: it goes to 1,234 people");
        for part in [
            "\"Water is off\"",
            "This goes to 1,234 people.",
            "4 hours",
            "https://mail.example/outbox?open=1",
            "LV-7K3F-20QD",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let (_, waits) = notice.yours_for_others();
        assert!(
            waits.contains("Bob Birch (bob@hosp.example) or Eve Elm (eve@hosp.example) has to release it."),
            "{waits}"
        );
        for (subject, text) in [notice.decide(), notice.nobody_decided("You are on call.")] {
            assert!(text.contains("Ann Ash wants to send a message to 1,234 people, by wing."), "{text}");
            assert!(!subject.contains("Water") && !text.contains("Water"), "{subject}: {text}");
        }
        assert!(notice.nobody_decided("").1.contains("Bob Birch") && !notice.nobody_decided("").1.contains("https://"));
    }
}
