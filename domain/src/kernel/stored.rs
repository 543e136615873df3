//! Reading back what this program wrote: what was checked when it was written is not checked again.
//!
//! A rule that has become stricter since must not make a stored row unreadable either.

use std::cell::Cell;

thread_local! {
    static IS_STORED: Cell<bool> = const { Cell::new(false) };
}

/// Reads something stored: the words in it are taken as they are.
pub fn read<T>(work: impl FnOnce() -> T) -> T {
    /// Ends the reading, also where it panics.
    struct Guard(bool);
    impl Drop for Guard {
        fn drop(&mut self) {
            IS_STORED.set(self.0);
        }
    }
    let _guard = Guard(IS_STORED.replace(true));
    work()
}

/// Whether this thread reads something stored.
pub(crate) fn is_read() -> bool {
    IS_STORED.get()
}

#[cfg(test)]
mod tests {
    use crate::kernel::text::Line;

    #[test]
    fn stored_words_are_taken_as_they_are_and_only_within_the_reading() {
        // A line feed that an older rule took.
        let old = "\"\\u0007\"";
        let read = || serde_json::from_str::<Line>(old);
        assert!(read().is_err());
        assert_eq!(super::read(read).unwrap().as_str(), "\u{7}");
        let panicked = std::panic::catch_unwind(|| super::read(|| panic!("on purpose")));
        assert!(panicked.is_err() && read().is_err());
    }
}
