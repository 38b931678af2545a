use elevenlabs_voices::VoiceSettings;

fn main() {
    let _ = VoiceSettings { speed: Some(1.1), ..VoiceSettings::default() };
}
