//! Did you mean.

/// The word that `word` was perhaps meant to be: at most a third of its letters are wrong.
pub(super) fn nearest<'a>(word: &str, words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (word.chars().count() / 3).max(1);
    let near = words.map(|other| (strsim::osa_distance(word, other), other)).filter(|(wrong, _)| *wrong <= allowed);
    near.min_by_key(|(wrong, _)| *wrong).map(|(_, other)| other)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_misspellings_are_recognised_and_far_words_are_not() {
        let words = ["name", "name_en", "registered", "returned"];
        let near = |word| nearest(word, words.into_iter());
        assert_eq!(near("nmae"), Some("name"));
        assert_eq!(near("registred"), Some("registered"));
        assert_eq!(near("name-en"), Some("name_en"));
        assert_eq!(near("colour"), None);
        assert_eq!(near(""), None);
    }
}
