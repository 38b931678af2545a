//! Bodies that come compressed: done once, here, for all transports, and within the limit.

use std::io::Read;

use flate2::read::MultiGzDecoder;
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};

/// What the client says it understands.
pub(super) const ACCEPTED: &str = "gzip";

/// Why a body could not be unpacked.
#[derive(Debug)]
pub(super) enum ContentDecodingError {
    /// It is longer than allowed.
    TooLarge,
    /// It comes in an encoding that was not asked for.
    Unsupported(String),
    /// It is not what it says it is.
    Corrupt(std::io::Error),
}

/// The body as it was before it was packed. The headers then speak of that.
pub(super) fn decompress(
    headers: &mut HeaderMap,
    body: Vec<u8>,
    limit: usize,
) -> Result<Vec<u8>, ContentDecodingError> {
    if body.len() > limit {
        return Err(ContentDecodingError::TooLarge);
    }
    let encoding = headers
        .get(CONTENT_ENCODING)
        .map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_lowercase());
    match encoding.as_deref() {
        None | Some("" | "identity") => Ok(body),
        Some("gzip" | "x-gzip") => {
            headers.remove(CONTENT_ENCODING);
            headers.remove(CONTENT_LENGTH);
            if body.is_empty() { Ok(body) } else { gunzip(&body, limit) }
        }
        Some(other) => Err(ContentDecodingError::Unsupported(other.to_owned())),
    }
}

fn gunzip(packed: &[u8], limit: usize) -> Result<Vec<u8>, ContentDecodingError> {
    let mut body = Vec::new();
    // One byte more than allowed tells a body that just fits from one that does not.
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    MultiGzDecoder::new(packed).take(most).read_to_end(&mut body).map_err(ContentDecodingError::Corrupt)?;
    if body.len() > limit { Err(ContentDecodingError::TooLarge) } else { Ok(body) }
}
