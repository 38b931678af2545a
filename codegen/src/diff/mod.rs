//! Compares two versions of a model and classifies the changes by their effect on users of the crate.

mod change;
mod compare;
mod kinds;

use crate::model::Model;

pub use change::{Change, Changes};
pub use kinds::{ChangeClass, ChangeKind};

/// All changes from one model to another.
pub(crate) fn changes(old: &Model, new: &Model) -> Changes {
    Changes::new(compare::models(old, new))
}
