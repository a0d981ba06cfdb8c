//! When two addresses are the same one (guard specification, section 2): the part that needs no
//! Unicode tables. `server/directory` completes it with UTS-46 and NFC.

use crate::address::Address;
use serde::{Deserialize, Serialize};

/// The organisation's own domains and how it reads local parts in them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Domains {
    /// Domains in which the organisation delivers mail, lower-case A-labels.
    pub accepted: Vec<String>,
    /// Alias domain, and the accepted domain that it stands for.
    #[serde(default)]
    pub aliases: Vec<(String, String)>,
    /// The mark at which a local part is cut in accepted domains, usually `+`; none where tags are part of names.
    pub sub_address: Option<char>,
}

impl Domains {
    /// Whether the domain, an alias domain included, is one of ours. ASCII case does not matter.
    #[must_use]
    pub fn is_own(&self, domain: &str) -> bool {
        self.accepted.iter().any(|d| d.eq_ignore_ascii_case(domain))
            || self.aliases.iter().any(|(a, _)| a.eq_ignore_ascii_case(domain))
    }

    /// The canonical form by ASCII rules: alias domain replaced, domain in lower case; in accepted
    /// domains the local part in lower case and cut at the sub-address mark. Other local parts are
    /// kept as they are.
    #[must_use]
    pub fn canonical(&self, address: &Address) -> Address {
        let lower = address.domain().to_lowercase();
        let domain = self.aliases.iter().find(|(a, _)| *a == lower).map_or(lower, |(_, d)| d.clone());
        if !self.accepted.contains(&domain) {
            return Address::from_parts(address.local(), &domain).unwrap_or_else(|_| address.clone());
        }
        let mut local = address.local().to_lowercase();
        if let Some(cut) = self.sub_address.and_then(|mark| local.find(mark)).filter(|cut| *cut > 0) {
            local.truncate(cut);
        }
        Address::from_parts(&local, &domain).unwrap_or_else(|_| address.clone())
    }
}
