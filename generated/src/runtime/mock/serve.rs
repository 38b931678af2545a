//! From a request to the route that it takes.

use percent_encoding::percent_decode_str;

use crate::emitted::API;

use super::answer::Route;
use super::recorded::Recorded;

/// The route that a request takes.
pub(super) struct Found<'a> {
    pub(super) route: &'a Route,
    /// What stands in the path for the route's parameters, by their names.
    pub(super) arguments: Vec<(&'a str, String)>,
}

impl Recorded {
    pub(super) fn read(request: &http::Request<Vec<u8>>) -> Self {
        let query = request.uri().query().unwrap_or_default();
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        Self {
            operation: None,
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
            query: pairs.map(|(name, value)| (decoded(name), decoded(value))).collect(),
            headers: request.headers().clone(),
            body: String::from_utf8_lossy(request.body()).into_owned(),
        }
    }

    /// Of several routes that fit, the one with the fewest parameters is meant.
    pub(super) fn route<'a>(&self, routes: &'a [Route]) -> Option<Found<'a>> {
        let found = routes.iter().filter(|route| route.method == self.method).filter_map(|route| {
            let arguments = arguments(route.path, self.path_within())?;
            Some(Found { route, arguments })
        });
        found.min_by_key(|found| found.arguments.len())
    }

    /// The path without what the API's own address begins with.
    fn path_within(&self) -> &str {
        let (_, address) = API.base_url.split_once("://").unwrap_or_default();
        let prefix = address.find('/').map_or("", |start| &address[start..]);
        self.path.strip_prefix(prefix).unwrap_or(&self.path)
    }
}

/// What stands in a path where its template has parameters, if the path fits.
fn arguments<'a>(template: &'a str, path: &str) -> Option<Vec<(&'a str, String)>> {
    let (mut wanted, mut there) = (template.split('/'), path.split('/'));
    let mut arguments = Vec::new();
    loop {
        match (wanted.next(), there.next()) {
            (None, None) => return Some(arguments),
            (Some(wanted), Some(there)) => {
                match wanted.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                    Some(name) => arguments.push((name, decoded(there))),
                    None if wanted == there => {}
                    None => return None,
                }
            }
            _ => return None,
        }
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
