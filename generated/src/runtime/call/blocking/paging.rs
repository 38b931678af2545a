//! Iterators over pages and items.

use std::fmt;

use crate::runtime::call::api::Paged;
use crate::runtime::call::client::ApiClient;
use crate::runtime::call::paging::{Items as PageItems, Pager};
use crate::runtime::call::request::Request;
use crate::runtime::call::response::Raw;
use crate::runtime::error::Error;
use crate::runtime::model::Page;

use super::{Blocking, send};

/// An iterator over pages, returned by [`pages`](Request::pages).
#[must_use = "nothing is sent until the first page is requested"]
pub struct Pages<Op: Paged> {
    client: ApiClient<Blocking>,
    pager: Pager<Op>,
}

impl<Op: Paged> Pages<Op> {
    pub(super) fn new(request: Request<Op, Blocking>) -> Self {
        Self { client: request.client, pager: Pager::new(request.parts) }
    }

    /// Sets the maximum number of pages, at least one; by default 10,000. If there are more, an error follows the last page.
    pub fn max_pages(mut self, pages: usize) -> Self {
        self.pager.set_max_pages(pages);
        self
    }

    /// Returns the token of the next page. After an error, a new pagination can resume from it. `None` if there is no
    /// such token, as after the last page.
    #[must_use]
    pub fn next_token(&self) -> Option<&str> {
        self.pager.token()
    }

    /// Returns all pages that are left.
    ///
    /// # Errors
    ///
    /// The first error. To keep the pages before it, use [`next`](Iterator::next).
    pub fn collect_vec(self) -> Result<Vec<Op::Output>, Error> {
        self.collect()
    }
}

impl<Op: Paged> Iterator for Pages<Op> {
    type Item = Result<Op::Output, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let parts = match self.pager.request()? {
            Ok(parts) => parts,
            Err(error) => return Some(Err(error)),
        };
        let mut page = send::<Op>(&self.client, parts);
        self.pager.on_page(&mut page, &self.client.shared.config.base_url);
        Some(page.map(Raw::into_value))
    }
}

impl<Op: Paged> fmt::Debug for Pages<Op> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("operation", &Op::NAME).finish_non_exhaustive()
    }
}

/// An iterator over the items of all pages, returned by [`items`](Request::items).
#[must_use = "nothing is sent until the first item is requested"]
pub struct Items<Op: Paged> {
    pages: Pages<Op>,
    items: PageItems<Op::Output>,
}

impl<Op: Paged> Items<Op> {
    pub(super) fn new(request: Request<Op, Blocking>) -> Self {
        Self { pages: Pages::new(request), items: PageItems::new() }
    }

    /// Skips undecodable items, and counts them in [`skipped`](Self::skipped).
    pub fn skip_rejected(mut self) -> Self {
        self.items.skip_rejected();
        self
    }

    /// Returns the number of items that have been skipped so far.
    #[must_use]
    pub fn skipped(&self) -> usize {
        self.items.skipped()
    }

    /// Sets the maximum number of pages, at least one; by default 10,000. If there are more, an error follows the items of the last
    /// page.
    pub fn max_pages(mut self, pages: usize) -> Self {
        self.pages = self.pages.max_pages(pages);
        self
    }

    /// Returns the token of the page after that of the last item. After an error, a new pagination can resume from it. `None`
    /// if there is no such token, as after the last page.
    #[must_use]
    pub fn next_token(&self) -> Option<&str> {
        self.pages.next_token()
    }

    /// Returns all items that are left.
    ///
    /// # Errors
    ///
    /// The first error, also of an undecodable item unless [`skip_rejected`](Self::skip_rejected) is set.
    pub fn collect_vec(self) -> Result<Vec<<Op::Output as Page>::Item>, Error> {
        self.collect()
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
