//! Streams of pages and items.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::runtime::call::api::Paged;
use crate::runtime::call::client::ApiClient;
use crate::runtime::call::paging::{Items as PageItems, Pager};
use crate::runtime::call::request::Request;
use crate::runtime::call::response::Raw;
use crate::runtime::error::Error;
use crate::runtime::model::Page;

use super::{Async, send};

type PageFuture<T> = Pin<Box<dyn Future<Output = Result<Raw<T>, Error>> + Send>>;

/// A stream of pages, returned by [`pages`](Request::pages). [`next`](Self::next) and
/// [`collect_vec`](Self::collect_vec) work without a crate for streams.
#[must_use = "nothing is sent until the first page is requested"]
pub struct Pages<Op: Paged> {
    client: ApiClient<Async>,
    pager: Pager<Op>,
    /// The request of the current page.
    future: Option<PageFuture<Op::Output>>,
}

impl<Op: Paged> Pages<Op> {
    pub(super) fn new(request: Request<Op, Async>) -> Self {
        Self { client: request.client, pager: Pager::new(request.parts), future: None }
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

    /// Returns the next page. `None` after the last page or an error.
    pub async fn next(&mut self) -> Option<Result<Op::Output, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Returns all pages that are left.
    ///
    /// # Errors
    ///
    /// The first error. To keep the pages before it, use [`next`](Self::next).
    pub async fn collect_vec(mut self) -> Result<Vec<Op::Output>, Error> {
        let mut pages = Vec::new();
        while let Some(page) = self.next().await {
            pages.push(page?);
        }
        Ok(pages)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Op::Output, Error>>> {
        // Taken out while it is polled: a future that has panicked must not be polled again.
        let mut future = match self.future.take() {
            Some(future) => future,
            None => match self.pager.request() {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(parts)) => Box::pin(send::<Op>(self.client.clone(), parts)),
            },
        };
        let Poll::Ready(mut page) = future.as_mut().poll(context) else {
            self.future = Some(future);
            return Poll::Pending;
        };
        self.pager.on_page(&mut page, &self.client.shared.config.base_url);
        Poll::Ready(Some(page.map(Raw::into_value)))
    }
}

impl<Op: Paged> Stream for Pages<Op> {
    type Item = Result<Op::Output, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<Op: Paged> fmt::Debug for Pages<Op> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("operation", &Op::NAME).finish_non_exhaustive()
    }
}

/// A stream of the items of all pages, returned by [`items`](Request::items). [`next`](Self::next) and
/// [`collect_vec`](Self::collect_vec) work without a crate for streams.
#[must_use = "nothing is sent until the first item is requested"]
pub struct Items<Op: Paged> {
    pages: Pages<Op>,
    items: PageItems<Op::Output>,
}

impl<Op: Paged> Items<Op> {
    pub(super) fn new(request: Request<Op, Async>) -> Self {
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

    /// Returns the next item. `None` after the last item or after an error that ends the pagination.
    pub async fn next(&mut self) -> Option<Result<<Op::Output as Page>::Item, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Returns all items that are left.
    ///
    /// # Errors
    ///
    /// The first error, also of an undecodable item unless [`skip_rejected`](Self::skip_rejected) is set.
    pub async fn collect_vec(mut self) -> Result<Vec<<Op::Output as Page>::Item>, Error> {
        let mut items = Vec::new();
        while let Some(item) = self.next().await {
            items.push(item?);
        }
        Ok(items)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<<Op::Output as Page>::Item, Error>>> {
        loop {
            if let Some(item) = self.items.next(Op::NAME) {
                return Poll::Ready(Some(item));
            }
            match ready!(self.pages.poll(context)) {
                Some(Ok(page)) => self.items.refill(page),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<Op: Paged> Stream for Items<Op> {
    type Item = Result<<Op::Output as Page>::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<Op: Paged> fmt::Debug for Items<Op> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("operation", &Op::NAME).finish_non_exhaustive()
    }
}
