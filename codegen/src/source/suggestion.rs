//! Suggests the name that was probably meant.

/// The candidate that `wrong` was probably meant to be, if one is similar enough.
pub(crate) fn closest_match<'a>(
    wrong: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let length = wrong.chars().count();
    let limit = (length / 3).max(1);
    let wrong = normalize(wrong);
    candidates
        .into_iter()
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit)
        .map(|candidate| (strsim::damerau_levenshtein(&wrong, &normalize(candidate)), candidate))
        .filter(|(edits, _)| *edits <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Removes case and word separators, which people confuse most.
fn normalize(name: &str) -> String {
    name.to_lowercase().replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::closest_match;

    #[test]
    fn name_with_a_third_of_its_letters_changed_is_matched() {
        assert_eq!(closest_match("colour", ["colr", "size"]), Some("colr"));
        assert_eq!(closest_match("colour", ["colony", "colours"]), Some("colours"));
        assert_eq!(closest_match("colour", ["cellar", "clr"]), None);
        // In a short name, one letter may differ.
        assert_eq!(closest_match("id", ["it", "at"]), Some("it"));
        assert_eq!(closest_match("id", ["at"]), None);
        assert_eq!(closest_match("Pet-Id", ["pet_id"]), Some("pet_id"));
    }
}
