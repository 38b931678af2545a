//! Pages and items as streams.

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

type Answer<T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;

/// Page after page: what [`pages`](Request::pages) gives. A `Stream` that needs no other crate: see [`next`](Self::next).
#[must_use = "nothing is sent until the first page is asked for"]
pub struct Pages<Op: Paged> {
    client: ApiClient<Async>,
    pager: Pager<Op>,
    /// The page that is on its way.
    answer: Option<Answer<Op::Output>>,
}

impl<Op: Paged> Pages<Op> {
    pub(super) fn new(request: Request<Op, Async>) -> Self {
        Self { client: request.client, pager: Pager::new(request.parts), answer: None }
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

    /// The next page; nothing after the last.
    pub async fn next(&mut self) -> Option<Result<Op::Output, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Op::Output, Error>>> {
        // Taken out while it is polled: a future that has panicked must not be polled again.
        let mut answer = match self.answer.take() {
            Some(answer) => answer,
            None => match self.pager.request() {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(parts)) => {
                    let call = send::<Op>(self.client.clone(), parts);
                    Box::pin(async { call.await.map(Raw::into_value) })
                }
            },
        };
        let Poll::Ready(page) = answer.as_mut().poll(context) else {
            self.answer = Some(answer);
            return Poll::Pending;
        };
        self.pager.answered(&page);
        Poll::Ready(Some(page))
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

/// Item after item: what [`items`](Request::items) gives. A `Stream` that needs no other crate: see [`next`](Self::next).
#[must_use = "nothing is sent until the first item is asked for"]
pub struct Items<Op: Paged> {
    pages: Pages<Op>,
    items: PageItems<Op::Output>,
}

impl<Op: Paged> Items<Op> {
    pub(super) fn new(request: Request<Op, Async>) -> Self {
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

    /// The next item; nothing after the last.
    pub async fn next(&mut self) -> Option<Result<<Op::Output as Page>::Item, Error>> {
        poll_fn(|context| self.poll(context)).await
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
