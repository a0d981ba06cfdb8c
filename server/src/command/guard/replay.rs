//! `levee guard replay`: what a policy in a file would have done, in the numbers and words of the console.

use crate::command::Done;
use crate::config::Config;
use crate::config::defaults::settings_file;
use crate::run;
use clap::Args;
use levee_app::words::en::{cost, count, counted, difference, file_problem, ruled};
use levee_contract as contract;
use levee_guard::Ruling;
use levee_service::ReplayFileError;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// What is judged again, and by what.
#[derive(Args)]
pub(crate) struct Replay {
    /// The policy (TOML), as the console exports it; what it leaves out is as it is in force.
    #[arg(long, value_name = "FILE")]
    policy: PathBuf,
    /// Days looked at.
    #[arg(long, default_value_t = 30, value_parser = days)]
    days: u32,
    /// The settings.
    #[arg(long, value_name = "FILE", default_value_os_t = settings_file())]
    config: PathBuf,
}

fn days(typed: &str) -> Result<u32, String> {
    let offered = contract::Replay::DAYS;
    let days = typed.parse().ok().filter(|days| offered.contains(days));
    days.ok_or_else(|| format!("{} or {} days can be looked at", offered[0], offered[1]))
}

/// Runs the tool; exits 1 when the file is no policy, with a line for each of its lines that cannot be.
pub(crate) fn run(asked: &Replay) -> Done {
    let file = asked.policy.display();
    let text = std::fs::read_to_string(&asked.policy).map_err(|e| format!("{file} cannot be read: {e}"))?;
    let config = Config::load(&asked.config)?;
    run::runtime()?.block_on(async {
        let Some(service) = run::open_found(&config).await? else {
            return Err(format!("there is no store of this version at {}; start levee serve once", config.store).into());
        };
        match service.replay_file(&text, asked.days).await {
            Ok(replay) => {
                print!("{}", told(&replay));
                Ok(ExitCode::SUCCESS)
            }
            Err(ReplayFileError::File(problems)) => {
                problems.iter().for_each(|problem| eprintln!("levee: {file}: {}", file_problem(problem)));
                Ok(ExitCode::FAILURE)
            }
            Err(error) => Err(error.into()),
        }
    })
}

/// The replay as text.
fn told(replay: &contract::Replay) -> String {
    let of = |wanted| replay.rulings.iter().find(|(ruling, ..)| *ruling == wanted).map_or((0, 0), |(_, b, a)| (*b, *a));
    let (held_before, held_after) = of(Ruling::Hold);
    let mut text = format!(
        "Last {} days under this proposal, beside v{}\n{} of {} would change. {}.\n",
        replay.days,
        replay.version,
        count(replay.changed),
        counted(replay.judged, "message"),
        cost(held_before, held_after, replay.days)
    );
    if replay.cut {
        text.push_str("Only the oldest part of these days was judged again: there are too many messages.\n");
    }
    let mut rules =
        vec![[vec!["Rule".to_owned()], replay.rulings.iter().map(|(r, ..)| ruled(*r).to_owned()).collect()].concat()];
    for rule in &replay.rules {
        let cells = rule.before.iter().zip(rule.after).map(|(before, after)| difference(*before, after));
        rules.push([rule.code.as_str().to_owned()].into_iter().chain(cells).collect());
    }
    let net = replay.rulings.iter().map(|(_, before, after)| difference(*before, *after));
    rules.push(["Messages".to_owned()].into_iter().chain(net).collect());
    let _ = write!(text, "\n{}", columns(&rules));
    if !replay.examples.is_empty() {
        let heads = ["Reference", "Sender", "To", "Reaches", "Outside", "Channel", "Now", "Proposed", "Because of"];
        let mut rows = vec![heads.map(str::to_owned).to_vec()];
        for example in &replay.examples {
            let lists: Vec<&str> = example.lists.iter().map(|list| list.local()).collect();
            rows.push(vec![
                example.reference.clone(),
                example.sender.clone(),
                if lists.is_empty() { "people written to singly".to_owned() } else { lists.join(" ") },
                count(example.people),
                count(example.external),
                example.channel.clone(),
                ruled(example.before).to_owned(),
                ruled(example.after).to_owned(),
                example.because.map(|code| code.as_str().to_owned()).unwrap_or_default(),
            ]);
        }
        let shown = count(replay.examples.len() as u64);
        let _ = write!(text, "\nNewest first, {shown} of {}:\n{}", count(replay.changed), columns(&rows));
    }
    text
}

/// Cells in columns, two spaces between them.
fn columns(rows: &[Vec<String>]) -> String {
    let wide = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (place, cell) in row.iter().enumerate() {
            let width = wide(place).unwrap_or_default() + 2;
            let _ = write!(line, "{cell:<width$}");
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replay_is_told_in_the_numbers_of_the_page() {
        let replay = contract::Replay {
            version: 4,
            days: 30,
            judged: 4_310,
            changed: 2,
            rules: vec![contract::RuleReplay {
                code: levee_guard::Code::AudHold,
                before: [0, 0, 10, 0],
                after: [0, 0, 46, 0],
            }],
            rulings: vec![
                (Ruling::Warn, 5, 5),
                (Ruling::Confirm, 40, 4),
                (Ruling::Hold, 10, 46),
                (Ruling::Block, 0, 0),
            ],
            ..contract::Replay::default()
        };
        assert_eq!(
            told(&replay),
            "Last 30 days under this proposal, beside v4\n2 of 4,310 messages would change. 1.2 more holds a day.\n\n\
             Rule      Warned  Asked  Held  Blocked\n\
             AUD_HOLD  0       0      +36   0\n\
             Messages  0       −36    +36   0\n"
        );
        assert_eq!((days("90"), days("7").is_err()), (Ok(90), true));
    }
}
