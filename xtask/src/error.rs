//! Errors of tasks.

/// The reason why a task did not succeed.
pub(crate) enum TaskError {
    /// The requested check failed; the reasons have been printed.
    CheckFailed,
    /// The task failed.
    Error(String),
    /// The command line is invalid.
    Usage(lexopt::Error),
    /// Not an error: the help of the task is requested.
    Help,
}

impl From<lexopt::Error> for TaskError {
    fn from(error: lexopt::Error) -> Self {
        Self::Usage(error)
    }
}
