//! How far somebody sees and acts on the console: administrators everywhere, auditors see everything and change
//! nothing, unit administrators what is of their units.

use crate::Service;
use crate::service_error::from_store;
use levee_contract::{AppError, Caller, Role};
use levee_directory::{Directory, List, Principal, is_within};
use levee_mail::Address;

/// A list of the directory whose members have a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleList {
    /// Address of the list.
    pub list: Address,
    /// What its members may do.
    pub role: Role,
    /// Of unit administrators, the path of their unit; each one's own when `None`.
    pub unit: Option<String>,
}

/// What somebody sees or may change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Everything.
    Everything,
    /// What is of these units and those below them; of no unit, nothing.
    Units(Vec<String>),
}

impl Reach {
    /// The units, where it is bounded by them.
    pub(crate) fn units(&self) -> Option<&[String]> {
        match self {
            Self::Everything => None,
            Self::Units(units) => Some(units),
        }
    }

    /// Whether a unit is within.
    pub(crate) fn holds(&self, unit: &str) -> bool {
        self.units().is_none_or(|units| units.iter().any(|own| is_within(unit, own)))
    }

    /// Whether something within lies below a unit.
    pub(crate) fn is_below(&self, unit: &str) -> bool {
        self.units().is_none_or(|units| units.iter().any(|own| is_within(own, unit)))
    }

    /// Whether a list is within: by the unit that its owner answers for; where none is named, by the units of
    /// its owners.
    pub(crate) fn holds_list(&self, directory: &Directory, list: &List) -> bool {
        if self == &Self::Everything {
            return true;
        }
        let own = |owner: &Principal| match owner {
            Principal::Person(id) => directory.person(*id).is_some_and(|person| self.holds(person.unit)),
            Principal::List(_) => false,
        };
        list.scope().map_or_else(|| list.owners().iter().any(own), |scope| self.holds(scope))
    }
}

/// Refuses everybody but those who see everything: administrators and auditors.
pub(crate) fn reader(who: &Caller) -> Result<(), AppError> {
    let sees = [Role::Administrator, Role::Auditor].into_iter().any(|role| who.account.has(role));
    if sees { Ok(()) } else { Err(AppError::Forbidden) }
}

impl Service {
    /// How far somebody sees lists and verdicts.
    ///
    /// # Errors
    /// `Forbidden` for whoever has no role that sees any.
    pub(crate) async fn sees(&self, who: &Caller) -> Result<Reach, AppError> {
        match reader(who) {
            Ok(()) => Ok(Reach::Everything),
            Err(_) => self.own_units(who).await,
        }
    }

    /// How far somebody governs lists, and in which role.
    ///
    /// # Errors
    /// `Forbidden` for whoever governs none.
    pub(crate) async fn governs(&self, who: &Caller) -> Result<(Reach, Role), AppError> {
        if who.account.has(Role::Administrator) {
            return Ok((Reach::Everything, Role::Administrator));
        }
        Ok((self.own_units(who).await?, Role::UnitAdministrator))
    }

    async fn own_units(&self, who: &Caller) -> Result<Reach, AppError> {
        if !who.account.has(Role::UnitAdministrator) {
            return Err(AppError::Forbidden);
        }
        let directory = self.directory();
        let person = directory.person_by_address(&who.account.address).ok_or(AppError::Forbidden)?;
        let given = self.store.roles_of(&person.address().to_string()).await.map_err(from_store)?;
        let by_hand = given.iter().filter_map(|word| read_word(word));
        let by_list =
            self.organisation.role_lists.iter().filter(|given| {
                directory.role_list(&given.list).is_ok_and(|list| list.everybody().contains(person.id))
            });
        let by_list = by_list.map(|given| (given.role, given.unit.clone()));
        let of_units = by_hand.chain(by_list).filter(|(role, _)| *role == Role::UnitAdministrator);
        let units = of_units.map(|(_, unit)| unit.unwrap_or_else(|| person.unit.to_owned()));
        // Everybody's unit lies within the empty one: it is no unit to administer.
        let mut units: Vec<String> = units.map(|unit| bare(&unit)).filter(|unit| !unit.is_empty()).collect();
        units.sort_unstable();
        units.dedup();
        Ok(Reach::Units(units))
    }
}

/// A path without what may stand around it.
pub(crate) fn bare(unit: &str) -> String {
    unit.trim().trim_matches('/').to_owned()
}

/// A role as the store keeps it: its name; of a unit administrator with the unit, as
/// `unit_administrator:Example Health/Ambulance`.
pub(crate) fn word(role: Role, unit: Option<&str>) -> String {
    unit.map_or_else(|| role.as_str().to_owned(), |unit| format!("{}:{unit}", role.as_str()))
}

/// Reads it.
pub(crate) fn read_word(word: &str) -> Option<(Role, Option<String>)> {
    match word.split_once(':') {
        None => Some((Role::parse(word)?, None)),
        Some((name, unit)) => Some((Role::parse(name)?, Some(unit.to_owned()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reach_holds_its_units_and_those_below() {
        let reach = Reach::Units(vec!["Hospital/Ambulance".into()]);
        for (unit, held) in [
            ("Hospital/Ambulance", true),
            ("Hospital/Ambulance/Crew 4", true),
            ("Hospital/Ambulance Records", false),
            ("Hospital", false),
            ("", false),
        ] {
            assert_eq!(reach.holds(unit), held, "{unit}");
        }
        assert!(!Reach::Units(Vec::new()).holds("Hospital"));
        assert!(Reach::Everything.holds(""));
    }

    #[test]
    fn a_word_says_role_and_unit() {
        for (role, unit) in [
            (Role::Auditor, None),
            (Role::UnitAdministrator, None),
            (Role::UnitAdministrator, Some("Hospital/Ward: 4")),
        ] {
            assert_eq!(read_word(&word(role, unit)), Some((role, unit.map(str::to_owned))));
        }
        assert_eq!(read_word("porter"), None);
    }
}
