//! The real binary as a child: started, listened to, told to stop.

use std::io::{BufRead as _, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// A running child and everything that it has printed.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    printed: Arc<Mutex<String>>,
    readers: Vec<JoinHandle<()>>,
    lines: Receiver<String>,
}

impl Process {
    /// Starts the command with both outputs captured.
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let printed = Arc::new(Mutex::new(String::new()));
        let (sender, lines) = channel();
        let readers = vec![
            capture(child.stdout.take().unwrap(), Arc::clone(&printed), Some(sender)),
            capture(child.stderr.take().unwrap(), Arc::clone(&printed), None),
        ];
        Self { child, printed, readers, lines }
    }

    /// The first line on stdout that holds these words.
    pub(crate) fn line_with(&mut self, words: &str) -> String {
        loop {
            match self.lines.recv_timeout(STARTING) {
                Ok(line) if line.contains(words) => return line,
                Ok(_) => {}
                Err(_) => {
                    let _ = self.child.kill();
                    let status = self.child.wait();
                    panic!("the house did not say {words:?}: {status:?}\n{}", self.printed());
                }
            }
        }
    }

    /// Everything printed so far.
    pub(crate) fn printed(&self) -> String {
        self.printed.lock().unwrap().clone()
    }

    /// SIGTERM, as an operator stops a node, and the wait until it is gone.
    pub(crate) fn stop(&mut self) -> ExitStatus {
        let told = Command::new("sh").arg("-c").arg(format!("kill -TERM {}", self.child.id())).status();
        assert!(told.is_ok(), "no shell to say SIGTERM with");
        for _ in 0..STOPPING.as_millis() / 20 {
            if let Ok(Some(status)) = self.child.try_wait() {
                self.hear_out();
                return status;
            }
            thread::sleep(Duration::from_millis(20));
        }
        self.kill();
        panic!("the house did not stop within {STOPPING:?}\n{}", self.printed());
    }

    /// SIGKILL: the process ends in the middle of what it does.
    pub(crate) fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.hear_out();
    }

    fn hear_out(&mut self) {
        for reader in self.readers.drain(..) {
            let _ = reader.join();
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn capture(
    from: impl Read + Send + 'static,
    printed: Arc<Mutex<String>>,
    lines: Option<Sender<String>>,
) -> JoinHandle<()> {
    thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            let mut printed = printed.lock().unwrap();
            printed.push_str(&line);
            printed.push('\n');
            if let Some(lines) = &lines {
                let _ = lines.send(line);
            }
        }
    })
}

/// A debug binary on two busy cores that fills a synthetic nation takes its time.
const STARTING: Duration = Duration::from_secs(120);
const STOPPING: Duration = Duration::from_secs(30);
