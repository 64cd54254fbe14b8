//! The fresh district of a replay: borders, one desk, one unit.

use super::Files;
use crate::{
    app::{App, open_database},
    areas::{
        self, Code, Validity,
        import::{self, ImportRow, Options},
    },
    config::Config,
    log::Actor,
    profile::{self, Action, ClockLimit, Effect, Profile, store as editions},
    staff::{
        Act, Officer,
        officers::{self, NewOfficer},
        organisations::{self, NewOrganisation},
        password,
        posts::{self, NewPost},
    },
    wall_clock::{Instant, WallClock},
};
use anyhow::{Context, bail, ensure};

/// Who acts in a replay, and what the profile calls what they do.
pub struct Cast {
    pub desk: Officer,
    pub unit: Officer,
    pub register: String,
    pub dispatch: String,
    pub submit: String,
    pub close: String,
    /// The clock that takes the category's limit.
    pub clock: String,
}

/// The channel through which records come.
pub const CHANNEL: &str = "open311";

/// Reads a profile.
///
/// # Errors
/// All its mistakes.
pub fn profile(text: &str) -> anyhow::Result<Profile> {
    let lines =
        |mistakes: Vec<profile::Mistake>| mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    profile::check(text).map_err(|mistakes| anyhow::anyhow!("the profile has mistakes:\n{}", lines(mistakes)))
}

/// Founds the district: its clock stands at `start`. Says what was wrong with borders that were redrawn.
///
/// # Errors
/// When the folder holds a district already, the borders have mistakes, or the profile leaves no straight path for
/// one desk and one unit.
pub async fn found(
    config: Config,
    files: &Files<'_>,
    profile: &Profile,
    start: Instant,
) -> anyhow::Result<(App, Cast, Vec<String>)> {
    let db = open_database(&config).await?;
    let there = editions::all(db.read()).await?;
    ensure!(there.is_empty(), "{} holds a district already; name a new folder", config.data.display());
    editions::load(&db, files.profile, profile, start).await?;
    db.close().await?;
    let app = App::open(config, WallClock::turned(start)).await?;
    let mended = draw_borders(&app, files.areas, profile).await?;
    let cast = appoint(&app, profile).await?;
    Ok((app, cast, mended))
}

/// Imports the district's own area and, directly below it, those of the file. They are valid from the day before the
/// first record, so that it does not matter where on earth its day begins.
async fn draw_borders(app: &App, geojson: &[u8], profile: &Profile) -> anyhow::Result<Vec<String>> {
    let now = app.clock.now();
    let root = Code::new(&profile.code)?;
    let (top, base) = (profile.level.first(), profile.base_level());
    let (top, base) = top.zip(base).context("the profile has no levels")?;
    if base.parent.as_ref() != Some(&top.id) {
        bail!(
            "the level \"{}\" does not lie directly below \"{}\"; write a profile with these two levels",
            base.id,
            top.id
        );
    }
    let since = now.date_naive().pred_opt().context("the first record is too old")?;
    let options =
        Options { level: Some(base.id.clone()), parent: Some(root.clone()), mend: true, ..Options::valid_from(since) };
    let mut reading = import::read_geojson(geojson, &options)?;
    app.areas.with_tree(|tree| import::number_in_sequence(&mut reading.rows, &root, tree))?;
    reading.rows.push(ImportRow {
        row: 0,
        level: top.id.clone(),
        code: root.to_string(),
        name: profile.name.clone(),
        parent_code: None,
        validity: Validity::since(since),
        boundary: None,
    });
    let mut problems = reading.problems;
    problems.extend(app.areas.with_tree(|tree| import::check(&reading.rows, tree, &profile.level)));
    ensure!(problems.is_empty(), "the areas have mistakes:\n{}", said(&problems).join("\n"));
    areas::put(&app.db, profile, reading.rows, Actor::System, now).await?;
    app.areas.refresh(&app.db, profile).await?;
    Ok(said(&reading.mended))
}

fn said(problems: &[import::Problem]) -> Vec<String> {
    let say = |problem: &import::Problem| {
        format!("area {}, {}: {}; {}", problem.row, problem.field, problem.message, problem.instead)
    };
    problems.iter().map(say).collect()
}

/// One desk and one unit, in the roles that may take the straight path.
async fn appoint(app: &App, profile: &Profile) -> anyhow::Result<Cast> {
    let [register, dispatch, submit, close] = straight_path(profile)?;
    let (desk, unit) = (role(register)?, role(submit)?);
    for action in [dispatch, close] {
        ensure!(action.who.contains(desk), "action \"{}\" is not for role \"{desk}\"; add it to `who`", action.id);
    }
    let taking = |clock: &&profile::Clock| matches!(clock.limit, ClockLimit::Category(_));
    let clock = profile.clock.iter().find(taking).context("no clock has limit = \"category\"; write one that does")?;
    let route = profile.route.iter().find(|route| route.category == "*" && route.area == "*");
    let route = route.context("no route has category = \"*\" and area = \"*\"; write one that names the unit")?;
    let kind = profile.role(unit).map(|role| role.at.clone()).unwrap_or_default();
    let name = route.to.replace(['_', '-'], " ");
    let organisation = NewOrganisation { code: route.to.clone(), name, kind, ..NewOrganisation::default() };
    let act = Act { by: Actor::System, at: app.clock.now() };
    app.db.write(async |txn| organisations::create(txn, profile, &organisation, act).await).await?;
    Ok(Cast {
        desk: officer(app, profile, "desk", desk, &profile.code).await?,
        unit: officer(app, profile, "unit", unit, &route.to).await?,
        register: register.id.clone(),
        dispatch: dispatch.id.clone(),
        submit: submit.id.clone(),
        close: close.id.clone(),
        clock: clock.id.clone(),
    })
}

/// Register, dispatch, submit, close: each leads to where the next begins.
fn straight_path(profile: &Profile) -> anyhow::Result<[&Action; 4]> {
    let mut step = profile.report.step.as_str();
    let mut path = Vec::new();
    for effect in [Effect::Register, Effect::Dispatch, Effect::Submit, Effect::Close] {
        let found = profile.actions_from(step).find(|action| action.effect == effect);
        let found = found.with_context(|| {
            format!(
                "step \"{step}\" has no action with effect = \"{}\"; write one: a replay goes straight",
                effect.name()
            )
        })?;
        step = found.to.as_deref().unwrap_or(step);
        path.push(found);
    }
    path.try_into().map_err(|_| anyhow::anyhow!("a straight path has four actions"))
}

fn role(action: &Action) -> anyhow::Result<&String> {
    action.who.first().with_context(|| format!("action \"{}\" is for nobody; write a role into `who`", action.id))
}

/// An officer whose password nobody knows.
async fn officer(app: &App, profile: &Profile, login: &str, role: &str, at: &str) -> anyhow::Result<Officer> {
    let stored = password::hash(password::readable()).await?;
    let act = Act { by: Actor::System, at: app.clock.now() };
    let new = NewOfficer { login: login.to_owned(), name: login.to_owned() };
    let post = NewPost { role: role.to_owned(), at: at.to_owned(), ..NewPost::default() };
    let work = async |txn: &_| {
        let made = officers::create(txn, &new, stored, act).await?;
        posts::create(txn, profile, made.id, &post, act).await.map(|_| made)
    };
    let made = app.db.write(work).await?;
    Ok(officers::at_work(app, made.id, made.name).await?)
}
