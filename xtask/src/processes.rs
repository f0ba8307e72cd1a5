//! Processes and folders that must not outlive the command that made them.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write as _};
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// A small shell that holds a list of processes and folders, and stops and removes them as soon as its
/// input ends. Its input ends when this program ends, in whichever way: also by Ctrl-C or `kill -9`, where no
/// destructor runs. It sits in a process group of its own, so that Ctrl-C does not reach it.
pub struct Keeper {
    shell: Child,
    orders: Mutex<Option<ChildStdin>>,
}

const KEEPER: &str = r#"
trap '' INT TERM HUP
watched=''
folders=''
newline='
'
while read -r order what; do
  case "$order" in
    watch) watched="$watched $what" ;;
    forget)
      left=''
      for it in $watched; do [ "${it##*:}" = "$what" ] || left="$left $it"; done
      watched=$left ;;
    folder) folders="$folders$what$newline" ;;
  esac
done
for it in $watched; do kill -"${it%%:*}" "${it##*:}" 2>/dev/null; done
rounds=0
while [ $rounds -lt 60 ]; do
  alive=''
  for it in $watched; do kill -0 "${it##*:}" 2>/dev/null && alive=yes; done
  [ -n "$alive" ] || break
  sleep 0.2
  rounds=$((rounds + 1))
done
for it in $watched; do kill -KILL "${it##*:}" 2>/dev/null; done
printf '%s' "$folders" | while read -r it; do [ -z "$it" ] || rm -rf -- "$it"; done
"#;

/// How a process is asked to end.
#[derive(Clone, Copy)]
pub enum Signal {
    /// Ctrl-C; PostgreSQL's fast shutdown.
    Interrupt,
    Terminate,
}

impl Signal {
    fn name(self) -> &'static str {
        match self {
            Self::Interrupt => "INT",
            Self::Terminate => "TERM",
        }
    }
}

impl Keeper {
    pub fn start() -> Result<Self> {
        let mut shell = Command::new("sh")
            .args(["-c", KEEPER])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .context("no shell (sh) on this machine")?;
        let orders = Mutex::new(shell.stdin.take());
        Ok(Self { shell, orders })
    }

    fn order(&self, line: &str) {
        if let Ok(mut orders) = self.orders.lock()
            && let Some(pipe) = orders.as_mut()
        {
            // The shell is only the second net; the guards below do the same on every ordinary way out.
            let _ = writeln!(pipe, "{line}");
        }
    }

    /// From now on this process ends with us.
    pub fn watch(&self, pid: u32, signal: Signal) {
        self.order(&format!("watch {}:{pid}", signal.name()));
    }

    /// The process has ended and its number may be given to another one.
    pub fn forget(&self, pid: u32) {
        self.order(&format!("forget {pid}"));
    }

    /// An empty folder, readable by its owner only, removed at the end.
    pub fn temporary_folder(&self, purpose: &str) -> Result<PathBuf> {
        let name = format!("compagnon-{purpose}-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        if path.exists() {
            std::fs::remove_dir_all(&path).with_context(|| format!("{} is in the way", path.display()))?;
        }
        std::fs::DirBuilder::new()
            .mode(0o700)
            .create(&path)
            .with_context(|| format!("cannot make {}", path.display()))?;
        self.order(&format!("folder {}", path.display()));
        Ok(path)
    }

    /// Runs a command to its end, its output going where ours goes.
    pub fn run(&self, command: &mut Command) -> Result<ExitStatus> {
        let mut child = command.spawn().with_context(|| format!("{} cannot be started", described(command)))?;
        self.watch(child.id(), Signal::Terminate);
        let status = child.wait();
        self.forget(child.id());
        Ok(status?)
    }

    /// As `run`, and hands every line of its standard output or standard error to `line` after showing it.
    pub fn run_reading(&self, command: &mut Command, from: Stream, mut line: impl FnMut(&str)) -> Result<ExitStatus> {
        match from {
            Stream::Output => command.stdout(Stdio::piped()),
            Stream::Error => command.stderr(Stdio::piped()),
        };
        let mut child = command.spawn().with_context(|| format!("{} cannot be started", described(command)))?;
        self.watch(child.id(), Signal::Terminate);
        let pipe: Option<Box<dyn Read>> = match from {
            Stream::Output => child.stdout.take().map(|it| Box::new(it) as _),
            Stream::Error => child.stderr.take().map(|it| Box::new(it) as _),
        };
        if let Some(pipe) = pipe {
            for bytes in BufReader::new(pipe).split(b'\n') {
                let text = String::from_utf8_lossy(&bytes?).into_owned();
                match from {
                    Stream::Output => println!("{text}"),
                    Stream::Error => eprintln!("{text}"),
                }
                line(&text);
            }
        }
        let status = child.wait();
        self.forget(child.id());
        Ok(status?)
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        if let Ok(mut orders) = self.orders.lock() {
            orders.take();
        }
        let _ = self.shell.wait();
    }
}

/// Which of a command's two outputs is read.
#[derive(Clone, Copy)]
pub enum Stream {
    Output,
    Error,
}

/// A server that is stopped when this value goes, on success, failure and panic alike.
pub struct Server<'k> {
    keeper: &'k Keeper,
    child: Child,
    /// The process to signal: not the child where a wrapper such as runuser stands in between.
    pid: u32,
    signal: Signal,
}

impl<'k> Server<'k> {
    pub fn start(keeper: &'k Keeper, command: &mut Command, signal: Signal) -> Result<Self> {
        let child = command.spawn().with_context(|| format!("{} cannot be started", described(command)))?;
        let pid = child.id();
        keeper.watch(pid, signal);
        Ok(Self { keeper, child, pid, signal })
    }

    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Signals go to this process from now on.
    pub fn is_really(&mut self, pid: u32) {
        if pid != self.pid {
            self.keeper.watch(pid, self.signal);
            self.pid = pid;
        }
    }

    /// An error when the server has ended by itself.
    pub fn still_runs(&mut self) -> Result<()> {
        if let Some(status) = self.child.try_wait()? {
            bail!("it ended with {status}");
        }
        Ok(())
    }
}

impl Drop for Server<'_> {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            let _ = send(self.signal.name(), self.pid);
            let patience = Instant::now() + Duration::from_secs(15);
            while matches!(self.child.try_wait(), Ok(None)) {
                if Instant::now() > patience {
                    let _ = send("KILL", self.pid);
                    let _ = self.child.kill();
                    break;
                }
                std::thread::sleep(Duration::from_millis(50));
            }
            let _ = self.child.wait();
        }
        self.keeper.forget(self.child.id());
        self.keeper.forget(self.pid);
    }
}

/// The shell's own `kill`: a small container may lack the program.
fn send(signal: &str, pid: u32) -> Result<()> {
    Command::new("sh").args(["-c", &format!("kill -{signal} {pid}")]).stderr(Stdio::null()).status()?;
    Ok(())
}

/// A port on 127.0.0.1 that is free at this moment.
pub fn free_port() -> Result<u16> {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).context("no free port")?;
    Ok(listener.local_addr()?.port())
}

/// The last lines of a log file, for an error message; empty when there is none.
pub fn tail(log: &Path, lines: usize) -> String {
    let bytes = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let all: Vec<&str> = text.lines().collect();
    let mut out = String::new();
    if !all.is_empty() {
        out.push_str("; its last lines:");
    }
    for line in all.iter().skip(all.len().saturating_sub(lines)) {
        let _ = write!(out, "\n    {line}");
    }
    out
}

fn described(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alive(pid: u32) -> bool {
        // A process that has ended and waits to be collected shows state Z.
        std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.contains(") Z "))
    }

    fn sleeper() -> Command {
        let mut command = Command::new("sleep");
        command.arg("600");
        command
    }

    #[test]
    fn a_server_ends_with_its_guard() {
        let keeper = Keeper::start().unwrap();
        let server = Server::start(&keeper, &mut sleeper(), Signal::Terminate).unwrap();
        let pid = server.pid;
        assert!(alive(pid));
        drop(server);
        assert!(!alive(pid));
    }

    #[test]
    fn the_keeper_stops_what_was_left_running_and_removes_its_folders() {
        let keeper = Keeper::start().unwrap();
        let folder = keeper.temporary_folder("keeper-test").unwrap();
        std::fs::write(folder.join("file"), "x").unwrap();
        let mut child = sleeper().spawn().unwrap();
        keeper.watch(child.id(), Signal::Terminate);
        // Collects the child while the keeper waits for it to be gone.
        let collector = std::thread::spawn(move || child.wait().unwrap());
        drop(keeper);
        assert!(!collector.join().unwrap().success());
        assert!(!folder.exists());
    }

    #[test]
    fn a_forgotten_process_is_left_alone() {
        let keeper = Keeper::start().unwrap();
        let mut child = sleeper().spawn().unwrap();
        keeper.watch(child.id(), Signal::Terminate);
        keeper.forget(child.id());
        drop(keeper);
        assert!(alive(child.id()));
        child.kill().unwrap();
        child.wait().unwrap();
    }
}
