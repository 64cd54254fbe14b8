//! Levels of the space tree, kinds of organisations, channels, and the roles that stand at them.

use super::findings::Findings;
use crate::profile::{Level, Profile, REPORTER};

pub(super) fn check(profile: &Profile, found: &mut Findings) {
    let levels: Vec<&str> = profile.level.iter().map(|level| level.id.as_str()).collect();
    let kinds: Vec<&str> = profile.organisation_kind.iter().map(|kind| kind.id.as_str()).collect();
    found.ids("level", levels.iter().copied());
    found.ids("organisation_kind", kinds.iter().copied());
    found.ids("channel", profile.channel.iter().map(|channel| channel.id.as_str()));
    found.ids("role", profile.role.iter().map(|role| role.id.as_str()));
    tree(&profile.level, &levels, found);
    sizes(&profile.level, found);
    for (i, kind) in kinds.iter().enumerate().filter(|(_, kind)| levels.contains(kind)) {
        let message = format!("\"{kind}\" is the id of a level too, so that a role could not tell them apart");
        found.add(format!("organisation_kind[{i}].id"), message, "write another id");
    }
    roles(profile, &[levels, kinds].concat(), found);
}

fn tree(levels: &[Level], ids: &[&str], found: &mut Findings) {
    for (i, level) in levels.iter().enumerate() {
        let path = format!("level[{i}].parent");
        match &level.parent {
            Some(parent) => {
                found.known(&path, "level", parent, ids);
                let at = ids.iter().position(|id| id == parent);
                if at.is_some_and(|at| at >= i) {
                    let message = format!("the level \"{parent}\" does not stand above \"{}\"", level.id);
                    found.add(path, message, "write the levels from top to bottom, each parent before its children");
                }
            }
            None if i > 0 => found.add(
                format!("level[{i}]"),
                format!("the level \"{}\" has no parent, but only the first has none", level.id),
                format!("write parent = \"{}\"", levels[i - 1].id),
            ),
            None => {}
        }
    }
    let bases: Vec<usize> = (0..levels.len()).filter(|&i| levels[i].base).collect();
    if bases.is_empty() && !levels.is_empty() && found.sound(&["level"]) {
        found.add("level", "no level is the base grid", "write base = true at one of them");
    }
    for i in bases.iter().skip(1) {
        found.add(
            format!("level[{i}].base"),
            "another level is already the base grid",
            "write base = true at one of them only",
        );
    }
}

fn sizes(levels: &[Level], found: &mut Findings) {
    for (i, size) in levels.iter().enumerate().filter_map(|(i, level)| Some((i, level.size.as_ref()?))) {
        if size.min > size.max {
            let message = format!("the smallest size {} is above the largest {}", size.min, size.max);
            found.add(format!("level[{i}].size.min"), message, "exchange them");
        }
    }
}

fn roles(profile: &Profile, places: &[&str], found: &mut Findings) {
    for (i, role) in profile.role.iter().enumerate() {
        found.known(format!("role[{i}].at"), "level or kind of organisation", &role.at, places);
        if role.id == REPORTER {
            let message = format!("\"{REPORTER}\" stands for whoever holds the tracking secret and is no role");
            found.add(format!("role[{i}].id"), message, "write another id");
        }
    }
    let roles: Vec<&str> = profile.role.iter().map(|role| role.id.as_str()).collect();
    found.all_known("reveal.who", "role", &profile.reveal.who, &roles);
}
