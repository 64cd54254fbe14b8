//! Categories and the routes by which their cases go.

use super::findings::Findings;
use crate::profile::{
    Category, Profile, Route,
    lookup::{fits_area, fits_category},
};
use std::collections::BTreeMap;

pub(super) fn check(profile: &Profile, found: &mut Findings) {
    ids(&profile.category, found);
    for (i, route) in profile.route.iter().enumerate() {
        patterns(i, route, &profile.category, found);
        let before = &profile.route[..i];
        if let Some(j) = before.iter().position(|earlier| covers(earlier, route)) {
            let message = format!("route[{j}] above it takes every case that would fit this one");
            found.add(format!("route[{i}]"), message, "move it up, or remove it");
        }
    }
}

fn ids(categories: &[Category], found: &mut Findings) {
    let mut first = BTreeMap::new();
    for (i, category) in categories.iter().enumerate() {
        let (path, id) = (format!("category[{i}].id"), category.id.as_str());
        if id.split('.').any(|part| part.is_empty() || !part.bytes().all(|c| c.is_ascii_alphanumeric())) {
            let message = format!("\"{id}\" is no id of a category");
            found.add(&path, message, "write letters and digits, with a dot between levels, such as \"01.03\"");
        } else if let Some((parent, _)) = id.rsplit_once('.')
            && !categories.iter().any(|other| other.id == parent)
        {
            found.add(
                &path,
                format!("there is no category \"{parent}\" above it"),
                format!("write a [[category]] with id = \"{parent}\""),
            );
        }
        found.once(&mut first, path, "category", id);
    }
    if categories.is_empty() {
        found.none("category");
    }
}

fn patterns(i: usize, route: &Route, categories: &[Category], found: &mut Findings) {
    if !categories.is_empty()
        && route.category != "*"
        && !categories.iter().any(|one| fits_category(&route.category, &one.id))
    {
        let message = format!("\"{}\" fits no category", route.category);
        found.add(
            format!("route[{i}].category"),
            message,
            "write the id of one, or one with all below it such as \"01.*\", or \"*\"",
        );
    }
    let code = route.area.strip_suffix('*').unwrap_or(&route.area);
    if route.area.is_empty() || !code.bytes().all(|c| c.is_ascii_alphanumeric()) {
        let message = format!("\"{}\" is no code of an area", route.area);
        found.add(
            format!("route[{i}].area"),
            message,
            "write one, or its beginning with * such as \"999901001*\", or \"*\"",
        );
    }
    if route.to.is_empty() {
        found.add(format!("route[{i}].to"), "this leads nowhere", "write the code of an organisation");
    }
}

/// Whether whatever fits `later` fits `earlier` too.
fn covers(earlier: &Route, later: &Route) -> bool {
    let category = later.category.strip_suffix(".*").unwrap_or(&later.category);
    let as_wide = earlier.category == later.category || earlier.category == "*" || earlier.category.ends_with(".*");
    let area = later.area.strip_suffix('*').unwrap_or(&later.area);
    let as_far = earlier.area == later.area || earlier.area.ends_with('*');
    as_wide && fits_category(&earlier.category, category) && as_far && fits_area(&earlier.area, area)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_earlier_route_covers_a_later_one_that_is_no_wider() {
        let cases = [
            (("*", "*"), ("01.*", "*"), true),
            (("01.*", "*"), ("01.03", "9999*"), true),
            (("01.*", "*"), ("01.*", "*"), true),
            (("01.03", "*"), ("01.*", "*"), false),
            (("01.*", "*"), ("*", "*"), false),
            (("01.*", "9999*"), ("01.*", "*"), false),
            (("01.*", "9999*"), ("01.*", "99990*"), true),
            (("01.*", "9999"), ("01.*", "9999*"), false),
        ];
        let route =
            |(category, area): (&str, &str)| Route { category: category.into(), area: area.into(), to: "x".into() };
        for (earlier, later, covered) in cases {
            assert_eq!(covers(&route(earlier), &route(later)), covered, "{earlier:?} {later:?}");
        }
    }
}
