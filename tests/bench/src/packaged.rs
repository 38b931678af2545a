//! The crate as its users build it: packaged, and from a registry. Cargo builds such a crate without the settings for local crates,
//! such as incremental compilation.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use crate::consumer::{cargo, remove_dir, root};

const CRATE: &str = "elevenlabs-voices";

/// Packages the crate for the programs in that folder.
pub(crate) fn package_for(folder: &Path) -> io::Result<()> {
    let (packaged, registry) = (folder.join("packaged"), folder.join("registry"));
    remove_dir(&packaged)?;
    remove_dir(&registry)?;
    fs::create_dir_all(&registry)?;
    fs::create_dir_all(folder.join(".cargo"))?;
    let arguments = ["package", "--quiet", "--offline", "--no-verify", "--allow-dirty", "--package", CRATE];
    cargo(root(), &[&arguments[..], &["--target-dir", &packaged.to_string_lossy()]].concat())?;
    extract(&packaged.join("package"), &registry)?;
    fs::write(
        folder.join(".cargo/config.toml"),
        format!(
            "[registries.checkout]\nindex = \"sparse+https://checkout.invalid/\"\n\n\
             [source.checkout]\nregistry = \"sparse+https://checkout.invalid/\"\nreplace-with = \"packaged\"\n\n\
             [source.packaged]\ndirectory = '{}'\n",
            registry.display()
        ),
    )
}

/// The dependency line for the crate.
pub(crate) fn generated(features: &str) -> String {
    let features: Vec<_> = features.split(',').filter(|feature| !feature.is_empty()).collect();
    let from = "version = \"*\", registry = \"checkout\", default-features = false";
    format!("{CRATE} = {{ {from}, features = {features:?} }}\n")
}

/// Extracts the archive into a separate folder, as Cargo requires.
fn extract(packages: &Path, registry: &Path) -> io::Result<()> {
    let archives = fs::read_dir(packages)?.collect::<io::Result<Vec<_>>>()?;
    let archive = archives.iter().map(fs::DirEntry::path).find(|path| path.extension().is_some());
    let archive = archive.ok_or_else(|| io::Error::other("cargo packaged nothing"))?;
    let output = Command::new("tar").arg("-xzf").arg(&archive).arg("-C").arg(registry).output()?;
    if !output.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    let extracted = registry.join(archive.file_stem().unwrap_or_default());
    fs::write(extracted.join(".cargo-checksum.json"), "{\"files\":{}}")
}
