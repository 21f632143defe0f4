//! Builds the web page in `web/` into the binary.
//!
//! Without Node the API is built alone, with a page that says so; `REQUIRE_UI=1` makes that an
//! error, `SKIP_UI=1` doesn't even try.

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the page is made of.
const SOURCES: &[&str] = &[
    "src",
    "public",
    "index.html",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "vite.config.ts",
];

const STUB: &str = "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>助企</title>\
<p>本程序编译时没有 Node，未包含网页界面，接口可用：<a href=\"/api/docs/\">接口文档</a>。</p>\
<p lang=\"en\">This program was built without Node and has no web page; the API is at \
<a href=\"/api/docs/\">/api/docs/</a>.</p></html>";

fn main() -> Result<(), Box<dyn Error>> {
    let web = Path::new("web");
    let page = PathBuf::from(env::var("OUT_DIR")?).join("page");
    for source in SOURCES {
        println!("cargo::rerun-if-changed=web/{source}");
    }
    println!("cargo::rerun-if-env-changed=SKIP_UI");
    println!("cargo::rerun-if-env-changed=REQUIRE_UI");
    let wanted = |name| env::var(name).is_ok_and(|value| value == "1");

    let fault = if wanted("SKIP_UI") {
        Some("SKIP_UI is set".to_owned())
    } else {
        build(web, &page).err().map(|fault| fault.to_string())
    };
    match fault {
        None => Ok(()),
        Some(why) if wanted("REQUIRE_UI") => Err(format!("no web page: {why}").into()),
        Some(why) => {
            println!("cargo::warning=built without the web page: {why}");
            // A file that is never there: the next build tries again.
            println!("cargo::rerun-if-changed=web/tries-again-while-there-is-no-page");
            fs::create_dir_all(&page)?;
            fs::write(page.join("index.html"), STUB)?;
            Ok(())
        }
    }
}

fn build(web: &Path, page: &Path) -> Result<(), Box<dyn Error>> {
    // What npm writes last is older than the lock file where an install is due.
    let installed = fs::metadata(web.join("node_modules/.package-lock.json"));
    let lock = fs::metadata(web.join("package-lock.json"))?.modified()?;
    if !installed
        .and_then(|file| file.modified())
        .is_ok_and(|at| at >= lock)
    {
        run(web, "npm", &["ci", "--no-audit", "--no-fund"])?;
    }
    let out = page.to_string_lossy();
    run(
        web,
        "npm",
        &["run", "build", "--", "--outDir", &out, "--emptyOutDir"],
    )
}

fn run(folder: &Path, program: &str, arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    let told = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .map_err(|fault| {
            format!("{program} does not start ({fault}); install Node 20.19 or newer")
        })?;
    if told.status.success() {
        return Ok(());
    }
    let (out, err) = (
        String::from_utf8_lossy(&told.stdout),
        String::from_utf8_lossy(&told.stderr),
    );
    Err(format!(
        "{program} {}: {}\n{out}{err}",
        arguments.join(" "),
        told.status
    )
    .into())
}
