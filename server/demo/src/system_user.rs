//! Looks up the system users of the mail packages, and makes the one that owns the demo's mail.
//! Never removes a user.

use crate::StackError;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Owns all mail of the demo; has no shell, no home and no password.
pub(crate) const MAIL_USER: &str = "levee-demo";

/// A user by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SystemUser {
    pub(crate) uid: u32,
    pub(crate) gid: u32,
}

/// Finds a user that a package brings.
pub(crate) fn of_package(user: &'static str, package: &'static str) -> Result<SystemUser, StackError> {
    find_user(user)?.ok_or(StackError::MissingUser { user, package })
}

/// The number of a group that a package brings.
pub(crate) fn group_of_package(group: &'static str, package: &'static str) -> Result<u32, StackError> {
    let path = Path::new("/etc/group");
    let text = fs::read_to_string(path).map_err(StackError::file(path))?;
    field(&text, group, 2).ok_or(StackError::MissingUser { user: group, package })
}

/// Finds the owner of the mail, or makes it.
pub(crate) fn mail_user() -> Result<SystemUser, StackError> {
    if let Some(user) = find_user(MAIL_USER)? {
        return Ok(user);
    }
    let failed = |said: String| StackError::UserNotCreated { user: MAIL_USER, said };
    let run = Command::new("/usr/sbin/useradd")
        .args(["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"])
        .args(["--shell", "/usr/sbin/nologin", "--comment", "Mail of the Levee demo", MAIL_USER])
        .output()
        .map_err(|e| failed(e.to_string()))?;
    let said = String::from_utf8_lossy(&run.stderr);
    find_user(MAIL_USER)?.ok_or_else(|| failed(said.lines().last().unwrap_or("useradd said nothing").to_owned()))
}

fn find_user(user: &str) -> Result<Option<SystemUser>, StackError> {
    let path = Path::new("/etc/passwd");
    let text = fs::read_to_string(path).map_err(StackError::file(path))?;
    Ok(field(&text, user, 2).zip(field(&text, user, 3)).map(|(uid, gid)| SystemUser { uid, gid }))
}

/// A number from the line of `name` in a passwd(5) or group(5) file.
fn field(text: &str, name: &str, index: usize) -> Option<u32> {
    let line = text.lines().find(|line| line.split(':').next() == Some(name))?;
    line.split(':').nth(index)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn numbers_are_read_from_the_line_of_that_name_only() {
        let passwd = "root:x:0:0:root:/root:/bin/bash\npostfix:x:102:105::/:/x\npost:x:7:8::/:/x\n";
        for (name, index, expect) in
            [("postfix", 2, Some(102)), ("postfix", 3, Some(105)), ("post", 2, Some(7)), ("nobody", 2, None)]
        {
            assert_eq!(field(passwd, name, index), expect, "{name} {index}");
        }
    }
}
