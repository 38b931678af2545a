//! The limits and the state of decoding one text.

use std::time::Instant;

use serde_core::de::Error;

use super::decode_error::{DecodeError, ExceededLimit, JsonPath};

/// Approximate overhead of the allocator per allocation, in bytes.
const ALLOCATION_OVERHEAD: usize = 16;

/// Number of values between two reads of the clock: reading it for each value would be a
/// noticeable cost, and 256 values take microseconds.
const VALUES_PER_CLOCK_READ: u32 = 256;

/// The limits of decoding one text.
#[derive(Clone, Copy, Debug)]
pub struct DecodeLimits {
    /// Maximum bytes of the decoded value, without the text.
    memory: usize,
    /// The deadline and its clock.
    deadline: Option<(Instant, fn() -> Instant)>,
}

impl DecodeLimits {
    const UNLIMITED: Self = Self { memory: usize::MAX, deadline: None };

    /// The memory limit is four times the maximum text size, and 1 MiB: decoded objects are larger than their JSON, but usually not
    /// much larger, unless a hostile server sends them.
    #[must_use]
    pub fn new(max_text_bytes: usize) -> Self {
        Self { memory: max_text_bytes.saturating_mul(4).saturating_add(1024 * 1024), deadline: None }
    }

    /// The limits for a text from the caller: those of its size, at least the default ones.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        Self::new(text.len().max(DEFAULT_MAX_TEXT_BYTES))
    }

    /// Adds a deadline, measured by this clock.
    #[cfg(feature = "_client")]
    #[must_use]
    pub fn with_deadline(self, deadline: Instant, clock: fn() -> Instant) -> Self {
        Self { deadline: Some((deadline, clock)), ..self }
    }
}

/// The default maximum size of a text in bytes. A full page of real items has about half a mebibyte.
pub const DEFAULT_MAX_TEXT_BYTES: usize = 16 * 1024 * 1024;

/// The state of decoding one text, which all visitors share: the path of an error, and the memory that is left.
#[derive(Debug)]
pub struct DecodeContext {
    pub(super) path: JsonPath,
    pub(super) exceeded: Option<ExceededLimit>,
    limits: DecodeLimits,
    memory_left: usize,
    until_clock_read: u32,
}

impl DecodeContext {
    pub(super) fn new(limits: DecodeLimits) -> Self {
        Self {
            path: JsonPath::default(),
            exceeded: None,
            limits,
            memory_left: limits.memory,
            until_clock_read: VALUES_PER_CLOCK_READ,
        }
    }

    pub(super) fn unlimited() -> Self {
        Self::new(DecodeLimits::UNLIMITED)
    }

    /// Converts serde_json's error, with the path.
    pub(super) fn take_error(&mut self, error: &serde_json::Error) -> DecodeError {
        DecodeError::new(std::mem::take(&mut self.path), error, self.exceeded)
    }

    /// Subtracts an allocation of this size from the memory that is left.
    pub fn allocate<E: Error>(&mut self, bytes: usize) -> Result<(), E> {
        if bytes == 0 {
            return Ok(());
        }
        match self.memory_left.checked_sub(bytes.saturating_add(ALLOCATION_OVERHEAD)) {
            Some(left) => {
                self.memory_left = left;
                Ok(())
            }
            None => Err(self.exceed(ExceededLimit::Memory)),
        }
    }

    pub(super) fn memory_left(&self) -> usize {
        self.memory_left
    }

    /// Restores an earlier value of [`memory_left`](Self::memory_left), because what was allocated since has been freed.
    pub(super) fn set_memory_left(&mut self, bytes: usize) {
        self.memory_left = bytes;
    }

    /// Reserves room for one more item, and counts the allocation.
    pub(super) fn reserve_one<T, E: Error>(&mut self, list: &mut Vec<T>) -> Result<(), E> {
        let (len, capacity) = (list.len(), list.capacity());
        if len == capacity {
            let larger = (capacity * 2).max(4);
            // Both allocations exist while the items are moved.
            self.allocate(larger.saturating_mul(size_of::<T>()))?;
            list.reserve_exact(larger - len);
            self.memory_left = self.memory_left.saturating_add(capacity * size_of::<T>());
        }
        Ok(())
    }

    /// Counts one more entry of a map that has `len` entries.
    pub(super) fn insert_one<K, V, E: Error>(&mut self, len: usize) -> Result<(), E> {
        // A B-tree node has room for 11 entries and is at least about half full; a node per 3 entries is an upper bound.
        const ENTRIES: usize = 11;
        if len.checked_rem(ENTRIES / 3) == Some(0) {
            self.allocate(ENTRIES * size_of::<(K, V)>() + (ENTRIES + 1) * size_of::<usize>())?;
        }
        Ok(())
    }

    /// Checks the deadline, once every [`VALUES_PER_CLOCK_READ`] calls.
    pub(super) fn check_deadline<E: Error>(&mut self) -> Result<(), E> {
        self.until_clock_read -= 1;
        if self.until_clock_read == 0 { self.read_clock() } else { Ok(()) }
    }

    #[cold]
    fn read_clock<E: Error>(&mut self) -> Result<(), E> {
        self.until_clock_read = VALUES_PER_CLOCK_READ;
        match self.limits.deadline {
            Some((deadline, now)) if now() >= deadline => Err(self.exceed(ExceededLimit::Deadline)),
            _ => Ok(()),
        }
    }

    #[cold]
    fn exceed<E: Error>(&mut self, limit: ExceededLimit) -> E {
        self.exceeded = Some(limit);
        E::custom(match limit {
            ExceededLimit::Memory => "it takes more memory than allowed",
            ExceededLimit::Deadline => "timed out",
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::{Duration, Instant};

    use serde_core::de::value::Error;

    use super::{ALLOCATION_OVERHEAD, DecodeContext, DecodeLimits, ExceededLimit, VALUES_PER_CLOCK_READ};

    fn context(memory: usize) -> DecodeContext {
        DecodeContext::new(DecodeLimits { memory, deadline: None })
    }

    #[test]
    fn memory_is_allocated_up_to_the_limit() {
        let mut context = context(100 + 2 * ALLOCATION_OVERHEAD);
        context.allocate::<Error>(60).expect("within the limit");
        context.allocate::<Error>(40).expect("exactly the limit");
        context.allocate::<Error>(0).expect("no allocation");
        assert!(context.exceeded.is_none());
        context.allocate::<Error>(1).expect_err("above the limit");
        assert_eq!(context.exceeded, Some(ExceededLimit::Memory));
        DecodeContext::unlimited().allocate::<Error>(usize::MAX / 2).expect("no limit");
    }

    #[test]
    fn list_capacity_is_counted() {
        let mut list = Vec::<u64>::new();
        let mut context = context(10_000);
        for item in 0..100 {
            context.reserve_one::<_, Error>(&mut list).expect("within the limit");
            list.push(item);
        }
        // From 4 to 128 items, in six allocations.
        let overheads = 6 * ALLOCATION_OVERHEAD;
        assert_eq!(10_000 - context.memory_left(), list.capacity() * 8 + overheads);
    }

    #[test]
    fn clock_is_read_every_256_values() {
        static NOW: AtomicU64 = AtomicU64::new(0);
        static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
        fn clock() -> Instant {
            *START + Duration::from_secs(NOW.fetch_add(1, Ordering::Relaxed))
        }
        let limits = DecodeLimits { memory: 0, deadline: Some((*START + Duration::from_secs(2), clock)) };
        let mut context = DecodeContext::new(limits);
        let values = (0..10_000).take_while(|_| context.check_deadline::<Error>().is_ok()).count();
        assert_eq!(values, 3 * VALUES_PER_CLOCK_READ as usize - 1);
        assert_eq!(context.exceeded, Some(ExceededLimit::Deadline));
    }
}
