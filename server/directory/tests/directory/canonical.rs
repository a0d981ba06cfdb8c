//! When two written addresses are one.

use crate::world::domains;
use levee_directory::Canonical;
use levee_mail::Address;

#[track_caller]
fn check(written: &str, expected: &str) {
    let address = Address::parse(written).expect(written);
    let canonical = Canonical::new(&domains()).address(&address);
    assert_eq!(canonical.to_string(), expected, "{written}");
    assert_eq!(Canonical::new(&domains()).address(&canonical), canonical, "{written} settles at once");
}

#[test]
fn own_domains() {
    check("Bob.Ash@HOSP.Example", "bob.ash@hosp.example");
    check("bob@hosp-alias.example", "bob@hosp.example");
    check("bob+rota@Hosp-Alias.example", "bob@hosp.example");
    check("\"bob\"@hosp.example", "bob@hosp.example");
    check("+bob@hosp.example", "+bob@hosp.example");
    check("JOSÉ@hosp.example", "josé@hosp.example");
    check("jose\u{301}@hosp.example", "jos\u{e9}@hosp.example");
    check("ＢＯＢ@ＨＯＳＰ.example", "ｂｏｂ@hosp.example");
}

#[test]
fn other_domains() {
    check("Bob+rota@Other.Example", "Bob+rota@other.example");
    check("x@bücher.example", "x@xn--bcher-kva.example");
    check("x@BÜCHER.example", "x@xn--bcher-kva.example");
    check("x@XN--bcher-KVA.example", "x@xn--bcher-kva.example");
    check("x@faß.example", "x@xn--fa-hia.example");
    check("x@www.hosp.example", "x@www.hosp.example");
}
