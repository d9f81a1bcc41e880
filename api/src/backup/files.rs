//! The folder of a backup: written with the sum of each file, and read back only with the same.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Component, Path, PathBuf};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use super::manifest::{FORMAT, MANIFEST, Manifest, SUMS, Stored};
use crate::program::Failure;

/// How much is read at a time.
const PIECE: usize = 64 * 1024;

/// A backup that is being written.
pub(super) struct Store {
    folder: PathBuf,
    files: Vec<Stored>,
}

impl Store {
    /// Begins in a folder that is new or empty. Nobody else may look into it: it is full of
    /// people's data.
    pub(super) fn create(folder: &Path) -> Result<Self, Failure> {
        let failed = |error: io::Error| at(folder, &error);
        match fs::read_dir(folder).map(|mut entries| entries.next().is_none()) {
            Ok(true) => {}
            Ok(false) => {
                let why = "is not empty; a backup needs a folder of its own";
                return Err(Failure::new(format!("{} {why}", folder.display())));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                private(folder).map_err(failed)?;
            }
            Err(error) => return Err(failed(error)),
        }
        Ok(Self {
            folder: folder.to_owned(),
            files: Vec::new(),
        })
    }

    /// What has been written.
    pub(super) fn files(&self) -> &[Stored] {
        &self.files
    }

    /// A new file that is compressed.
    pub(super) fn compressed(&mut self, path: &str) -> Result<Compressed<'_>, Failure> {
        let file = self.begin(path)?;
        Ok(Compressed {
            store: self,
            path: path.to_owned(),
            encoder: GzEncoder::new(file, Compression::fast()),
        })
    }

    /// Copies a file, if there is one.
    pub(super) fn keep_file(&mut self, path: &str, from: &Path) -> Result<(), Failure> {
        let mut source = match File::open(from) {
            Ok(source) => source,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(at(from, &error)),
        };
        let mut file = self.begin(path)?;
        io::copy(&mut source, &mut file).map_err(|error| at(from, &error))?;
        self.end(path, file)
    }

    /// Copies a folder with all that is in it, if there is one. What is deleted meanwhile is left
    /// out.
    pub(super) fn keep_folder(&mut self, path: &str, from: &Path) -> Result<(), Failure> {
        let entries = match fs::read_dir(from) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(at(from, &error)),
        };
        for entry in entries {
            let entry = entry.map_err(|error| at(from, &error))?;
            let name = entry.file_name();
            let name = name.to_str().ok_or_else(|| {
                Failure::new(format!("{}: the name is no text", entry.path().display()))
            })?;
            let path = format!("{path}/{name}");
            match entry.file_type().map_err(|error| at(from, &error))? {
                kind if kind.is_dir() => self.keep_folder(&path, &entry.path())?,
                kind if kind.is_file() => self.keep_file(&path, &entry.path())?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Makes the folder a backup.
    pub(super) fn finish(&mut self, manifest: &Manifest) -> Result<(), Failure> {
        let text = serde_json::to_vec_pretty(manifest).map_err(Failure::new)?;
        let mut sums: Vec<String> = self.files.iter().map(sum_line).collect();
        sums.push(sum_line(&Stored {
            path: MANIFEST.to_owned(),
            bytes: text.len() as u64,
            sha256: hex::encode(Sha256::digest(&text)),
        }));
        for (name, text) in [(SUMS, sums.concat().into_bytes()), (MANIFEST, text)] {
            let mut file = self.begin(name)?;
            file.write_all(&text)
                .map_err(|error| at(&self.folder, &error))?;
            self.end(name, file)?;
        }
        let folder = File::open(&self.folder).and_then(|folder| folder.sync_all());
        folder.map_err(|error| at(&self.folder, &error))
    }

    fn begin(&self, path: &str) -> Result<Summed<BufWriter<File>>, Failure> {
        let path = self.folder.join(path);
        let failed = |error: io::Error| at(&path, &error);
        if let Some(folder) = path.parent() {
            private(folder).map_err(failed)?;
        }
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .map_err(failed)?;
        Ok(Summed::new(BufWriter::new(file)))
    }

    /// Notes a file when it is safe on the disk.
    fn end(&mut self, path: &str, file: Summed<BufWriter<File>>) -> Result<(), Failure> {
        let (bytes, sha256) = (file.bytes, hex::encode(file.sum.finalize()));
        let synced = file.inner.into_inner().map_err(io::Error::from);
        synced
            .and_then(|file| file.sync_all())
            .map_err(|error| at(&self.folder.join(path), &error))?;
        self.files.push(Stored {
            path: path.to_owned(),
            bytes,
            sha256,
        });
        Ok(())
    }
}

/// A file that is being compressed.
pub(super) struct Compressed<'a> {
    store: &'a mut Store,
    path: String,
    encoder: GzEncoder<Summed<BufWriter<File>>>,
}

impl Compressed<'_> {
    pub(super) fn finish(self) -> Result<(), Failure> {
        let file = self.encoder.finish()?;
        self.store.end(&self.path, file)
    }
}

impl Write for Compressed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.encoder.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.encoder.flush()
    }
}

/// Reads a manifest, and every file of its backup, and compares the sums: nothing of a backup that
/// is damaged is ever used.
pub(super) fn verified(folder: &Path) -> Result<Manifest, Failure> {
    let read = |name| {
        let path = folder.join(name);
        fs::read(&path).map_err(|error| at(&path, &error))
    };
    let text = read(MANIFEST).map_err(|error| {
        Failure::new(format!(
            "this is no backup, or one that was not finished: {error}"
        ))
    })?;
    let damaged =
        |path: &str, why: &str| Failure::new(format!("the backup is damaged: {path} {why}"));
    let sums = String::from_utf8_lossy(&read(SUMS)?).into_owned();
    let sum = hex::encode(Sha256::digest(&text));
    if !sums
        .lines()
        .any(|line| line == format!("{sum}  {MANIFEST}"))
    {
        return Err(damaged(MANIFEST, "is not what it was"));
    }
    let manifest: Manifest =
        serde_json::from_slice(&text).map_err(|error| damaged(MANIFEST, &error.to_string()))?;
    if manifest.format != FORMAT {
        let (program, format) = (&manifest.program, manifest.format);
        return Err(Failure::new(format!(
            "the backup was made by Seatlog {program} in format {format}, and this program knows \
             {FORMAT} only: restore it with that version"
        )));
    }
    for file in &manifest.files {
        let mut found = Summed::new(io::sink());
        let path = inside(folder, &file.path)?;
        let mut source = File::open(&path).map_err(|_| damaged(&file.path, "is missing"))?;
        io::copy(&mut source, &mut found).map_err(|error| at(&path, &error))?;
        if found.bytes != file.bytes || hex::encode(found.sum.finalize()) != file.sha256 {
            return Err(damaged(&file.path, "is not what it was"));
        }
    }
    Ok(manifest)
}

/// What a compressed file holds, piece by piece.
pub(super) fn pieces(
    folder: &Path,
    path: &str,
) -> Result<impl Iterator<Item = io::Result<Vec<u8>>>, Failure> {
    let path = inside(folder, path)?;
    let file = File::open(&path).map_err(|error| at(&path, &error))?;
    let mut text = GzDecoder::new(BufReader::new(file));
    Ok(std::iter::from_fn(move || {
        let mut piece = Vec::with_capacity(PIECE);
        match Read::by_ref(&mut text)
            .take(PIECE as u64)
            .read_to_end(&mut piece)
        {
            Ok(0) => None,
            Ok(_) => Some(Ok(piece)),
            Err(error) => Some(Err(error)),
        }
    }))
}

/// Puts a file back; one that is there already must be the same.
pub(super) fn put_back(folder: &Path, file: &Stored, to: &Path) -> Result<(), Failure> {
    let bytes = fs::read(inside(folder, &file.path)?).map_err(|error| at(to, &error))?;
    match fs::read(to) {
        Ok(there) if there == bytes => return Ok(()),
        Ok(_) => {
            return Err(Failure::new(format!(
                "{} is there, and another",
                to.display()
            )));
        }
        Err(_) => {}
    }
    if let Some(above) = to.parent() {
        fs::create_dir_all(above).map_err(|error| at(above, &error))?;
    }
    let secret = file.path.starts_with("secrets/");
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(if secret { 0o600 } else { 0o644 })
        .open(to);
    let written = file.and_then(|mut file| file.write_all(&bytes).and_then(|()| file.sync_all()));
    written.map_err(|error| at(to, &error))
}

/// A path of a manifest; none leads out of the folder.
fn inside(folder: &Path, path: &str) -> Result<PathBuf, Failure> {
    let plain = Path::new(path)
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    match plain {
        true => Ok(folder.join(path)),
        false => Err(Failure::new(format!("{path:?} leads out of the backup"))),
    }
}

fn sum_line(file: &Stored) -> String {
    format!("{}  {}\n", file.sha256, file.path)
}

fn private(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

fn at(path: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("{}: {error}", path.display()))
}

/// Counts and sums what is written through it.
struct Summed<W> {
    inner: W,
    sum: Sha256,
    bytes: u64,
}

impl<W> Summed<W> {
    fn new(inner: W) -> Self {
        Self {
            inner,
            sum: Sha256::new(),
            bytes: 0,
        }
    }
}

impl<W: Write> Write for Summed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.sum.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
