//! Compares the lists that Levee counts with those that the MTA delivers to, as Postfix itself reads them:
//! `postmap -q` answers what a delivery would get. Where nobody can be asked, says so.

use super::Report;
use crate::config::Config;
use crate::run;
use levee_directory::Directory;
use levee_mail::Address;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// So many lists that differ are named; the others are counted.
const NAMED: usize = 20;
/// Lists in lists in lists; Postfix stops at 1,000 unless told otherwise, people at three.
const DEEPEST: usize = 50;

/// How to ask the MTA.
#[derive(Clone, Debug, Default)]
pub(crate) struct MtaView {
    /// Folder of main.cf; the system's when none.
    pub(crate) postfix: Option<PathBuf>,
}

pub(super) async fn check(config: &Config, mta: &MtaView, report: &mut Report) {
    let service = match run::open_found(config).await {
        Ok(Some(service)) => service,
        Ok(None) => return report.warning("directory", "not looked at: there is no store of this version yet"),
        Err(error) => return report.wrong("directory", error.to_string()),
    };
    let directory = service.directory();
    let (people, lists) = (directory.own_people().len(), directory.lists().count());
    if people == 0 {
        return report.warning("directory", "nobody is in it yet; see: levee directory import --help");
    }
    report.ok("directory", format!("{people} people, {lists} lists"));
    if !directory.problems().is_empty() {
        let problems = directory.problems().len();
        report.warning("directory", format!("{problems} records contradict others; the import names them"));
    }
    let maps = match mta.maps() {
        Ok(maps) if maps.is_empty() => {
            return report.warning(
                "lists",
                "Postfix has no virtual_alias_maps: its lists are elsewhere, not comparable from here",
            );
        }
        Ok(maps) => maps,
        Err(why) => return report.warning("lists", format!("not comparable from here: {why}")),
    };
    match mta.expand(&maps, &directory) {
        Ok(view) => compare(&directory, &view, &maps.join(", "), report),
        Err(why) => report.wrong("lists", format!("{}: {why}", maps.join(", "))),
    }
}

/// How many people are behind each list, by the MTA.
type View = BTreeMap<Address, u64>;

/// Addresses by number, as a large organisation's lists name each person many times.
#[derive(Default)]
struct Numbered(HashMap<Address, u32>);

impl Numbered {
    fn number(&mut self, address: Address) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(address).or_insert(next)
    }
}

fn compare(directory: &Directory, view: &View, maps: &str, report: &mut Report) {
    let (mut same, mut unknown, mut differing) = (0_usize, 0_usize, Vec::new());
    for list in directory.lists() {
        let counted = list.size();
        match view.get(list.address()) {
            None if counted == 0 => same += 1,
            None => unknown += 1,
            Some(people) if *people == counted => same += 1,
            Some(people) => differing.push((list.address(), counted, *people)),
        }
    }
    for (list, counted, delivered) in differing.iter().take(NAMED) {
        report.wrong("lists", format!("{list}: Levee counts {counted}, the MTA delivers to {delivered}"));
    }
    if differing.len() > NAMED {
        report.wrong("lists", format!("and {} more differ", differing.len() - NAMED));
    }
    if !differing.is_empty() {
        report.wrong("lists", "import the lists again, or let Postfix ask Levee (socketmap)");
    }
    if unknown > 0 {
        report.warning(
            "lists",
            format!("{unknown} lists are not in {maps}; mail to them is delivered by something else"),
        );
    }
    if same > 0 {
        report.ok("lists", format!("{same} lists have as many members in {maps} as in Levee"));
    }
}

impl MtaView {
    /// Maps in which this Postfix looks lists up.
    fn maps(&self) -> Result<Vec<String>, String> {
        let said = self.ask("postconf", &["-h", "virtual_alias_maps"], "")?;
        let maps = said.split([',', ' ', '\n', '\t']).filter(|word| word.contains(':') && !word.starts_with('$'));
        Ok(maps.map(str::to_owned).collect())
    }

    /// Everybody behind each list of the directory, lists in lists included.
    fn expand(&self, maps: &[String], directory: &Directory) -> Result<View, String> {
        let mut values: BTreeMap<Address, Vec<Address>> = BTreeMap::new();
        let mut wanted: BTreeSet<Address> = directory.lists().map(|list| list.address().clone()).collect();
        for _ in 0..DEEPEST {
            let found = self.query(maps, &wanted)?;
            let members = found.values().flatten();
            // People end here; anything else may be a list, or a part of one.
            let next: BTreeSet<Address> = members
                .filter(|one| {
                    directory.person_by_address(one).is_none()
                        && !values.contains_key(*one)
                        && !found.contains_key(*one)
                })
                .cloned()
                .collect();
            values.extend(found);
            if next.is_empty() {
                break;
            }
            wanted = next;
        }
        let mut numbers = Numbered::default();
        let mut members: HashMap<u32, Vec<u32>> = HashMap::new();
        for (list, behind) in &values {
            let behind = behind.iter().map(|one| match values.contains_key(one) {
                true => numbers.number(one.clone()),
                false => numbers.number(directory.canonical().address(one)),
            });
            let behind = behind.collect();
            members.insert(numbers.number(list.clone()), behind);
        }
        let mut view = View::new();
        for list in directory.lists().map(|list| list.address()).filter(|list| values.contains_key(*list)) {
            let (mut seen, mut people, mut left) = (HashSet::new(), 0, vec![numbers.number(list.clone())]);
            while let Some(one) = left.pop() {
                if !seen.insert(one) {
                    continue;
                }
                match members.get(&one) {
                    Some(below) => left.extend(below),
                    None => people += 1,
                }
            }
            view.insert(list.clone(), people);
        }
        Ok(view)
    }

    /// What the maps answer, the first that knows an address deciding: one process a map for all.
    fn query(&self, maps: &[String], addresses: &BTreeSet<Address>) -> Result<BTreeMap<Address, Vec<Address>>, String> {
        let mut found = BTreeMap::new();
        let keys: String = addresses.iter().map(|address| format!("{address}\n")).collect();
        for map in maps {
            let said = self.ask("postmap", &["-q", "-", map], &keys)?;
            for (key, value) in said.lines().filter_map(|line| line.split_once(['\t', ' '])) {
                let Ok(key) = Address::parse(key) else { continue };
                let members = value.split([',', ' ']).filter_map(|word| Address::parse(word.trim()).ok());
                found.entry(key).or_insert_with(|| members.collect());
            }
        }
        Ok(found)
    }

    /// Runs one of Postfix's tools; says nothing of what it was asked when it fails.
    fn ask(&self, tool: &str, arguments: &[&str], input: &str) -> Result<String, String> {
        let mut command = Command::new(tool);
        if let Some(folder) = &self.postfix {
            command.arg("-c").arg(folder);
        }
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let missing = |_| format!("{tool} is not on this machine; run this where Postfix is");
        let mut child = command.spawn().map_err(missing)?;
        let (stdin, input) = (child.stdin.take(), input.to_owned());
        // Beside reading, as a tool that answers while it is asked would wait for us and we for it.
        let asking = std::thread::spawn(move || stdin.map_or(Ok(()), |mut stdin| stdin.write_all(input.as_bytes())));
        let output = child.wait_with_output().map_err(|error| format!("{tool}: {error}"))?;
        let asked = asking.join().is_ok_and(|asked| asked.is_ok());
        let failed =
            String::from_utf8_lossy(&output.stderr).lines().find(|line| line.contains("fatal")).map(str::to_owned);
        match failed {
            Some(why) => Err(why),
            // Exit code 1 without a word: nothing was found (postmap(1)).
            None if asked => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
            None => Err(format!("{tool} ended before it was asked everything")),
        }
    }
}
