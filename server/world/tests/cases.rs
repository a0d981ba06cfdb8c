//! Every case file of the guard, judged in the shared world.

use std::path::{Path, PathBuf};

#[test]
fn every_case_gets_what_it_expects() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../app/guard/cases");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the folder of cases")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml") && !path.ends_with("world.toml"))
        .collect();
    files.sort();
    assert!(files.len() >= 7, "{files:?}");
    let tested = levee_world::test_command(Some(&folder.join("world.toml")), &files).expect("worlds and cases");
    let failed: Vec<&str> = tested.output.lines().filter(|line| !line.starts_with("ok ")).collect();
    assert_eq!(tested.failed, 0, "{failed:#?}");
    assert!(tested.passed > 100, "{}", tested.passed);
}
