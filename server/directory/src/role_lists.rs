//! Roles that somebody has because they are on a list: the organisation's own groups say who may do what.

use crate::directory::Directory;
use crate::list::List;
use crate::record::{PersonId, Role};
use levee_mail::Address;
use std::sync::Arc;

/// A list with more people than this gives nobody a role: a rule that goes wrong at its source must not make
/// an administrator of everybody.
pub const LARGEST_ROLE_LIST: u64 = 1_000;

/// A list whose members have a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleList {
    /// Address of the list, in any form.
    pub list: Address,
    /// What its members may do.
    pub role: Role,
}

/// Why a list gives nobody its role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleListProblem {
    /// There is no such list.
    Absent,
    /// It has more than [`LARGEST_ROLE_LIST`] people.
    TooLarge {
        /// How many it has.
        people: u64,
    },
}

impl Directory {
    /// The list that gives a role, as it is now.
    ///
    /// # Errors
    /// Why it gives none.
    pub fn role_list(&self, address: &Address) -> Result<&Arc<List>, RoleListProblem> {
        let list = self.list_by_address(address).ok_or(RoleListProblem::Absent)?;
        match list.size() {
            people if people > LARGEST_ROLE_LIST => Err(RoleListProblem::TooLarge { people }),
            _ => Ok(list),
        }
    }

    /// Everybody who has the role, according to the records or as a member of a list, by number.
    #[must_use]
    pub fn holders(&self, role: Role) -> Vec<PersonId> {
        let mut holders = self.people.holders(role);
        let own = self.own_people();
        for list in self.lists_giving(role) {
            holders.extend(list.everybody().iter().filter(|id| own.contains(*id)));
        }
        holders.sort_unstable();
        holders.dedup();
        holders
    }

    /// What somebody may do, according to the records or as a member of lists; each role once.
    #[must_use]
    pub fn roles(&self, id: PersonId) -> Vec<Role> {
        let mut roles = self.person(id).map(|person| person.roles.to_vec()).unwrap_or_default();
        for given in self.role_lists.iter() {
            let has = || self.role_list(&given.list).is_ok_and(|list| list.everybody().contains(id));
            if !roles.contains(&given.role) && has() {
                roles.push(given.role);
            }
        }
        roles
    }

    fn lists_giving(&self, role: Role) -> impl Iterator<Item = &Arc<List>> {
        let giving = self.role_lists.iter().filter(move |given| given.role == role);
        giving.filter_map(|given| self.role_list(&given.list).ok())
    }
}
