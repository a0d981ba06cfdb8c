//! `levee guard test`, `levee guard judge`: cases and worlds in TOML, judged as the product judges. `levee guard
//! replay`: what was recorded, judged again by a policy in a file.

mod replay;

use super::Done;
use clap::Subcommand;
use std::path::PathBuf;
use std::process::ExitCode;

/// Tools of the guard.
#[derive(Subcommand)]
pub(crate) enum Guard {
    /// Judge the cases of all files and compare with what they expect.
    Test {
        /// Who and what exists; left out when every file has its own.
        #[arg(long, value_name = "FILE")]
        world: Option<PathBuf>,
        /// Case files.
        #[arg(required = true, value_name = "CASES")]
        cases: Vec<PathBuf>,
    },
    /// Judge the recorded messages of the last days again by a policy in a file, as the console does; nothing is saved.
    Replay(replay::Replay),
    /// Print the verdict on each case of a file as one JSON array.
    Judge {
        /// Who and what exists.
        #[arg(long, value_name = "FILE")]
        world: Option<PathBuf>,
        /// The case file.
        #[arg(long = "json", value_name = "CASE")]
        cases: PathBuf,
    },
}

/// Runs the tool; `test` exits 1 when a case failed.
pub(crate) fn run(guard: &Guard) -> Done {
    match guard {
        Guard::Replay(asked) => replay::run(asked),
        Guard::Test { world, cases } => {
            let tested = levee_world::test_command(world.as_deref(), cases)?;
            print!("{}", tested.output);
            Ok(if tested.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Guard::Judge { world, cases } => {
            let judged = levee_world::judge_command(world.as_deref(), cases)?;
            println!("{}", judged.output);
            judged.wrong.iter().for_each(|wrong| eprintln!("levee: {wrong}"));
            Ok(if judged.wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
    }
}
