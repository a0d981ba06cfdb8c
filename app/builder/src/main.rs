//! Makes the site: compiles `app/browser` to WebAssembly, binds it to JavaScript, and hands both
//! to `site.mjs`, which bundles, shrinks, hashes and compresses. Downloads nothing.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const USAGE: &str = "usage: levee-builder [--quick] OUT
  OUT      folder of the site, made anew
  --quick  for development: unoptimised, uncompressed";

/// How much time to spend on size.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effort {
    Quick,
    Small,
}

fn main() -> ExitCode {
    let mut effort = Effort::Small;
    let mut out = None;
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--quick" => effort = Effort::Quick,
            "--help" | "-h" => {
                println!("{USAGE}");
                return ExitCode::SUCCESS;
            }
            other if !other.starts_with('-') && out.is_none() => out = Some(PathBuf::from(other)),
            other => {
                eprintln!("levee-builder: {other} is not understood\n{USAGE}");
                return ExitCode::from(2);
            }
        }
    }
    let Some(out) = out else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match build(&out, effort) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("levee-builder: {why}");
            ExitCode::FAILURE
        }
    }
}

fn build(out: &Path, effort: Effort) -> Result<(), String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.ancestors().nth(2).ok_or("the workspace is not two folders up")?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);

    let wasm = compile(root, &target, effort)?;
    let staging = target.join("site-staging");
    bind(&wasm, &staging, effort)?;

    let mut bundle = Command::new("node");
    bundle.arg(here.join("site.mjs")).arg(root).arg(&staging).arg(out);
    if effort == Effort::Quick {
        bundle.arg("--quick");
    }
    run(bundle, "node (install Node.js 20 or later)")
}

fn compile(root: &Path, target: &Path, effort: Effort) -> Result<PathBuf, String> {
    let (profile, folder) = match effort {
        Effort::Quick => ("dev", "debug"),
        Effort::Small => ("browser", "browser"),
    };
    // Its own target folder: the flags and features of this build would throw out what the server compiled.
    let own = target.join("browser");
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root).args(["build", "--locked", "--package", "levee-browser", "--lib"]);
    cargo.args(["--target", "wasm32-unknown-unknown", "--profile", profile]).arg("--target-dir").arg(&own);
    run(cargo, "cargo")?;
    Ok(own.join("wasm32-unknown-unknown").join(folder).join("levee_browser.wasm"))
}

fn bind(wasm: &Path, staging: &Path, effort: Effort) -> Result<(), String> {
    if staging.exists() {
        std::fs::remove_dir_all(staging).map_err(|e| format!("{} cannot be emptied: {e}", staging.display()))?;
    }
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen.input_path(wasm).typescript(false).out_name("levee").debug(effort == Effort::Quick);
    bindgen.remove_name_section(effort == Effort::Small).remove_producers_section(effort == Effort::Small);
    bindgen.web(true).and_then(|b| b.generate(staging)).map_err(|e| format!("wasm-bindgen: {e:#}"))
}

fn run(mut command: Command, what: &str) -> Result<(), String> {
    let status = command.status().map_err(|e| format!("{what} cannot be started: {e}"))?;
    status.success().then_some(()).ok_or_else(|| format!("{what} failed ({status})"))
}
