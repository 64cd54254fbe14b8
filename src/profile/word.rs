//! The district's words as they are shown beside other things.

use serde::Serialize;
use utoipa::ToSchema;

/// A word of the profile in both languages.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Word {
    pub id: String,
    pub name: String,
    pub name_en: Option<String>,
}

/// The word with an id; what the profile does not know (any more) is called by its id.
pub fn word(id: &str, names: Option<(&String, &Option<String>)>) -> Word {
    let (name, name_en) = names.map_or((id.to_owned(), None), |(name, name_en)| (name.clone(), name_en.clone()));
    Word { id: id.to_owned(), name, name_en }
}
