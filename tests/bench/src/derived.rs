//! Hand-written models with the same fields and types, and serde's derive: the baseline of decoding.

#![allow(missing_docs, reason = "the emitted models document the fields")]

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
pub struct FineTuning {
    pub is_allowed_to_fine_tune: bool,
    pub state: BTreeMap<String, FineTuningState>,
    pub verification_failures: Vec<String>,
    pub verification_attempts_count: i64,
    pub manual_verification_requested: bool,
    pub language: Option<String>,
    pub progress: Option<BTreeMap<String, Option<f64>>>,
    pub message: Option<BTreeMap<String, Option<String>>>,
    pub dataset_duration_seconds: Option<f64>,
    pub verification_attempts: Option<Vec<VerificationAttempt>>,
    pub slice_ids: Option<Vec<String>>,
    pub manual_verification: Option<ManualVerification>,
    pub max_verification_attempts: Option<i64>,
    pub next_max_verification_attempts_reset_unix_ms: Option<i64>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct ListVoicesResponse {
    pub voices: Vec<Voice>,
    pub has_more: bool,
    pub total_count: Option<i64>,
    pub next_page_token: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct ManualVerification {
    pub extra_text: String,
    pub request_time_unix: i64,
    pub files: Vec<ManualVerificationFile>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct ManualVerificationFile {
    pub file_id: String,
    pub file_name: String,
    pub mime_type: String,
    pub size_bytes: i64,
    pub upload_date_unix: i64,
}

#[derive(Clone, Debug, Deserialize)]
pub struct ReaderResource {
    pub resource_type: ReaderResourceType,
    pub resource_id: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Recording {
    pub recording_id: String,
    pub mime_type: String,
    pub size_bytes: i64,
    pub upload_date_unix: i64,
    pub transcription: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Speaker {
    pub speaker_id: String,
    pub duration_secs: f64,
    pub utterances: Option<Vec<Utterance>>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct SpeakerSeparation {
    pub voice_id: String,
    pub sample_id: String,
    pub status: SpeakerSeparationStatus,
    pub speakers: Option<BTreeMap<String, Option<Speaker>>>,
    pub selected_speaker_ids: Option<Vec<String>>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Utterance {
    pub start: f64,
    pub end: f64,
}

#[derive(Clone, Debug, Deserialize)]
pub struct VerificationAttempt {
    pub text: String,
    pub date_unix: i64,
    pub accepted: bool,
    pub similarity: f64,
    pub levenshtein_distance: f64,
    pub recording: Option<Recording>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct VerifiedLanguage {
    pub language: String,
    pub model_id: String,
    pub accent: Option<String>,
    pub locale: Option<String>,
    pub preview_url: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Voice {
    pub voice_id: String,
    pub name: String,
    pub category: VoiceCategory,
    pub labels: BTreeMap<String, String>,
    pub available_for_tiers: Vec<String>,
    pub high_quality_base_model_ids: Vec<String>,
    pub samples: Option<Vec<VoiceSample>>,
    pub fine_tuning: Option<FineTuning>,
    pub description: Option<String>,
    pub preview_url: Option<String>,
    pub settings: Option<VoiceSettings>,
    pub sharing: Option<VoiceSharing>,
    pub verified_languages: Option<Vec<VerifiedLanguage>>,
    pub safety_control: Option<SafetyControl>,
    pub voice_verification: Option<VoiceVerification>,
    pub permission_on_resource: Option<String>,
    pub is_owner: Option<bool>,
    pub is_legacy: Option<bool>,
    pub is_mixed: Option<bool>,
    pub created_at_unix: Option<i64>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct VoiceModerationCheck {
    pub date_checked_unix: Option<i64>,
    pub name_value: Option<String>,
    pub name_check: Option<bool>,
    pub description_value: Option<String>,
    pub description_check: Option<bool>,
    pub sample_ids: Option<Vec<String>>,
    pub sample_checks: Option<Vec<f64>>,
    pub captcha_ids: Option<Vec<String>>,
    pub captcha_checks: Option<Vec<f64>>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct VoiceSample {
    pub sample_id: String,
    pub file_name: String,
    pub mime_type: String,
    pub size_bytes: i64,
    pub hash: String,
    pub duration_secs: Option<f64>,
    pub remove_background_noise: Option<bool>,
    pub has_isolated_audio: Option<bool>,
    pub has_isolated_audio_preview: Option<bool>,
    pub speaker_separation: Option<SpeakerSeparation>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct VoiceSettings {
    pub stability: Option<f64>,
    pub similarity_boost: Option<f64>,
    pub style: Option<f64>,
    pub use_speaker_boost: Option<bool>,
    pub speed: Option<f64>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct VoiceSharing {
    pub status: VoiceSharingStatus,
    pub date_unix: Option<i64>,
    pub whitelisted_emails: Vec<String>,
    pub public_owner_id: String,
    pub original_voice_id: String,
    pub financial_rewards_enabled: Option<bool>,
    pub free_users_allowed: Option<bool>,
    pub live_moderation_enabled: Option<bool>,
    pub notice_period: Option<i64>,
    pub voice_mixing_allowed: Option<bool>,
    pub featured: Option<bool>,
    pub category: Option<VoiceCategory>,
    pub liked_by_count: i64,
    pub cloned_by_count: i64,
    pub name: String,
    pub labels: BTreeMap<String, String>,
    pub review_status: ReviewStatus,
    pub enabled_in_library: bool,
    pub history_item_sample_id: Option<String>,
    pub rate: Option<f64>,
    pub disable_at_unix: Option<i64>,
    pub reader_app_enabled: Option<bool>,
    pub image_url: Option<String>,
    pub ban_reason: Option<String>,
    pub description: Option<String>,
    pub review_message: Option<String>,
    pub instagram_username: Option<String>,
    pub twitter_username: Option<String>,
    pub youtube_username: Option<String>,
    pub tiktok_username: Option<String>,
    pub moderation_check: Option<VoiceModerationCheck>,
    pub reader_restricted_on: Option<Vec<ReaderResource>>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct VoiceVerification {
    pub requires_verification: bool,
    pub is_verified: bool,
    pub verification_failures: Vec<String>,
    pub verification_attempts_count: i64,
    pub language: Option<String>,
    pub verification_attempts: Option<Vec<VerificationAttempt>>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum FineTuningState {
    NotStarted,
    Queued,
    FineTuning,
    FineTuned,
    Failed,
    Delayed,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum ReaderResourceType {
    Read,
    Collection,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum ReviewStatus {
    NotRequested,
    Pending,
    Declined,
    Allowed,
    AllowedWithChanges,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SafetyControl {
    None,
    Ban,
    Captcha,
    CaptchaAndModeration,
    EnterpriseBan,
    EnterpriseCaptcha,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum SpeakerSeparationStatus {
    NotStarted,
    Pending,
    Completed,
    Failed,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum VoiceCategory {
    Generated,
    Cloned,
    Premade,
    Professional,
    Famous,
    HighQuality,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum VoiceSharingStatus {
    Enabled,
    Disabled,
    Copied,
    CopiedDisabled,
}
