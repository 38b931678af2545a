//! The core of pagination, without I/O: which page to request next, and when to stop.

use std::borrow::Cow;
use std::collections::HashSet;
use std::collections::VecDeque;
use std::hash::{BuildHasher, RandomState};
use std::marker::PhantomData;

use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::model::{Page, RejectedItem};

use super::api::{Paged, PagingForm};
use super::base_url::BaseUrl;
use super::continuation::next_page;
use super::request::RequestParts;
use super::response::Raw;

/// Default maximum number of pages: more than real lists have, so that it only stops a server with endless pages.
const MAX_PAGES: usize = 10_000;

/// The state of a pagination.
pub(super) struct Pager<Op> {
    parts: RequestParts,
    next: Next,
    /// Hashes of all tokens so far, to detect cycles. Hashes, because tokens can be long; a collision of 64 bits is negligible.
    seen_tokens: HashSet<u64>,
    hasher: RandomState,
    pages_left: usize,
    operation: PhantomData<fn() -> Op>,
}

/// The next step.
enum Next {
    /// Request a page.
    Page,
    /// Return an error and end. There is no token to resume from.
    Fail(Error),
    /// Return an error and end. A new pagination can resume from the token.
    Pause(Error),
    /// Ended after an error, with a token to resume from. Also the state while a page is being requested, in case that panics.
    Paused,
    /// Ended after the last page.
    End,
}

impl<Op: Paged> Pager<Op> {
    pub(super) fn new(parts: RequestParts) -> Self {
        let mut pager = Self {
            parts,
            next: Next::Page,
            seen_tokens: HashSet::new(),
            hasher: RandomState::new(),
            pages_left: MAX_PAGES,
            operation: PhantomData,
        };
        if let Some(token) = pager.token().map(str::to_owned) {
            pager.is_new_token(&token);
        }
        pager
    }

    pub(super) fn set_max_pages(&mut self, pages: usize) {
        self.pages_left = pages;
    }

    /// The token of the next page, or of the page that failed. `None` before the first page, and after the last.
    pub(super) fn token(&self) -> Option<&str> {
        match self.next {
            Next::Fail(_) | Next::End => None,
            Next::Page | Next::Pause(_) | Next::Paused => self.parts.page::<Op>(),
        }
    }

    /// The next request, or the error that ends the pagination. `None` at the end.
    pub(super) fn request(&mut self) -> Option<Result<RequestParts, Error>> {
        let (next, request) = match std::mem::replace(&mut self.next, Next::End) {
            Next::Page => (Next::Paused, Some(Ok(self.parts.clone()))),
            Next::Fail(error) => (Next::End, Some(Err(error))),
            Next::Pause(error) => (Next::Paused, Some(Err(error))),
            Next::Paused => (Next::Paused, None),
            Next::End => (Next::End, None),
        };
        self.next = next;
        request
    }

    /// Handles the result of a request.
    pub(super) fn on_page(&mut self, page: &mut Result<Raw<Op::Output>, Error>, base_url: &BaseUrl) {
        self.next = match page {
            Ok(page) => self.after(page, base_url),
            Err(_) => Next::Paused,
        };
    }

    fn after(&mut self, page: &mut Raw<Op::Output>, base_url: &BaseUrl) -> Next {
        let error = |why: Cow<'static, str>| Error::new(ErrorKind::Paging, why).with_operation(Op::NAME);
        if let (PagingForm::Link, Ok(url)) = (Op::FORM, self.parts.url(base_url)) {
            // The first page has no link by which it was found, but can be linked to.
            self.is_new_token(&url.to_string());
        }
        let (page, headers) = page.parts_mut();
        let token = match next_page::<Op>(page, headers, &self.parts, base_url) {
            Ok(Some(token)) => token,
            Ok(None) => return Next::End,
            Err(why) => return Next::Fail(error(why)),
        };
        if !self.is_new_token(&token) {
            return Next::Fail(error(repeated::<Op>().into()));
        }
        if let Err(why) = self.parts.select_page::<Op>(token) {
            return Next::Fail(error(why.into()));
        }
        self.pages_left = self.pages_left.saturating_sub(1);
        if self.pages_left == 0 {
            return Next::Pause(error("there are more pages than `max_pages` allows".into()));
        }
        Next::Page
    }

    /// Records a token. `false` if it was recorded before.
    fn is_new_token(&mut self, token: &str) -> bool {
        self.seen_tokens.insert(self.hasher.hash_one(token))
    }
}

fn repeated<Op: Paged>() -> &'static str {
    match Op::FORM {
        PagingForm::Link => "the server returned a link to an earlier page",
        _ => "the server returned the token of an earlier page",
    }
}

/// The decoded and the rejected items of one page, in the order of the response.
pub(super) struct Items<P: Page> {
    decoded: std::vec::IntoIter<P::Item>,
    rejected: VecDeque<RejectedItem>,
    /// Number of rejected items beyond those in `rejected`, which are reported last.
    more_rejected: usize,
    position: usize,
    skip_rejected: bool,
    skipped: usize,
}

impl<P: Page> Items<P> {
    /// Without a page.
    pub(super) fn new() -> Self {
        Self {
            decoded: Vec::new().into_iter(),
            rejected: VecDeque::new(),
            more_rejected: 0,
            position: 0,
            skip_rejected: false,
            skipped: 0,
        }
    }

    pub(super) fn skip_rejected(&mut self) {
        self.skip_rejected = true;
    }

    pub(super) fn skipped(&self) -> usize {
        self.skipped
    }

    /// Replaces the page.
    pub(super) fn refill(&mut self, mut page: P) {
        self.decoded = std::mem::take(page.items()).into_iter();
        self.rejected = std::mem::take(page.rejected()).into();
        self.more_rejected = page.rejected_count().saturating_sub(self.rejected.len());
        self.position = 0;
    }

    /// Returns the next item, or the error for a rejected one.
    pub(super) fn next(&mut self, operation: &'static str) -> Option<Result<P::Item, Error>> {
        loop {
            let index = self.position;
            self.position += 1;
            let is_rejected = self.rejected.front().is_some_and(|rejected| rejected.index == index);
            let (rejected, count) = if is_rejected {
                (self.rejected.pop_front()?, 1)
            } else if let Some(item) = self.decoded.next() {
                return Some(Ok(item));
            } else {
                let more = std::mem::take(&mut self.more_rejected);
                (RejectedItem::more(P::ITEMS, index, more), more)
            };
            if count == 0 {
                return None;
            }
            if !self.skip_rejected {
                return Some(Err(Error::rejected(rejected).with_operation(operation)));
            }
            self.skipped += count;
        }
    }
}
