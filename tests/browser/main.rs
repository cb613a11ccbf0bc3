//! The story in a real browser: Chromium walks it on the pages of the nation that `examples/nation.rs` starts, with script
//! on and off, in both languages, at the width of a phone and of a desk: four walks in which every two of the three meet, and
//! with `WALKS=all` every combination. axe-core judges every page; a picture of each is left in `target/screens/`. `tests/run`
//! brings what is needed and sets `BROWSER`.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;

/// The nation as a child that is told to stop when the story ends.
struct Nation {
    child: Child,
    map: String,
}

#[test]
fn the_story_is_walked_in_a_real_browser() {
    let Some(browser) = setting("BROWSER") else {
        let _ = writeln!(std::io::stderr(), "left out: the walks in Chromium; BROWSER (tests/run) looks at them");
        return;
    };
    let tools = top().join("target/browser/node_modules");
    assert!(tools.join("playwright-core").exists(), "playwright-core is missing: tests/run installs it");
    // Two at a time: one waits for its pages while the other one's provider works.
    let walks = Mutex::new(walks());
    let failed = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(walk) = next(&walks) {
                    if !walked(&walk, &browser, &tools) {
                        failed.lock().unwrap().push(walk);
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap();
    assert!(failed.is_empty(), "these walks failed: {failed:?}");
}

/// Walks in which each width meets each language, each of them script and none: a fault of two of these together is met.
/// What takes all three together is looked for by hand.
fn walks() -> Vec<String> {
    let combinations = ["desk", "phone"].map(|width| ["vi", "en"].map(|language| (width, language)));
    let mut walks = Vec::new();
    for (width, language) in combinations.into_iter().flatten() {
        for (script, has_script) in [("", true), ("-no-script", false)] {
            if setting("WALKS").is_some() || ((width == "phone") == (language == "vi")) == has_script {
                walks.push(format!("{width}-{language}{script}"));
            }
        }
    }
    walks
}

fn next(walks: &Mutex<Vec<String>>) -> Option<String> {
    walks.lock().unwrap().pop()
}

/// Walks the whole story on a nation of its own, which checks its invariants at the end.
fn walked(walk: &str, browser: &str, tools: &Path) -> bool {
    let mut nation = Nation::start();
    let status = Command::new("node")
        .arg(top().join("tests/browser/story.mjs"))
        .args([walk, &nation.map])
        .env("BROWSER", browser)
        .env("TOOLS", tools)
        .env("SCREENS", top().join("target/screens"))
        .stdin(Stdio::null())
        .status()
        .unwrap();
    status.success() && nation.stop()
}

impl Nation {
    fn start() -> Self {
        let program = Path::new(env!("CARGO_BIN_EXE_dinhdanh")).with_file_name("examples").join("nation");
        assert!(program.exists(), "build it first: cargo build --example nation");
        let mut child = Command::new(program)
            .args(["--any-ports", "--json", "--people", "400"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let map = stdout.lines().map_while(Result::ok).find(|line| line.starts_with('{'));
        Self { child, map: map.expect("the nation did not start") }
    }

    /// As Ctrl-C would: the nation checks every invariant before it is gone.
    fn stop(&mut self) -> bool {
        let told = Command::new("sh").arg("-c").arg(format!("kill -TERM {}", self.child.id())).status().unwrap();
        assert!(told.success());
        self.child.wait().unwrap().success()
    }
}

impl Drop for Nation {
    fn drop(&mut self) {
        // After a failed walk: SIGTERM too, so that the provider under it ends and the folder goes.
        if let Ok(None) = self.child.try_wait() {
            let _ = Command::new("sh").arg("-c").arg(format!("kill -TERM {}", self.child.id())).status();
            let _ = self.child.wait();
        }
    }
}

fn top() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[expect(clippy::disallowed_methods, reason = "the caller says where the browser is")]
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
