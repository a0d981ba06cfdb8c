//! Lists of the directory whose members have a role.

use super::check::{ConfigError, wrong};
use levee_contract::Role;
use levee_mail::Address;
use levee_service::RoleList;
use serde::{Deserialize, Serialize};

/// One of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoleListSetting {
    /// Address of the list.
    pub(crate) list: String,
    /// What its members may do.
    pub(crate) role: Role,
    /// Of unit administrators, the path of the unit; the one that each belongs to when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) unit: Option<String>,
}

impl RoleListSetting {
    /// What a service is told; `None` where it is not what [`RoleListSetting::check`] lets pass.
    pub(crate) fn read(&self) -> Option<RoleList> {
        Some(RoleList { list: Address::parse(&self.list).ok()?, role: self.role, unit: self.unit.clone() })
    }

    /// Checks what the types leave open.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let Self { list, role, unit } = self;
        if Address::parse(list).is_err() {
            return wrong("role_lists", &format!("{list} is no address of a list"));
        }
        let Some(unit) = unit else { return Ok(()) };
        if *role != Role::UnitAdministrator {
            return wrong("role_lists", &format!("only a unit administrator has a unit; take it from {list}"));
        }
        if unit.trim().trim_matches('/').is_empty() {
            return wrong("role_lists", &format!("the unit of {list} is empty; write its path, or leave it out"));
        }
        Ok(())
    }
}
