//! The name that was probably meant.

/// The candidate that `wrong` was most likely meant to be, if one is near enough.
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

/// Case and word separators are what people confuse most.
fn normalize(name: &str) -> String {
    name.to_lowercase().replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::closest_match;

    #[test]
    fn a_third_of_a_name_may_be_wrong() {
        assert_eq!(closest_match("colour", ["colr", "size"]), Some("colr"));
        assert_eq!(closest_match("colour", ["colony", "colours"]), Some("colours"));
        assert_eq!(closest_match("colour", ["cellar", "clr"]), None);
        // Of a short one, one letter.
        assert_eq!(closest_match("id", ["it", "at"]), Some("it"));
        assert_eq!(closest_match("id", ["at"]), None);
        assert_eq!(closest_match("Pet-Id", ["pet_id"]), Some("pet_id"));
    }
}
