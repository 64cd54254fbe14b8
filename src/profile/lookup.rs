//! What the rest of the program asks a profile.

use super::{Action, Category, Clock, Effect, Level, Message, Profile, Role, Route, Stage, Step, grammar};

/// Who holds the tracking secret, as `who` of an action names them.
pub const REPORTER: &str = "reporter";

impl Profile {
    /// The level with an id.
    pub fn level(&self, id: &str) -> Option<&Level> {
        self.level.iter().find(|level| level.id == id)
    }

    /// The level of the base grid; a checked profile has exactly one.
    pub fn base_level(&self) -> Option<&Level> {
        self.level.iter().find(|level| level.base)
    }

    /// The role with an id.
    pub fn role(&self, id: &str) -> Option<&Role> {
        self.role.iter().find(|role| role.id == id)
    }

    /// Whether a role decides on cases in stage intake (a note decides nothing), and so sees the pool of cases
    /// without a grid.
    pub fn is_intake_role(&self, role: &str) -> bool {
        let at_intake = |step: &String| self.stage_of(step) == Some(Stage::Intake);
        let decides = |action: &&Action| !grammar(action.effect).stays() && action.from.iter().any(at_intake);
        self.action.iter().filter(decides).any(|action| action.who.iter().any(|who| who == role))
    }

    /// Whether a role stands in organisations whose people never learn who reported (G-7).
    pub fn shields_from(&self, role: &str) -> bool {
        let at = self.role(role).map(|role| role.at.as_str());
        self.organisation_kind.iter().any(|kind| kind.hides_reporters && Some(kind.id.as_str()) == at)
    }

    /// The category with an id.
    pub fn category(&self, id: &str) -> Option<&Category> {
        self.category.iter().find(|category| category.id == id)
    }

    /// Where a case of `category` in the area with the code `area_code` goes unless somebody decides otherwise:
    /// the first route that fits both. A case without a category, or without an area, has `""` there and fits
    /// only `*`.
    pub fn route(&self, category: &str, area_code: &str) -> Option<&Route> {
        self.route.iter().find(|route| fits_category(&route.category, category) && fits_area(&route.area, area_code))
    }

    /// The step with an id.
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.step.iter().find(|step| step.id == id)
    }

    /// The stage of the step with an id.
    pub fn stage_of(&self, step: &str) -> Option<Stage> {
        self.step(step).map(|step| step.stage)
    }

    /// The action with an id.
    pub fn action(&self, id: &str) -> Option<&Action> {
        self.action.iter().find(|action| action.id == id)
    }

    /// The actions that may be taken while a case is in `step`, in the order of the profile.
    pub fn actions_from(&self, step: &str) -> impl Iterator<Item = &Action> {
        self.action.iter().filter(move |action| action.from.iter().any(|from| from == step))
    }

    /// The clock with an id.
    pub fn clock(&self, id: &str) -> Option<&Clock> {
        self.clock.iter().find(|clock| clock.id == id)
    }

    /// What reporters are told when `effect` has happened, if anything.
    pub fn message(&self, effect: Effect) -> Option<&Message> {
        self.message.iter().find(|message| message.on == effect)
    }
}

/// Whether a pattern of a route fits a category: `*` fits all, `01.*` fits `01` and what lies below it.
pub(crate) fn fits_category(pattern: &str, category: &str) -> bool {
    match pattern.strip_suffix(".*") {
        _ if pattern == "*" => true,
        Some(parent) => category.strip_prefix(parent).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')),
        None => pattern == category,
    }
}

/// Whether a pattern of a route fits the code of an area: `999901*` fits every code that begins so.
pub(crate) fn fits_area(pattern: &str, code: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == code, |beginning| code.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::check::tests::demo;

    #[test]
    fn patterns() {
        let cases = [
            ("*", "01.03", true),
            ("*", "", true),
            ("01.*", "01.03", true),
            ("01.*", "01", true),
            ("01.*", "011", false),
            ("01.*", "010.3", false),
            ("01.03", "01.03", true),
            ("01.03", "01", false),
            ("01", "01.03", false),
        ];
        for (pattern, category, fits) in cases {
            assert_eq!(fits_category(pattern, category), fits, "{pattern} {category}");
        }
        let cases = [
            ("*", "", true),
            ("999901001*", "999901001002003", true),
            ("999901001*", "999901002", false),
            ("999901001", "999901001002", false),
            ("999901001", "999901001", true),
        ];
        for (pattern, code, fits) in cases {
            assert_eq!(fits_area(pattern, code), fits, "{pattern} {code}");
        }
    }

    #[test]
    fn the_first_route_that_fits_counts() {
        let demo = demo();
        let to = |category, area| demo.route(category, area).map(|route| route.to.as_str());
        assert_eq!(to("11.01", "999901003001001"), Some("east_lake_park"), "the special grid's own route stands first");
        assert_eq!(to("11.01", "999901001001001"), Some("sanitation_centre"));
        assert_eq!(to("", ""), Some("service_centre"), "the last one catches all");
    }

    #[test]
    fn ids_are_found_and_unknown_ones_are_not() {
        let demo = demo();
        assert_eq!(demo.stage_of("dispatched"), Some(Stage::Handling));
        assert_eq!(demo.stage_of("nowhere"), None);
        assert_eq!(demo.base_level().map(|level| level.id.as_str()), Some("grid"));
        assert!(
            demo.level("street").is_some() && demo.role("dispatcher").is_some() && demo.clock("handling").is_some()
        );
        assert!(demo.category("01.01").is_some() && demo.action("register").is_some());
        assert!(demo.message(Effect::Close).is_some() && demo.message(Effect::Note).is_none());
        assert!(demo.actions_from("closed").any(|action| action.effect == Effect::Rate));
    }

    #[test]
    fn intake_roles_are_those_that_may_act_on_a_report() {
        let demo = demo();
        assert!(demo.is_intake_role("intake_clerk"));
        assert!(!demo.is_intake_role("handler"));
        assert!(!demo.is_intake_role("auditor"));
    }
}
