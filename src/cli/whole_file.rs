//! A file that is there whole or not at all: written beside its place and moved into it at the end.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// A file being written; dropped without [`WholeFile::keep`] it leaves nothing.
pub(crate) struct WholeFile {
    partial: PathBuf,
    place: PathBuf,
    writer: Option<BufWriter<File>>,
}

impl WholeFile {
    /// Begins a file for that place.
    pub(crate) fn create(place: &Path) -> io::Result<Self> {
        let mut partial = place.as_os_str().to_owned();
        partial.push(".partial");
        let partial = PathBuf::from(partial);
        let writer = BufWriter::new(File::create(&partial)?);
        Ok(Self { partial, place: place.to_owned(), writer: Some(writer) })
    }

    /// Where to write.
    pub(crate) fn writer(&mut self) -> io::Result<&mut BufWriter<File>> {
        self.writer.as_mut().ok_or_else(|| io::Error::other("the file was kept already"))
    }

    /// Moves the file into its place.
    pub(crate) fn keep(mut self) -> io::Result<()> {
        if let Some(mut writer) = self.writer.take() {
            writer.flush()?;
            writer.get_ref().sync_all()?;
        }
        fs::rename(&self.partial, &self.place)
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        if self.writer.take().is_some() {
            // Nothing is lost when this fails: the name says that the file is partial.
            let _ = fs::remove_file(&self.partial);
        }
    }
}
