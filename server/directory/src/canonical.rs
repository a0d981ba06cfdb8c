//! When two addresses are the same one (guard specification, section 2), with the tables that the
//! browser does not carry: UTS-46 for domains, NFC for local parts.

use levee_mail::{Address, Domains};
use std::borrow::Cow;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The organisation's domains, brought into canonical form once, and what follows from them.
#[derive(Clone, Debug, Default)]
pub struct Canonical {
    accepted: Vec<String>,
    aliases: Vec<(String, String)>,
    sub_address: Option<char>,
}

impl Canonical {
    /// Takes the domains as configured, in letters or as A-labels, in any case.
    #[must_use]
    pub fn new(domains: &Domains) -> Self {
        let form = |domain: &String| canonical_domain(domain).into_owned();
        Self {
            accepted: domains.accepted.iter().map(form).collect(),
            aliases: domains.aliases.iter().map(|(alias, own)| (form(alias), form(own))).collect(),
            sub_address: domains.sub_address,
        }
    }

    /// The one form of an address: alias domain replaced, domain as lower-case A-labels; in accepted
    /// domains the local part lower-case, NFC, and cut at the sub-address mark.
    #[must_use]
    pub fn address(&self, address: &Address) -> Address {
        let (local, domain) = self.parts(address);
        if local == address.local() && domain == address.domain() {
            return address.clone();
        }
        // Only normalisation to more octets than an address may have gets here without an address.
        Address::from_parts(&local, &domain).unwrap_or_else(|_| address.clone())
    }

    /// Local part and domain of [`Canonical::address`], copied only where they change.
    pub(crate) fn parts<'a>(&'a self, address: &'a Address) -> (Cow<'a, str>, Cow<'a, str>) {
        let written = canonical_domain(address.domain());
        let domain = match self.aliases.iter().find(|(alias, _)| *alias == written) {
            Some((_, own)) => Cow::Borrowed(own.as_str()),
            None => written,
        };
        let local = match self.accepted.iter().any(|own| *own == domain) {
            true => self.own_local(address.local()),
            false => Cow::Borrowed(address.local()),
        };
        (local, domain)
    }

    /// Whether mail to this domain, given in any form, stays in the organisation.
    #[must_use]
    pub fn is_own(&self, domain: &str) -> bool {
        let domain = canonical_domain(domain);
        self.own_domains().any(|own| own == domain)
    }

    /// Accepted domains, then alias domains, as A-labels.
    pub fn own_domains(&self) -> impl Iterator<Item = &str> {
        self.accepted.iter().map(String::as_str).chain(self.aliases.iter().map(|(alias, _)| alias.as_str()))
    }

    fn own_local<'a>(&self, local: &'a str) -> Cow<'a, str> {
        let plain = local.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase());
        let folded: Cow<'a, str> = match plain {
            true => local.into(),
            false => {
                let lower = local.to_lowercase();
                if is_nfc(&lower) { lower.into() } else { lower.nfc().collect::<String>().into() }
            }
        };
        match self.sub_address.and_then(|mark| folded.find(mark)).filter(|cut| *cut > 0) {
            Some(cut) => folded[..cut].to_owned().into(),
            None => folded,
        }
    }
}

/// Lower-case A-labels after UTS-46; what UTS-46 refuses is kept in lower case, so that it stays
/// distinct from every proper domain.
pub(crate) fn canonical_domain(domain: &str) -> Cow<'_, str> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.';
    if domain.bytes().all(plain) && !domain.contains("xn--") {
        return domain.into();
    }
    idna::domain_to_ascii(domain).unwrap_or_else(|_| domain.to_lowercase()).into()
}
