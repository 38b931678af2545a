//! Pages and items as iterators.

use std::fmt;

use crate::runtime::call::api::Paged;
use crate::runtime::call::client::ApiClient;
use crate::runtime::call::paging::{Items as PageItems, Pager};
use crate::runtime::call::request::Request;
use crate::runtime::call::response::Raw;
use crate::runtime::error::Error;
use crate::runtime::model::Page;

use super::{Blocking, send};

/// Page after page: what [`pages`](Request::pages) gives.
#[must_use = "nothing is sent until the first page is asked for"]
pub struct Pages<Op: Paged> {
    client: ApiClient<Blocking>,
    pager: Pager<Op>,
}

impl<Op: Paged> Pages<Op> {
    pub(super) fn new(request: Request<Op, Blocking>) -> Self {
        Self { client: request.client, pager: Pager::new(request.parts) }
    }

    /// How many pages there may be, at least one; if there are more, the last is followed by an error. By default 10,000.
    pub fn max_pages(mut self, pages: usize) -> Self {
        self.pager.set_max_pages(pages);
        self
    }

    /// The token of the page that comes next. After an error another run can go on from it.
    #[must_use]
    pub fn next_token(&self) -> Option<&str> {
        self.pager.token()
    }
}

impl<Op: Paged> Iterator for Pages<Op> {
    type Item = Result<Op::Output, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let parts = match self.pager.request()? {
            Ok(parts) => parts,
            Err(error) => return Some(Err(error)),
        };
        let page = send::<Op>(&self.client, parts).map(Raw::into_value);
        self.pager.answered(&page);
        Some(page)
    }
}

impl<Op: Paged> fmt::Debug for Pages<Op> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("operation", &Op::NAME).finish_non_exhaustive()
    }
}

/// Item after item: what [`items`](Request::items) gives.
#[must_use = "nothing is sent until the first item is asked for"]
pub struct Items<Op: Paged> {
    pages: Pages<Op>,
    items: PageItems<Op::Output>,
}

impl<Op: Paged> Items<Op> {
    pub(super) fn new(request: Request<Op, Blocking>) -> Self {
        Self { pages: Pages::new(request), items: PageItems::new() }
    }

    /// Leaves out the items that cannot be decoded, and counts them.
    pub fn skip_rejected(mut self) -> Self {
        self.items.skip_rejected();
        self
    }

    /// How many items have been left out so far.
    #[must_use]
    pub fn skipped(&self) -> usize {
        self.items.skipped()
    }

    /// How many pages there may be, at least one; if there are more, the last one's items are followed by an error. By default
    /// 10,000.
    pub fn max_pages(mut self, pages: usize) -> Self {
        self.pages = self.pages.max_pages(pages);
        self
    }

    /// The token of the page after the one that the last item came from. After an error another run can go on from it.
    #[must_use]
    pub fn next_token(&self) -> Option<&str> {
        self.pages.next_token()
    }
}

impl<Op: Paged> Iterator for Items<Op> {
    type Item = Result<<Op::Output as Page>::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.items.next(Op::NAME) {
                return Some(item);
            }
            match self.pages.next()? {
                Ok(page) => self.items.refill(page),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<Op: Paged> fmt::Debug for Items<Op> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("operation", &Op::NAME).finish_non_exhaustive()
    }
}
