//! From page to page, without input or output: what to ask for next, and when it is over.

use std::collections::HashSet;
use std::collections::VecDeque;
use std::hash::{BuildHasher, RandomState};
use std::marker::PhantomData;

use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::model::{Page, RejectedItem};

use super::api::Paged;
use super::request::RequestParts;

/// More pages than any list has, and fewer than for ever.
const MAX_PAGES: usize = 10_000;

/// A run through the pages of a list.
pub(super) struct Pager<Op> {
    parts: RequestParts,
    next: Next,
    /// The tokens of the run so far. Hashes of them, so that a long run stays small; two tokens with one hash are less
    /// likely than a broken memory chip.
    seen: HashSet<u64>,
    hasher: RandomState,
    pages_left: usize,
    operation: PhantomData<fn() -> Op>,
}

/// What a run does next.
enum Next {
    /// Asks for a page.
    Page,
    /// Fails, and then there is nowhere to go.
    Fail(Error),
    /// Fails, and then another run can go on.
    Pause(Error),
    /// Nothing, but another run can go on. So it is as well while a page is on its way, in case that ends in a panic.
    Paused,
    /// Nothing.
    End,
}

impl<Op: Paged> Pager<Op> {
    pub(super) fn new(parts: RequestParts) -> Self {
        let mut pager = Self {
            parts,
            next: Next::Page,
            seen: HashSet::new(),
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

    /// The token of the page that comes next, or that failed; nothing before the first page of all, and after the last.
    pub(super) fn token(&self) -> Option<&str> {
        match self.next {
            Next::Fail(_) | Next::End => None,
            Next::Page | Next::Pause(_) | Next::Paused => self.parts.value(Op::TOKEN),
        }
    }

    /// The next request to send, or the error that ends the run, or the end of it.
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

    /// Takes note of what came: what follows a page, or that the run is over.
    pub(super) fn answered(&mut self, page: &Result<Op::Output, Error>) {
        self.next = match page {
            Ok(page) => self.after(page),
            Err(_) => Next::Paused,
        };
    }

    fn after(&mut self, page: &Op::Output) -> Next {
        if !page.has_next_page() {
            return Next::End;
        }
        let error = |why: &str| Error::new(ErrorKind::Paging, why).with_operation(Op::NAME);
        let Some(token) = page.next_token().filter(|token| !token.is_empty()) else {
            return Next::Fail(error(
                "there are more pages, but the server does not say how to ask for them",
            ));
        };
        if !self.is_new_token(token) {
            return Next::Fail(error("the server leads back to a page that was there before"));
        }
        self.pages_left = self.pages_left.saturating_sub(1);
        self.parts.set(Op::TOKEN, token.to_owned());
        if self.pages_left == 0 {
            return Next::Pause(error("there are more pages than `max_pages` allows"));
        }
        Next::Page
    }

    /// Whether the token is a new one.
    fn is_new_token(&mut self, token: &str) -> bool {
        self.seen.insert(self.hasher.hash_one(token))
    }
}

/// The items of one page, decoded or not, in the order of the response.
pub(super) struct Items<P: Page> {
    decoded: std::vec::IntoIter<P::Item>,
    rejected: VecDeque<RejectedItem>,
    /// How many more were rejected. They were only counted, and come last.
    more_rejected: usize,
    position: usize,
    skip_rejected: bool,
    skipped: usize,
}

impl<P: Page> Items<P> {
    /// Of no page yet.
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

    /// Takes up a new page.
    pub(super) fn refill(&mut self, mut page: P) {
        self.decoded = std::mem::take(page.items()).into_iter();
        self.rejected = std::mem::take(page.rejected()).into();
        self.more_rejected = page.rejected_count().saturating_sub(self.rejected.len());
        self.position = 0;
    }

    /// The next item, or the one that could not be decoded.
    pub(super) fn next(&mut self, operation: &'static str) -> Option<Result<P::Item, Error>> {
        loop {
            let here = self.position;
            self.position += 1;
            let is_here = self.rejected.front().is_some_and(|rejected| rejected.index == here);
            let (rejected, count) = if is_here {
                (self.rejected.pop_front()?, 1)
            } else if let Some(item) = self.decoded.next() {
                return Some(Ok(item));
            } else {
                let more = std::mem::take(&mut self.more_rejected);
                (RejectedItem::more(P::ITEMS, here, more), more)
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
