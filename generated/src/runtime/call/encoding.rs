//! Content codings. They are removed here for all transports, within the size limit.

use std::io::Read;

use flate2::bufread::GzDecoder;
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};

use crate::runtime::model::is_json;

/// The codings that the client accepts.
pub(super) const ACCEPTED: &str = "gzip";

/// Maximum number of codings of one body, as in curl: each one can expand the body to the limit again.
const MAX_CODINGS: usize = 5;

/// Maximum number of members of one gzip stream: even an empty one takes time.
const MAX_MEMBERS: usize = 1000;

/// The error of decompressing a body.
#[derive(Debug)]
pub(super) enum ContentDecodingError {
    /// The decompressed body exceeds the limit.
    TooLarge,
    /// The body has a coding that was not requested.
    Unsupported(String),
    /// The body is not in the coding of its header.
    Corrupt(std::io::Error),
}

/// Removes the body's codings, and the headers that describe them.
pub(super) fn decompress(
    headers: &mut HeaderMap,
    mut body: Vec<u8>,
    limit: usize,
) -> Result<Vec<u8>, ContentDecodingError> {
    if body.len() > limit {
        return Err(ContentDecodingError::TooLarge);
    }
    let codings = codings(headers);
    if codings.len() > MAX_CODINGS {
        return Err(ContentDecodingError::Unsupported(format!("{} codings", codings.len())));
    }
    // The last coding was applied last.
    for coding in codings.into_iter().rev() {
        match coding.to_ascii_lowercase().as_str() {
            _ if body.is_empty() => {}
            "gzip" | "x-gzip" => body = gunzip(&body, limit)?,
            // Some servers send a charset or a transfer coding in this header.
            _ if is_json(&body) => {}
            _ => return Err(ContentDecodingError::Unsupported(coding)),
        }
        headers.remove(CONTENT_ENCODING);
        headers.remove(CONTENT_LENGTH);
    }
    Ok(body)
}

/// The codings in the order of application. Several header lines form one list.
fn codings(headers: &HeaderMap) -> Vec<String> {
    let lines = headers.get_all(CONTENT_ENCODING).iter();
    let lines = lines.map(|line| String::from_utf8_lossy(line.as_bytes()).into_owned());
    let codings =
        lines.flat_map(|line| line.split(',').map(|coding| coding.trim().to_owned()).collect::<Vec<_>>());
    codings.filter(|coding| !coding.is_empty() && !coding.eq_ignore_ascii_case("identity")).collect()
}

/// Decompresses all members of a gzip stream. Trailing bytes are ignored, as gzip does.
fn gunzip(mut compressed: &[u8], limit: usize) -> Result<Vec<u8>, ContentDecodingError> {
    const MAGIC: &[u8] = &[0x1f, 0x8b];
    // One byte more than the limit, to detect a body that exceeds it.
    let max = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let mut body = Vec::new();
    for _ in 0..MAX_MEMBERS {
        let mut member = GzDecoder::new(compressed).take(max.saturating_sub(body.len() as u64));
        member.read_to_end(&mut body).map_err(ContentDecodingError::Corrupt)?;
        if body.len() > limit {
            return Err(ContentDecodingError::TooLarge);
        }
        compressed = member.into_inner().into_inner();
        if !compressed.starts_with(MAGIC) {
            return Ok(body);
        }
    }
    let error = std::io::Error::other(format!("more than {MAX_MEMBERS} gzip members"));
    Err(ContentDecodingError::Corrupt(error))
}
