//! The next page of a list, one rule for each form of pagination.

use std::borrow::Cow;

use http::HeaderMap;

use crate::runtime::model::Page;

use super::api::{Paged, PagingForm};
use super::base_url::BaseUrl;
use super::link;
use super::request::RequestParts;

/// The token, number, offset or URL of the next page, `None` after the last page; or the reason why it is unknown.
pub(super) type NextPage = Result<Option<String>, Cow<'static, str>>;

/// The page after the one that `parts` have requested.
pub(super) fn next_page<Op: Paged>(
    page: &mut Op::Output,
    headers: &HeaderMap,
    parts: &RequestParts,
    base_url: &BaseUrl,
) -> NextPage {
    if page.has_next_page() == Some(false) {
        return Ok(None);
    }
    let position = |first| parts.value(Op::TOKEN).and_then(|value| value.parse().ok()).unwrap_or(first);
    match Op::FORM {
        PagingForm::QueryToken | PagingForm::HeaderToken => next_token::<Op>(page, headers),
        PagingForm::Number { first } => next_number(page, first, position(first)),
        PagingForm::Offset { first } => next_offset(page, first, position(first)),
        PagingForm::Link => next_link::<Op>(page, headers, parts, base_url),
    }
}

/// The token of a page that does not say that it is the last one. Without a token, it is, unless it announces another page.
fn next_token<Op: Paged>(page: &Op::Output, headers: &HeaderMap) -> NextPage {
    match announced::<Op>(page, headers)? {
        Some(token) => Ok(Some(token.to_owned())),
        None if page.has_next_page().is_none() => Ok(None),
        None => Err("the server announces another page without a token for it".into()),
    }
}

/// Likewise for its link.
fn next_link<Op: Paged>(
    page: &Op::Output,
    headers: &HeaderMap,
    parts: &RequestParts,
    base_url: &BaseUrl,
) -> NextPage {
    match announced::<Op>(page, headers)? {
        Some(link) => Ok(Some(link::resolve(&parts.url(base_url)?, link)?.to_string())),
        None if page.has_next_page().is_none() => Ok(None),
        None => Err("the server announces another page without a link to it".into()),
    }
}

/// The token or the link in the response. An empty one is none.
fn announced<'a, Op: Paged>(
    page: &'a Op::Output,
    headers: &'a HeaderMap,
) -> Result<Option<&'a str>, Cow<'static, str>> {
    let found = match Op::NEXT_HEADER {
        None => page.next_token(),
        Some("link") => link::next(headers),
        Some(name) => {
            let value = headers.get(name).map(|value| std::str::from_utf8(value.as_bytes())).transpose();
            value.map_err(|_| format!("the header {name} of the response is not UTF-8"))?
        }
    };
    Ok(found.filter(|text| !text.is_empty()))
}

/// The number of the next page. A list ends with an empty page, unless the page says what follows.
fn next_number(page: &mut impl Page, first: i64, number: i64) -> NextPage {
    let is_last = match (page.has_next_page(), page.page_count()) {
        (Some(_), _) => false,
        (None, Some(count)) if number.saturating_sub(first) >= count.saturating_sub(1) => true,
        (None, _) => received(page) == 0,
    };
    if is_last {
        return Ok(None);
    }
    let next = number.checked_add(1).ok_or("there is no number after the one of the page")?;
    Ok(Some(next.to_string()))
}

/// The offset of the next page. A list ends with an empty page, or with as many items as the page says.
fn next_offset(page: &mut impl Page, first: i64, offset: i64) -> NextPage {
    let received = received(page);
    if received == 0 {
        return match page.has_next_page() {
            None => Ok(None),
            Some(_) => Err("the server announces another page after one without items".into()),
        };
    }
    let next = i64::try_from(received).ok().and_then(|received| offset.checked_add(received));
    let next = next.ok_or("the offset of the next page is too large")?;
    let is_last = page.has_next_page().is_none()
        && page.total().is_some_and(|total| next.saturating_sub(first) >= total);
    Ok((!is_last).then(|| next.to_string()))
}

/// The number of items on the page, decoded or not.
fn received(page: &mut impl Page) -> usize {
    page.items().len() + *page.rejected_count()
}
