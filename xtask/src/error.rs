//! Why a task did not succeed.

/// Why a task did not succeed.
pub(crate) enum TaskError {
    /// The check that was requested failed; the reasons have been printed.
    CheckFailed,
    /// The task could not be done.
    Error(String),
    /// The command line is invalid.
    Usage(lexopt::Error),
    /// Not an error: the task's help is requested instead.
    Help,
}

impl From<lexopt::Error> for TaskError {
    fn from(error: lexopt::Error) -> Self {
        Self::Usage(error)
    }
}
