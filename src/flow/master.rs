//! The master secret: one file outside the database, made on first start, from which every key of the house is derived
//! or unsealed. Who has the database and not this file has nothing.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use crate::entropy;
use crate::secret::{Secret, decode, encode};

/// Why the master secret cannot be used. Says what to do, never what is in the file.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// Others than the owner may read or write it.
    #[error(
        "{0} is open to others: run `chmod 600` on it (and 700 on its folder), then replace the secret if others may have read it"
    )]
    Open(PathBuf),
    /// It does not hold 32 bytes in base64url.
    #[error("{0} is not a master secret: restore it from the backup; a new one would make the database unreadable")]
    Malformed(PathBuf),
    /// The file system refused.
    #[error("{path} cannot be used: {error}")]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// No random bytes.
    #[error("no random bytes for a new master secret")]
    Entropy,
}

/// Reads the master secret in this folder, or makes it. Two nodes that start at once on one folder end with one secret.
pub fn open(folder: &Path) -> Result<Secret<[u8; 32]>, Unusable> {
    let file = folder.join(NAME);
    match File::open(&file) {
        Ok(found) => read(found, &file),
        Err(error) if error.kind() == ErrorKind::NotFound => make(folder, &file),
        Err(error) => Err(Unusable::File { path: file, error }),
    }
}

fn read(mut found: File, path: &Path) -> Result<Secret<[u8; 32]>, Unusable> {
    let unusable = |error| Unusable::File { path: path.to_owned(), error };
    if found.metadata().map_err(unusable)?.permissions().mode() & 0o077 != 0 {
        return Err(Unusable::Open(path.to_owned()));
    }
    let mut text = String::new();
    found.read_to_string(&mut text).map_err(unusable)?;
    let bytes = decode(text.trim_end()).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    bytes.map(Secret::new).ok_or_else(|| Unusable::Malformed(path.to_owned()))
}

/// Written whole under another name, then linked: a reader never sees half a secret, and only one maker wins.
fn make(folder: &Path, file: &Path) -> Result<Secret<[u8; 32]>, Unusable> {
    let unusable = |error| Unusable::File { path: file.to_owned(), error };
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(unusable)?;
    let secret: [u8; 32] = entropy::bytes().map_err(|_| Unusable::Entropy)?;
    let draft = folder.join(format!("{NAME}.{}", encode(&entropy::bytes::<6>().map_err(|_| Unusable::Entropy)?)));
    let mut writing = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft).map_err(unusable)?;
    let written = writing.write_all(encode(&secret).as_bytes()).and_then(|()| writing.sync_all());
    let linked = written.and_then(|()| fs::hard_link(&draft, file));
    let _ = fs::remove_file(&draft);
    match linked {
        Ok(()) => Ok(Secret::new(secret)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => read(File::open(file).map_err(unusable)?, file),
        Err(error) => Err(unusable(error)),
    }
}

const NAME: &str = "master";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_made_once_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let keys = folder.path().join("keys");
        let made = open(&keys).unwrap();
        assert_eq!(open(&keys).unwrap().expose(), made.expose());
        assert_eq!(fs::metadata(keys.join(NAME)).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(&keys).unwrap().count(), 1);
    }

    #[test]
    fn an_open_or_broken_file_refuses() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(NAME);
        fs::write(&file, "short").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(open(folder.path()), Err(Unusable::Open(_))));
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        assert!(matches!(open(folder.path()), Err(Unusable::Malformed(_))));
    }

    #[test]
    fn many_who_make_it_at_once_get_one() {
        let folder = tempfile::tempdir().unwrap();
        let makers: Vec<_> = (0..8)
            .map(|_| {
                let path = folder.path().to_owned();
                std::thread::spawn(move || *open(&path).unwrap().expose())
            })
            .collect();
        let made: std::collections::HashSet<_> = makers.into_iter().map(|maker| maker.join().unwrap()).collect();
        assert_eq!(made.len(), 1);
    }
}
