//! Worlds and cases of the guard, as TOML, judged through the product's own directory. Knows nothing
//! of servers or stores: what a case does not say does not exist.

mod answer;
mod case;
mod case_file;
mod error;
mod expect;
mod notation;
mod unit_range;
mod world;
mod world_file;

pub use error::{WorldError, Wrong};

use case::{Ready, mentioned, prepare};
use case_file::{Case, CaseFile};
use levee_guard::{Verdict, judge};
use serde::de::DeserializeOwned;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use world::{World, domain_of, named_in_lists};
use world_file::WorldFile;

/// What `levee guard test` has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tested {
    /// One line for each case, then the sums.
    pub output: String,
    /// Cases that got what they expect.
    pub passed: usize,
    /// Cases that did not.
    pub failed: usize,
}

/// One case, judged.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseResult {
    /// Its name.
    pub name: String,
    /// What was expected and what came, as pairs; empty when it passed.
    pub differences: Vec<(String, String)>,
    /// The object that `levee guard judge` prints.
    pub answer: serde_json::Value,
    /// Why it could not be judged, if so.
    pub wrong: Option<String>,
}

/// What `levee guard judge` has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// One JSON array, one object for each case; of a case that could not be judged, name and error.
    pub output: String,
    /// What is wrong with those cases.
    pub wrong: Vec<String>,
}

/// Judges the cases of all files. `world` may be left out when every file has its own. A case that
/// cannot be judged has failed.
///
/// # Errors
/// A [`WorldError`] for a file that cannot be read or understood.
pub fn test_command(world: Option<&Path>, files: &[PathBuf]) -> Result<Tested, WorldError> {
    let mut tested = Tested { output: String::new(), passed: 0, failed: 0 };
    for result in run(world, files)? {
        let line = if result.differences.is_empty() {
            tested.passed += 1;
            format!("ok {}", result.name)
        } else {
            tested.failed += 1;
            let side = |pick: fn(&(String, String)) -> &String| {
                result.differences.iter().map(pick).map(String::as_str).collect::<Vec<_>>().join("; ")
            };
            format!("FAILED {}: expected {}, got {}", result.name, side(|d| &d.0), side(|d| &d.1))
        };
        tested.output.push_str(&line);
        tested.output.push('\n');
    }
    // Writing to a String cannot fail.
    let _ = writeln!(tested.output, "{} passed, {} failed", tested.passed, tested.failed);
    Ok(tested)
}

/// Judges the cases of a file: one JSON array, one object for each case, in the file's order.
///
/// # Errors
/// As [`test_command`].
pub fn judge_command(world: Option<&Path>, file: &Path) -> Result<Judged, WorldError> {
    Ok(Judged::of(run(world, &[file.to_owned()])?))
}

/// The same of texts that are in memory, where there are no files.
///
/// # Errors
/// As [`test_command`], the texts being called `world` and `cases`.
pub fn judge_text(world: &str, cases: &str) -> Result<Judged, WorldError> {
    let [world_file, file] = ["world", "cases"].map(Path::new);
    let world = parse(world_file, world)?;
    Ok(Judged::of(judge_all(Some((world_file, world)), &[(file, parse(file, cases)?)])?))
}

/// Judges every case of every file, in order.
///
/// # Errors
/// As [`test_command`].
pub fn run(world: Option<&Path>, files: &[PathBuf]) -> Result<Vec<CaseResult>, WorldError> {
    let cases = files.iter().map(|file| Ok((file.as_path(), read(file)?))).collect::<Result<Vec<_>, WorldError>>()?;
    judge_all(world.map(|path| Ok::<_, WorldError>((path, read(path)?))).transpose()?, &cases)
}

fn judge_all(
    world: Option<(&Path, WorldFile)>,
    read_files: &[(&Path, CaseFile)],
) -> Result<Vec<CaseResult>, WorldError> {
    let shared = match world {
        Some((path, world)) => {
            let without_own: Vec<_> = read_files.iter().filter(|(_, cases)| cases.world.is_none()).collect();
            let cases = without_own.iter().flat_map(|(_, cases)| &cases.case);
            Some(found(world, cases).map_err(|wrong| wrong.in_file(path))?)
        }
        None => None,
    };
    let mut results = Vec::new();
    for (file, cases) in read_files {
        let own = cases.world.clone().map(|world| found(world, cases.case.iter()));
        let own = own.transpose().map_err(|wrong| wrong.within("world").in_file(file))?;
        let world = own.as_ref().or(shared.as_ref()).ok_or_else(|| WorldError::NoWorld { file: file.to_path_buf() })?;
        for case in &cases.case {
            let key = format!("case \"{}\"", case.name);
            let result = judged(case, world).map_err(|wrong| wrong.within(&key).in_file(file));
            results.push(result.unwrap_or_else(|error| CaseResult::wrong(&case.name, &error)));
        }
    }
    Ok(results)
}

/// Builds a world in which everybody whom these cases name has a number. What a case names wrongly is
/// left out here and told when the case is judged.
fn found<'a>(file: WorldFile, cases: impl Iterator<Item = &'a Case>) -> Result<World, Wrong> {
    let domain = domain_of(&file)?;
    let mut everybody = Vec::new();
    for case in cases {
        everybody.extend(mentioned(case, &domain).unwrap_or_default());
        let small = case.world.as_ref().filter(|world| world.is_small_change());
        everybody.extend(small.and_then(|world| named_in_lists(&world.list, &domain).ok()).unwrap_or_default());
    }
    World::found(file, everybody)
}

fn judged(case: &Case, world: &World) -> Result<CaseResult, Wrong> {
    let changed = match &case.world {
        None => None,
        Some(over) => Some(match world.changed(over).map_err(|wrong| wrong.within("world"))? {
            Some(changed) => changed,
            None => found(world.laid_over(over), std::iter::once(case)).map_err(|wrong| wrong.within("world"))?,
        }),
    };
    let world = changed.as_ref().unwrap_or(world);
    let Ready { message, facts, policy } = prepare(case, world)?;
    let verdict: Verdict = judge(&message, &facts, &policy);
    Ok(CaseResult {
        name: case.name.clone(),
        differences: expect::differences(case, world, &facts, &verdict),
        answer: answer::answer(&case.name, &facts, &verdict),
        wrong: None,
    })
}

impl Judged {
    fn of(results: Vec<CaseResult>) -> Self {
        let wrong = results.iter().filter_map(|result| result.wrong.clone()).collect();
        let answers: Vec<_> = results.into_iter().map(|result| result.answer).collect();
        Self { output: serde_json::Value::from(answers).to_string(), wrong }
    }
}

impl CaseResult {
    /// A case that cannot be judged; the others are.
    fn wrong(name: &str, error: &WorldError) -> Self {
        let error = error.to_string();
        Self {
            name: name.to_owned(),
            differences: vec![("a verdict".to_owned(), error.clone())],
            answer: serde_json::json!({ "name": name, "error": error }),
            wrong: Some(error),
        }
    }
}

fn read<T: DeserializeOwned>(file: &Path) -> Result<T, WorldError> {
    let text =
        std::fs::read_to_string(file).map_err(|source| WorldError::Unreadable { file: file.to_owned(), source })?;
    parse(file, &text)
}

fn parse<T: DeserializeOwned>(file: &Path, text: &str) -> Result<T, WorldError> {
    toml::from_str(text).map_err(|e| WorldError::Malformed { file: file.to_owned(), problem: e.to_string() })
}
