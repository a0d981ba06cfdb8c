//! Domains that could be taken for ours (guard specification, section 2): the same to the eye, or one
//! slip of the finger away. Compared in Unicode form, whole domains.

use crate::canonical::{Canonical, canonical_domain};
use crate::confusables::skeleton;
use levee_mail::Address;

/// Own domains shorter than this are not compared by their letters: too much is one letter away.
const SHORTEST: usize = 5;

impl Canonical {
    /// The own domain, alias domains included, that the domain of this recipient could be taken for;
    /// `None` when it is our own or like none of ours. In Unicode form.
    #[must_use]
    pub fn look_alike(&self, recipient: &Address) -> Option<String> {
        let written = canonical_domain(recipient.domain());
        if self.own_domains().any(|own| own == written) {
            return None;
        }
        let written = in_letters(&written);
        let skeleton_written = skeleton(&written);
        self.own_domains()
            .map(in_letters)
            .find(|own| skeleton(own) == skeleton_written || own.chars().count() >= SHORTEST && one_slip(own, &written))
    }
}

fn in_letters(domain: &str) -> String {
    idna::domain_to_unicode(domain).0
}

/// Whether one character was inserted, left out, replaced, or swapped with its neighbour.
fn one_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same_start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same_start..], &b[same_start..]);
    let same_end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - same_end], &b[..b.len() - same_end]);
    match (a, b) {
        ([_], []) | ([], [_]) | ([_], [_]) => true,
        ([a1, a2], [b1, b2]) => a1 == b2 && a2 == b1,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::canonical::Canonical;
    use levee_mail::{Address, Domains};

    #[track_caller]
    fn check(domain: &str, expected: Option<&str>) {
        let canonical = Canonical::new(&Domains {
            accepted: vec!["hosp.example".into(), "nmh".into()],
            aliases: vec![("northmoor.example".into(), "hosp.example".into())],
            sub_address: Some('+'),
        });
        let recipient = Address::from_parts("x", domain).expect(domain);
        assert_eq!(canonical.look_alike(&recipient).as_deref(), expected, "{domain}");
    }

    #[test]
    fn what_is_ours_is_like_nothing() {
        check("hosp.example", None);
        check("HOSP.Example", None);
        check("northmoor.example", None);
    }

    #[test]
    fn whole_domains_are_compared() {
        check("www.hosp.example", None);
        check("hosp.example.org", None);
        check("hosp-example.example", None);
        check("other.example", None);
    }

    #[test]
    fn one_slip_of_the_finger() {
        check("h0sp.example", Some("hosp.example"));
        check("hosp.exampl", Some("hosp.example"));
        check("hossp.example", Some("hosp.example"));
        check("hsop.example", Some("hosp.example"));
        check("hops.example", Some("hosp.example"));
        check("shop.example", None);
        check("nmx", None);
    }

    #[test]
    fn the_same_to_the_eye() {
        check("n\u{03BF}rthm\u{043E}\u{043E}r.example", Some("northmoor.example"));
        check("n\u{043E}rthrnoor.ex\u{0430}mple", Some("northmoor.example"));
        check("\u{043D}\u{043E}sp.example", Some("hosp.example"));
        check("northrnoor.exarnple", Some("northmoor.example"));
        check("n\u{043E}rthm00r.example", Some("northmoor.example"));
    }
}
