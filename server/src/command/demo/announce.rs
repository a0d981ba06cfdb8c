//! What was started, for people and for programs.

use clap::ValueEnum;
use levee_demo::cast;
use levee_demo::keeper::KeptStack;
use levee_demo::seed::Amount;
use serde_json::json;
use std::net::SocketAddr;
use std::path::Path;

/// How to say what was started.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Announce {
    /// For people.
    People,
    /// One line of JSON on standard output.
    Json,
}

impl Announce {
    /// Says it.
    pub(crate) fn started(self, levee: SocketAddr, stack: &KeptStack, settings: &Path, amount: Amount) {
        match self {
            Self::People => for_people(levee, stack, settings, amount),
            Self::Json => println!("{}", for_programs(levee, stack, settings)),
        }
    }
}

fn for_people(levee: SocketAddr, stack: &KeptStack, settings: &Path, amount: Amount) {
    let croydon = cast::CROYDON_PRACTICES.address();
    let news = cast::TRUST_ANNOUNCEMENTS.address();
    let submission = stack.submission();
    println!("\nLevee is on http://{}\n", levee);
    println!("Sign in as, with the password {}:\n", cast::PASSWORD);
    for account in &cast::ACCOUNTS {
        println!("  {:<18} {}", account.local, account.title);
    }
    let colleagues = cast::mailboxes().skip(cast::ACCOUNTS.len()).count();
    println!("\nand {colleagues} colleagues, such as priya.nair, who shares {} with Eleanor;", cast::WARD_7.local);
    match amount {
        Amount::Everything => println!("{} has a copy of everything: 100,000 messages.", cast::ARCHIVE),
        Amount::Story => println!("without --small, {} would have 100,000 messages.", cast::ARCHIVE),
    }
    let [contractor, colleague, ..] = &cast::ACCOUNTS;
    println!(
        "\nFive things to try:\n
  1. As {contractor}: write \"test\" to croydon-practices. It held 60 practices until an hour ago.
  2. The same from another mail program:
     swaks --server {submission} --auth PLAIN --auth-user {contractor_address} --auth-password {password} \\
       --from {contractor_address} --to {croydon} --header 'Subject: test' --body test
  3. As {colleague}: open the latest message of {news}. Reply to all is off; Reply is not.
  4. As {colleague}: write to three colleagues, and press Undo. Then to theatres-all: it waits for an approver.
  5. As hannah.pryce: change audience.warn to 5 while {colleague} writes to six people.\n
People and lists: levee directory expand {croydon} --config {settings}
Ctrl-C stops everything that was started; the next start keeps the mail; --fresh starts over.\n",
        contractor = contractor.local,
        colleague = colleague.local,
        contractor_address = contractor.address(),
        password = cast::PASSWORD,
        settings = settings.display(),
    );
}

fn for_programs(levee: SocketAddr, stack: &KeptStack, settings: &Path) -> serde_json::Value {
    let accounts: Vec<_> = cast::mailboxes()
        .map(|account| {
            let part = format!("{:?}", account.part);
            json!({ "address": account.address(), "name": account.name, "password": account.password, "part": part })
        })
        .collect();
    json!({
        "address": format!("http://{}", levee),
        "imap": stack.imap().to_string(),
        "submission": stack.submission().to_string(),
        "settings": settings,
        "accounts": accounts,
    })
}
