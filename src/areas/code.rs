//! Codes of areas: 6 + 3 + 3 digits of the statistical division code, 3 more for a grid (standards 2.2).

use super::class::{CommunityClass, StreetClass};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The code by which people and other systems know an area. It is never used twice, not even after a closing.
///
/// Digits alone are a division code and have 6 (district, GB/T 2260), 9 (street), 12 (community) or 15 (grid) of
/// them; whatever lies below a grid may be called anything made of letters, digits and dashes, at most 32.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "999901001001001")]
pub struct Code(String);

/// How far down a code reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Depth {
    District,
    Street,
    Community,
    Grid,
    /// A free code: nothing follows from it.
    Free,
}

/// Why a text is not a code, or why there is no next one.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CodeError {
    #[error("the code is empty; write 6, 9, 12 or 15 digits, or a free code below the grid")]
    Empty,
    #[error("code `{code}` has {digits} digits; write 6 (district), 9 (street), 12 (community) or 15 (grid)")]
    Digits { code: String, digits: usize },
    #[error("code `{0}` is longer than 32 characters; write a shorter one")]
    TooLong(String),
    #[error("code `{code}` contains `{character}`; write only letters A-Z, digits and dashes")]
    Character { code: String, character: char },
    #[error("all 999 codes below `{0}` have been used; open a sibling of that area instead")]
    Exhausted(Code),
}

const LONGEST: usize = 32;
const GRID_DIGITS: usize = 15;

impl Code {
    /// Reads a code; blanks around it do not count.
    pub fn new(text: &str) -> Result<Self, CodeError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(CodeError::Empty);
        }
        let stranger = text.chars().find(|c| !c.is_ascii_alphanumeric() && *c != '-');
        if let Some(character) = stranger {
            return Err(CodeError::Character { code: text.to_owned(), character });
        }
        if text.len() > LONGEST {
            return Err(CodeError::TooLong(text.to_owned()));
        }
        let all_digits = text.bytes().all(|b| b.is_ascii_digit());
        if all_digits && text.len() < GRID_DIGITS && !matches!(text.len(), 6 | 9 | 12) {
            return Err(CodeError::Digits { code: text.to_owned(), digits: text.len() });
        }
        Ok(Self(text.to_owned()))
    }

    /// As people write it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How far down it reaches.
    pub fn depth(&self) -> Depth {
        if !self.0.bytes().all(|b| b.is_ascii_digit()) {
            return Depth::Free;
        }
        match self.0.len() {
            6 => Depth::District,
            9 => Depth::Street,
            12 => Depth::Community,
            GRID_DIGITS => Depth::Grid,
            _ => Depth::Free,
        }
    }

    /// The code of the area above, where the code alone says it: not for a district or a free code.
    pub fn parent(&self) -> Option<Self> {
        match self.depth() {
            Depth::District | Depth::Free => None,
            Depth::Street | Depth::Community | Depth::Grid => Some(Self(self.0[..self.0.len() - 3].to_owned())),
        }
    }

    /// The first code below this one that was never used: three more digits, after the highest of `used`. Give
    /// closed areas too, because a code is never used again.
    pub fn next_below<'a>(&self, used: impl IntoIterator<Item = &'a Code>) -> Result<Self, CodeError> {
        let sequence = |code: &Code| code.0.strip_prefix(&self.0).filter(|rest| rest.len() == 3)?.parse::<u16>().ok();
        match used.into_iter().filter_map(sequence).max().unwrap_or(0) + 1 {
            1000.. => Err(CodeError::Exhausted(self.clone())),
            next => Self::new(&format!("{self}{next:03}")),
        }
    }

    /// The class of its street segment, if it has one that is in use.
    pub fn street_class(&self) -> Option<StreetClass> {
        StreetClass::of(self.segment(6)?)
    }

    /// The class of its community segment, if it has one that is in use.
    pub fn community_class(&self) -> Option<CommunityClass> {
        CommunityClass::of(self.segment(9)?)
    }

    fn segment(&self, from: usize) -> Option<u16> {
        if self.depth() == Depth::Free { None } else { self.0.get(from..from + 3)?.parse().ok() }
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for Code {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::new(text)
    }
}

impl TryFrom<String> for Code {
    type Error = CodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::new(&text)
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(text: &str) -> Code {
        Code::new(text).unwrap()
    }

    #[test]
    fn a_code_says_its_depth_its_parent_and_its_classes() {
        use {CommunityClass::*, Depth::*};
        let table = [
            ("999901", District, None, None, None),
            ("999901001", Street, Some("999901"), Some(StreetClass::Street), None),
            ("999901100", Street, Some("999901"), Some(StreetClass::Town), None),
            ("999901205", Street, Some("999901"), Some(StreetClass::Township), None),
            ("999901400", Street, Some("999901"), Some(StreetClass::Enterprise), None),
            ("999901001001", Community, Some("999901001"), Some(StreetClass::Street), Some(Residents)),
            ("999901100200", Community, Some("999901100"), Some(StreetClass::Town), Some(Villagers)),
            ("999901001498", Community, Some("999901001"), Some(StreetClass::Street), Some(LikeResidents)),
            ("999901001500", Community, Some("999901001"), Some(StreetClass::Street), Some(LikeVillagers)),
            ("999901600000", Community, Some("999901600"), None, None),
            ("999901001001007", Grid, Some("999901001001"), Some(StreetClass::Street), Some(Residents)),
            ("999901001001007003", Free, None, None, None),
            ("Building-7A", Free, None, None, None),
        ];
        for (text, depth, parent, street, community) in table {
            let code = code(text);
            assert_eq!(code.depth(), depth, "{text}");
            assert_eq!(code.parent().as_ref().map(Code::as_str), parent, "{text}");
            assert_eq!((code.street_class(), code.community_class()), (street, community), "{text}");
        }
    }

    #[test]
    fn what_is_no_code_is_refused_in_one_sentence() {
        let long = "9".repeat(33);
        for (text, part) in [
            ("  ", "is empty"),
            ("99990", "has 5 digits"),
            ("9999 01", "contains ` `"),
            ("网格1", "`网`"),
            (&long, "32"),
        ] {
            assert!(Code::new(text).unwrap_err().to_string().contains(part), "{text}");
        }
    }

    #[test]
    fn the_next_code_is_one_that_was_never_used() {
        let community = code("999901001001");
        assert_eq!(community.next_below([]), Ok(code("999901001001001")));
        let used = [code("999901001001001"), code("999901001001009"), code("999901001002044"), code("x-1")];
        assert_eq!(community.next_below(&used), Ok(code("999901001001010")));
        let full = [code("999901001001999")];
        assert_eq!(community.next_below(&full), Err(CodeError::Exhausted(community)));
    }

    proptest! {
        #[test]
        fn reading_never_panics_and_printing_gives_it_back(text in "\\PC{0,40}") {
            if let Ok(code) = Code::new(&text) {
                prop_assert_eq!(code.as_str(), text.trim());
                prop_assert!(code.parent().is_none_or(|above| code.as_str().starts_with(above.as_str())));
                prop_assert_eq!(code.street_class().is_some() && code.depth() == Depth::Free, false);
            }
        }
    }
}
