//! Loading a file of people: line by line, in batches, resumable, in little memory.
//!
//! ```text
//! digest of the file -> mark in the database -> header -> from the mark: lines -> people | refused -> commit -> …
//! ```
//!
//! A line is a person: no field may hold a line end, so one broken quote costs one line and not the rest of the file.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write};
use std::path::Path;

use ring::digest::{Context, SHA256};
use sqlx::postgres::PgConnection;
use tokio::task::JoinHandle;

use crate::clock::{Day, Timestamp};
use crate::fault::Fault;
use crate::limits;
use crate::registry::columns::{COLUMNS, Header, Person};
use crate::registry::copy::{self, Copied};
use crate::registry::embedded::Embedded;
use crate::registry::line::LineRefusal;
use crate::registry::load::{Batch, Manner, Mark};
use crate::registry::synthetic;
use crate::secret::Digest;

/// How far an import is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Progress {
    /// Bytes taken in.
    pub bytes: u64,
    /// Bytes of the file.
    pub of: u64,
    /// The next line.
    pub line: i64,
}

/// What an import did.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Report {
    /// The file, by which its refused lines are found again.
    pub file: Digest,
    /// The line at which an earlier import had stopped.
    pub resumed_at: Option<i64>,
    /// Whether the file had been loaded before.
    pub was_finished: bool,
    /// People loaded from the file, earlier runs included.
    pub loaded: i64,
    /// Lines refused, earlier runs included.
    pub refused: i64,
}

/// Why an import stopped.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error("the file cannot be read: {0}")]
    File(#[from] io::Error),
    /// The first line is not a header of ours.
    #[error("the first line does not name the columns ({0})")]
    Header(String),
    /// Another import of the same file is under way.
    #[error("another import of this file is under way")]
    Elsewhere,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Loads a file into the register, telling how far it is after each commit.
pub async fn import(
    register: &Embedded,
    path: &Path,
    now: Timestamp,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Report, ImportError> {
    let (file, size) = digest(path)?;
    take_in(register, path, (file, size), Manner::Load, now, progress).await
}

/// Puts what a file says in the place of what the register knew, line by line, and tells the feed of whom it changed.
///
/// A file that was stopped goes on where it was; one that was taken in to its end is begun again, since what it says may
/// have been overtaken. Who is known as the line says is left alone, and is not counted.
pub async fn update(
    register: &Embedded,
    path: &Path,
    now: Timestamp,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Report, ImportError> {
    let (file, size) = digest(path)?;
    // The same bytes may have been loaded: that is another matter.
    let file = Digest::sha256(format!("update {}", file.as_str()).as_bytes());
    register.begin_again(file.as_str(), now).await?;
    take_in(register, path, (file, size), Manner::Update, now, progress).await
}

async fn take_in(
    register: &Embedded,
    path: &Path,
    (file, size): (Digest, u64),
    manner: Manner,
    now: Timestamp,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Report, ImportError> {
    let mut mark = register.mark(file.as_str(), now).await?;
    let resumed_at = (mark.byte > 0 && !mark.is_finished).then_some(mark.line);
    let was_finished = mark.is_finished;
    if !was_finished {
        let mut lines = Lines::open(path)?;
        let header = header(&mut lines)?;
        if mark.byte > 0 {
            lines.resume(mark)?;
        }
        let mut taker = Taker::new(register, manner).await?;
        let mut ahead = read_ahead(lines, header);
        while !mark.is_finished {
            let (batch, lines, header) =
                ahead.await.map_err(|lost| Fault::caused("a reader of lines was lost", lost))??;
            ahead = read_ahead(lines, header);
            mark = taker.take(file.as_str(), mark, &batch, now).await?.ok_or(ImportError::Elsewhere)?;
            progress(Progress { bytes: u64::try_from(mark.byte).unwrap_or_default(), of: size, line: mark.line });
        }
    }
    Ok(Report { file, resumed_at, was_finished, loaded: mark.loaded, refused: mark.refused })
}

/// Takes batches in by the quickest way that the engine has for them.
struct Taker {
    register: Embedded,
    manner: Manner,
    /// PostgreSQL, when the people are new.
    copying: Option<PgConnection>,
}

impl Taker {
    async fn new(register: &Embedded, manner: Manner) -> Result<Self, Fault> {
        let copying = match manner {
            Manner::Load => register.database().postgresql().await?,
            // What is known already is compared line by line.
            Manner::Update => None,
        };
        let register = Embedded::new(register.database().for_import().await?);
        Ok(Self { register, manner, copying })
    }

    /// The mark behind the batch; none when somebody else has moved it.
    ///
    /// Two files that name the same people in another order may each hold the number that the other waits for. The engine
    /// ends one of them, and nothing of its batch is in: it is taken in once more, behind the other.
    async fn take(&mut self, file: &str, mark: Mark, batch: &Batch, now: Timestamp) -> Result<Option<Mark>, Fault> {
        for _ in 1..limits::TRIES_OF_A_BATCH {
            match self.take_once(file, mark, batch, now).await {
                Err(Fault::Busy(_)) => {}
                taken => return taken,
            }
        }
        self.take_once(file, mark, batch, now).await
    }

    async fn take_once(
        &mut self,
        file: &str,
        mark: Mark,
        batch: &Batch,
        now: Timestamp,
    ) -> Result<Option<Mark>, Fault> {
        if let Some(connection) = &mut self.copying {
            match copy::commit_batch(connection, file, mark, batch, now).await? {
                Copied::In(mark) => return Ok(Some(mark)),
                Copied::Elsewhere => return Ok(None),
                Copied::Raced => {}
            }
        }
        self.register.commit_batch(file, mark, batch, self.manner, now).await
    }
}

/// Fills an empty sandbox with invented people, once: all of them or, when it is stopped, none. Not for millions.
pub async fn fill(register: &Embedded, people: u32, seed: u64, on: Day, now: Timestamp) -> Result<Report, ImportError> {
    let mut invented = Vec::new();
    synthetic::generate(people, seed, on, &mut |person| {
        invented.push(person.clone());
        Ok(())
    })?;
    // The day is not part of the name: a sandbox that is started again tomorrow keeps its people.
    load(register, &format!("{people} invented people of seed {seed}"), invented, now).await
}

/// Loads people who stand in no file, once under this name: all of them or none. Not for millions.
pub async fn load(register: &Embedded, name: &str, people: Vec<Person>, now: Timestamp) -> Result<Report, ImportError> {
    let file = Digest::sha256(name.as_bytes());
    let mut mark = register.mark(file.as_str(), now).await?;
    let was_finished = mark.is_finished;
    if !was_finished {
        let lines = (2i64..).zip(people).collect::<Vec<_>>();
        let next_line = lines.last().map_or(2, |(line, _)| line + 1);
        let batch = Batch { people: lines, next_line, is_last: true, ..Batch::default() };
        let committed = register.commit_batch(file.as_str(), mark, &batch, Manner::Load, now).await?;
        mark = committed.ok_or(ImportError::Elsewhere)?;
    }
    Ok(Report { file, resumed_at: None, was_finished, loaded: mark.loaded, refused: mark.refused })
}

/// Writes the refused lines of an imported file as CSV: line, column, reason.
pub async fn write_refused(
    register: &Embedded,
    file: &Digest,
    out: &mut (dyn Write + Send),
) -> Result<(), ImportError> {
    writeln!(out, "line,column,reason")?;
    let mut after = 0;
    loop {
        let rows = register.refused_after(file.as_str(), after).await?;
        let Some((last, ..)) = rows.last() else { break };
        after = *last;
        for (line, field, reason) in &rows {
            // Both are words of ours without commas or quotes.
            writeln!(out, "{line},{field},{reason}")?;
        }
    }
    out.flush()?;
    Ok(())
}

fn digest(path: &Path) -> io::Result<(Digest, u64)> {
    let mut file = File::open(path)?;
    let mut context = Context::new(&SHA256);
    let mut buffer = vec![0; 64 * 1024];
    let mut size = 0;
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            return Ok((Digest::from_bytes(context.finish().as_ref()), size));
        }
        context.update(buffer.get(..count).unwrap_or_default());
        size += u64::try_from(count).unwrap_or_default();
    }
}

fn header(lines: &mut Lines) -> Result<Header, ImportError> {
    let all = || ImportError::Header(format!("expected: {}", COLUMNS.join(",")));
    let Some(Ok(line)) = lines.next()? else { return Err(all()) };
    // Spreadsheets begin UTF-8 files with a byte order mark.
    let fields = fields(line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line)).map_err(|_| all())?;
    Header::find(fields.iter()).map_err(|wrong| ImportError::Header(wrong.join(", ")))
}

/// Reads the next batch while the one before it is committed; behind the end of the file there is nothing to read.
fn read_ahead(mut lines: Lines, header: Header) -> JoinHandle<io::Result<(Batch, Lines, Header)>> {
    tokio::task::spawn_blocking(move || Ok((batch(&mut lines, &header)?, lines, header)))
}

fn batch(lines: &mut Lines, header: &Header) -> io::Result<Batch> {
    let mut batch = Batch::default();
    for _ in 0..limits::IMPORT_BATCH {
        let number = lines.line;
        let person = match lines.next()? {
            None => {
                batch.is_last = true;
                break;
            }
            Some(Ok([])) => continue,
            Some(Ok(line)) => fields(line).and_then(|fields| header.read(&fields.iter().collect::<Vec<_>>())),
            Some(Err(TooLong)) => Err(LineRefusal::of("", "line_too_long")),
        };
        match person {
            Ok(person) => batch.people.push((number, person)),
            Err(refusal) => batch.refused.push((number, refusal)),
        }
    }
    batch.next_byte = lines.byte;
    batch.next_line = lines.line;
    Ok(batch)
}

/// The fields of a line, or why they cannot be read.
pub(super) fn fields(line: &[u8]) -> Result<csv::StringRecord, LineRefusal> {
    let refuse = |reason| LineRefusal::of("", reason);
    // PostgreSQL cannot keep a NUL and nobody has one in the name.
    if line.contains(&0) {
        return Err(refuse("nul"));
    }
    let Ok(text) = std::str::from_utf8(line) else { return Err(refuse("not_utf8")) };
    match line.iter().filter(|byte| **byte == b'"').count() {
        // Nearly every line, and the reader's preparations cost as much as all the rest of a person.
        0 => return Ok(text.split(',').collect()),
        quotes if quotes % 2 != 0 => return Err(refuse("broken_quotes")),
        _ => {}
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).buffer_capacity(line.len().max(1)).from_reader(line);
    let mut record = csv::StringRecord::new();
    match reader.read_record(&mut record) {
        Ok(_) => Ok(record),
        Err(_) => Err(refuse("unreadable")),
    }
}

/// A line longer than [`limits::IMPORT_LINE`]; it was passed over without being kept.
pub(super) struct TooLong;

/// The lines of a file, with where they stand.
pub(super) struct Lines {
    reader: BufReader<File>,
    current: Vec<u8>,
    pub(super) byte: i64,
    pub(super) line: i64,
}

impl Lines {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let reader = BufReader::with_capacity(64 * 1024, File::open(path)?);
        Ok(Self { reader, current: Vec::new(), byte: 0, line: 1 })
    }

    fn resume(&mut self, mark: Mark) -> io::Result<()> {
        self.reader.seek(SeekFrom::Start(u64::try_from(mark.byte).unwrap_or_default()))?;
        (self.byte, self.line) = (mark.byte, mark.line);
        Ok(())
    }

    /// The next line without its end; `None` behind the last.
    pub(super) fn next(&mut self) -> io::Result<Option<Result<&[u8], TooLong>>> {
        self.current.clear();
        let (mut taken, mut is_too_long) = (0_usize, false);
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                break;
            }
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let part = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or_default();
            let used = part.len() + usize::from(end.is_some());
            // What is too long is passed over in pieces: a file without line ends must not become memory.
            is_too_long |= self.current.len() + part.len() > limits::IMPORT_LINE;
            if !is_too_long {
                self.current.extend_from_slice(part);
            }
            self.reader.consume(used);
            taken += used;
            if end.is_some() {
                break;
            }
        }
        if taken == 0 {
            return Ok(None);
        }
        self.byte += i64::try_from(taken).unwrap_or_default();
        self.line += 1;
        if is_too_long {
            return Ok(Some(Err(TooLong)));
        }
        Ok(Some(Ok(self.current.strip_suffix(b"\r").unwrap_or(&self.current))))
    }
}
