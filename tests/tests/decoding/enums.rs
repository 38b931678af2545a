//! Open enums: known values, and unknown ones.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashSet};
use std::fmt::Debug;

use elevenlabs_voices::{
    FineTuningState, FineTuningStateFilter, ReaderResourceType, ReviewStatus, SafetyControl, SortDirection,
    SpeakerSeparationStatus, Voice, VoiceCategory, VoiceSharing, VoiceSharingStatus, VoiceSort, VoiceType,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::helpers::{decoded, encoded};
use crate::spec::Spec;

/// Asserts the properties of an open enum, and that it has these named values, among others.
macro_rules! open_enum {
    ($test:ident, $name:ident, $count:literal, { $($variant:ident: $text:literal),* $(,)? }) => {
        #[test]
        fn $test() {
            let documented = [$(($name::$variant, $text)),*];
            assert_eq!(documented.len(), $count);
            for (variant, text) in documented {
                assert_eq!(variant.as_str(), text);
                assert!($name::KNOWN.contains(&variant));
            }
            let names: Vec<_> = $name::KNOWN.iter().map($name::as_str).collect();
            assert_eq!(names, Spec::read().enum_values(stringify!($name)));
            for known in $name::KNOWN {
                assert!(known.is_known());
                assert_converts(known, known.as_str());
            }
            for text in ["", "brand_new", " ", "UNKNOWN", "unknown"] {
                let unknown = $name::from(text);
                assert!(!unknown.is_known(), "{text:?}");
                assert_eq!(unknown.as_str(), text);
                assert!(!$name::KNOWN.contains(&unknown), "{text:?}");
                assert_converts(&unknown, text);
            }
            assert_eq!($name::default().as_str(), "");
            assert!(!$name::default().is_known());
            assert_sets($name::KNOWN);
        }
    };
}

/// Asserts that all conversions from and to text agree.
fn assert_converts<T>(value: &T, text: &str)
where
    T: Clone
        + Debug
        + Eq
        + std::fmt::Display
        + AsRef<str>
        + From<String>
        + for<'a> From<&'a str>
        + Into<String>,
    T: std::str::FromStr<Err = std::convert::Infallible> + Serialize + DeserializeOwned,
{
    assert_eq!(T::from(text), *value);
    assert_eq!(T::from(text.to_owned()), *value);
    assert_eq!(text.parse::<T>().as_ref(), Ok(value));
    assert_eq!(value.to_string(), text);
    assert_eq!(format!("{value:>20}|"), format!("{text:>20}|"));
    assert_eq!(value.as_ref(), text);
    assert_eq!(value.clone().into(), text);
    assert_eq!(encoded(value), json!(text));
    assert_eq!(decoded::<T>(json!(text)), *value);
}

/// Asserts that values can be hashed and ordered; unknown values are compared by their text.
fn assert_sets<T: Clone + Debug + Ord + std::hash::Hash + for<'a> From<&'a str>>(known: &[T]) {
    let mut values = known.to_vec();
    values.extend(["brand_new", "also_new"].map(T::from));
    let twice = || values.iter().chain(&values).cloned();
    assert_eq!(twice().collect::<HashSet<_>>().len(), known.len() + 2);
    assert_eq!(twice().collect::<BTreeSet<_>>().len(), known.len() + 2);
    assert_eq!(T::from("also_new").cmp(&T::from("brand_new")), Ordering::Less);
    assert_eq!(T::from("brand_new").cmp(&T::from("brand_new")), Ordering::Equal);
}

open_enum!(voice_category_is_open, VoiceCategory, 6, {
    Generated: "generated",
    Cloned: "cloned",
    Premade: "premade",
    Professional: "professional",
    Famous: "famous",
    HighQuality: "high_quality",
});

open_enum!(speaker_separation_status_is_open, SpeakerSeparationStatus, 4, {
    NotStarted: "not_started",
    Pending: "pending",
    Completed: "completed",
    Failed: "failed",
});

open_enum!(fine_tuning_state_is_open, FineTuningState, 6, {
    NotStarted: "not_started",
    Queued: "queued",
    FineTuning: "fine_tuning",
    FineTuned: "fine_tuned",
    Failed: "failed",
    Delayed: "delayed",
});

open_enum!(fine_tuning_state_filter_is_open, FineTuningStateFilter, 8, {
    Draft: "draft",
    NotVerified: "not_verified",
    NotStarted: "not_started",
    Queued: "queued",
    FineTuning: "fine_tuning",
    FineTuned: "fine_tuned",
    Failed: "failed",
    Delayed: "delayed",
});

open_enum!(voice_sharing_status_is_open, VoiceSharingStatus, 4, {
    Enabled: "enabled",
    Disabled: "disabled",
    Copied: "copied",
    CopiedDisabled: "copied_disabled",
});

open_enum!(review_status_is_open, ReviewStatus, 5, {
    NotRequested: "not_requested",
    Pending: "pending",
    Declined: "declined",
    Allowed: "allowed",
    AllowedWithChanges: "allowed_with_changes",
});

open_enum!(reader_resource_type_is_open, ReaderResourceType, 2, { Read: "read", Collection: "collection" });

open_enum!(safety_control_is_open, SafetyControl, 6, {
    None: "NONE",
    Ban: "BAN",
    Captcha: "CAPTCHA",
    CaptchaAndModeration: "CAPTCHA_AND_MODERATION",
    EnterpriseBan: "ENTERPRISE_BAN",
    EnterpriseCaptcha: "ENTERPRISE_CAPTCHA",
});

open_enum!(voice_sort_is_open, VoiceSort, 2, { CreatedAtUnix: "created_at_unix", Name: "name" });

open_enum!(sort_direction_is_open, SortDirection, 2, { Asc: "asc", Desc: "desc" });

open_enum!(voice_type_is_open, VoiceType, 4, {
    Personal: "personal",
    Community: "community",
    Default: "default",
    Workspace: "workspace",
});

#[test]
fn default_model_has_no_documented_enum_value() {
    assert!(!Voice::default().category.is_known());
    assert!(!VoiceSharing::default().status.is_known());
    assert!(!VoiceType::default().is_known());
}

#[test]
fn debug_displays_an_unknown_value() {
    assert_eq!(
        format!("{:?}", VoiceCategory::from("a \"quoted\" value")),
        r#"Unknown("a \"quoted\" value")"#
    );
}

#[test]
fn enum_equals_its_text() {
    assert_eq!(VoiceCategory::Premade, "premade");
    assert_eq!(VoiceCategory::from("new"), "new");
    assert_eq!(VoiceCategory::default(), "");
    assert_ne!(VoiceCategory::Premade, "Premade");
}

#[test]
fn reference_converts_to_a_clone() {
    for category in [VoiceCategory::Premade, "new".into()] {
        assert_eq!(VoiceCategory::from(&category), category);
    }
}
