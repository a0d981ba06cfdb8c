//! Makes the site: compiles `app/browser` to WebAssembly, cuts it at its lazy screens, binds it to
//! JavaScript, and hands all to `site.mjs`, which bundles, shrinks, hashes and compresses. Downloads nothing.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::SystemTime;

const USAGE: &str = "usage: levee-builder [--quick | --judge] OUT
  OUT      folder of the site, made anew
  --quick  for development: unoptimised, uncompressed
  --judge  no site: the guard and its worlds alone, for the test that compares verdicts in a browser";

/// What is made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Product {
    Site,
    Judge,
}

/// How much time to spend on size.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effort {
    Quick,
    Small,
}

impl Effort {
    /// As `site.mjs` writes it into the manifest.
    fn name(self) -> &'static str {
        match self {
            Self::Quick => "quick",
            Self::Small => "small",
        }
    }
}

fn main() -> ExitCode {
    let mut effort = Effort::Small;
    let mut product = Product::Site;
    let mut out = None;
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--quick" => effort = Effort::Quick,
            "--judge" => product = Product::Judge,
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
    let built = match product {
        Product::Site => build(&out, effort),
        Product::Judge => build_judge(&out),
    };
    match built {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("levee-builder: {why}");
            ExitCode::FAILURE
        }
    }
}

/// The folder of this program's sources, that of the workspace, and the one for what is compiled.
fn folders() -> Result<(&'static Path, &'static Path, PathBuf), String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.ancestors().nth(2).ok_or("the workspace is not two folders up")?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    Ok((here, root, target))
}

fn build_judge(out: &Path) -> Result<(), String> {
    let (_, root, target) = folders()?;
    let wasm = compile(root, &target, "levee-judge", Effort::Quick)?;
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen.input_path(wasm).typescript(false).out_name("judge");
    bindgen.web(true).and_then(|b| b.generate(out)).map_err(|e| format!("wasm-bindgen: {e:#}"))
}

fn build(out: &Path, effort: Effort) -> Result<(), String> {
    let (here, root, target) = folders()?;
    let wasm = compile(root, &target, "levee-browser", effort)?;
    let editor = root.join("app/src/view/compose/editor");
    let sources = [wasm.clone(), root.join("style"), root.join("public"), editor, here.to_path_buf()];
    if is_up_to_date(out, &sources, effort) {
        println!("site: nothing has changed");
        return Ok(());
    }
    let staging = target.join("site-staging");
    let main = split(&wasm, &staging)?;
    bind(&main, &staging, effort)?;
    drop_streams(&staging.join("levee_bg.wasm"))?;

    let mut bundle = Command::new("node");
    bundle.arg(here.join("site.mjs")).arg(root).arg(&staging).arg(out);
    if effort == Effort::Quick {
        bundle.arg("--quick");
    }
    run(bundle, "node (install Node.js 20 or later)")
}

fn compile(root: &Path, target: &Path, package: &str, effort: Effort) -> Result<PathBuf, String> {
    let (profile, folder) = match effort {
        Effort::Quick => ("dev", "debug"),
        Effort::Small => ("browser", "browser"),
    };
    // Its own target folder: the flags and features of this build would throw out what the server compiled.
    let own = target.join("browser");
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root).args(["rustc", "--locked", "--package", package, "--lib"]);
    cargo.args(["--target", "wasm32-unknown-unknown", "--profile", profile]).arg("--target-dir").arg(&own);
    // The program carries the paths of its sources, in what it says when it fails: short, and not this machine's.
    cargo.arg("--config").arg(format!("build.rustflags={:?}", short_paths(root)));
    // Who calls whom, by relocations: what the program is cut by.
    cargo.args(["--", "-Clink-args=--emit-relocs"]);
    run(cargo, "cargo")?;
    Ok(own.join("wasm32-unknown-unknown").join(folder).join(format!("{}.wasm", package.replace('-', "_"))))
}

fn short_paths(root: &Path) -> Vec<String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let sources = home.map(|home| home.join("registry/src"));
    let folders = sources.iter().flat_map(std::fs::read_dir).flatten().flatten();
    let from = folders.map(|folder| folder.path()).chain([root.to_path_buf()]);
    from.map(|path| format!("--remap-path-prefix={}=", path.display())).collect()
}

/// Whether the site was made after its sources were last changed, with the same effort.
fn is_up_to_date(out: &Path, sources: &[PathBuf], effort: Effort) -> bool {
    let manifest = out.join("manifest.json");
    let effort = format!("\"effort\": \"{}\"", effort.name());
    let same = std::fs::read_to_string(&manifest).is_ok_and(|text| text.contains(&effort));
    same && newest(sources) < changed(&manifest)
}

/// When the newest of these was changed, folders with all that is in them. What npm keeps is told by its
/// lock file.
fn newest(sources: &[PathBuf]) -> Option<SystemTime> {
    let below = |folder: &Path| std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let of = |path: &PathBuf| match path.is_dir() {
        true => newest(&below(path).collect::<Vec<_>>()),
        false => changed(path),
    };
    sources.iter().filter(|path| !path.ends_with("node_modules")).filter_map(of).max()
}

fn changed(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).and_then(|file| file.modified()).ok()
}

/// Cuts the program at its lazy screens. Puts the chunks and the script that loads them beside the
/// bindings, and returns the path of the part that every page loads.
fn split(wasm: &Path, staging: &Path) -> Result<PathBuf, String> {
    if staging.exists() {
        std::fs::remove_dir_all(staging).map_err(|e| format!("{} cannot be emptied: {e}", staging.display()))?;
    }
    let whole = std::fs::read(wasm).map_err(|e| format!("{} cannot be read: {e}", wasm.display()))?;
    let main = staging.join("main.wasm");
    let mut options = wasm_split_cli_support::Options::new(&whole);
    options.output_dir = staging;
    options.main_out_path = &main;
    options.main_module = "./levee.js";
    options.link_name = "./chunks.js";
    wasm_split_cli_support::transform(options).map_err(|e| format!("cutting {}: {e:#}", wasm.display()))?;
    Ok(main)
}

fn bind(wasm: &Path, staging: &Path, effort: Effort) -> Result<(), String> {
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen.input_path(wasm).typescript(false).out_name("levee").debug(effort == Effort::Quick);
    // The chunks import by these names what the main part exports.
    bindgen.demangle(false).keep_lld_exports(true);
    bindgen.remove_name_section(effort == Effort::Small).remove_producers_section(effort == Effort::Small);
    bindgen.web(true).and_then(|b| b.generate(staging)).map_err(|e| format!("wasm-bindgen: {e:#}"))
}

/// Takes out what the bindings keep for scripts that would read a stream made in Rust (`wasm-streams`, which server
/// functions bring along): no page of ours makes one, and nothing else can call it.
fn drop_streams(wasm: &Path) -> Result<(), String> {
    let failed = |e| format!("{}: {e:#}", wasm.display());
    let mut module = walrus::Module::from_file(wasm).map_err(failed)?;
    let streams: Vec<_> = module.exports.iter().filter(|e| e.name.contains("intounderlying")).map(|e| e.id()).collect();
    streams.into_iter().for_each(|export| module.exports.delete(export));
    walrus::passes::gc::run(&mut module);
    module.emit_wasm_file(wasm).map_err(failed)
}

fn run(mut command: Command, what: &str) -> Result<(), String> {
    let status = command.status().map_err(|e| format!("{what} cannot be started: {e}"))?;
    status.success().then_some(()).ok_or_else(|| format!("{what} failed ({status})"))
}
