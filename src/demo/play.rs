//! Plays a month: reports come in, officers act, time runs, and what is unfinished at the end stays so.

use super::{
    crew::Crew,
    photos::photo,
    plots::{By, Move, Plot},
    random::Random,
    words::{CHANNELS, MATTERS, REPORTERS},
};
use crate::{
    app::App,
    areas::Area,
    cases::{
        CaseId,
        act::{NewAction, act, act_as_reporter},
        store::{self, report},
    },
    clocks::{Counts, Limit, Unit},
    deadlines,
    error::{Error, Result},
    intake::{NewReport, NewReporter, Receipt, receive},
    log::idempotency::Once,
    profile::Stage,
    staff::{Officer, store::organisation},
    wall_clock::Instant,
};
use chrono::Duration;
use std::{
    cmp::Reverse,
    collections::{BinaryHeap, VecDeque},
};

/// Reports in a month.
const REPORTS: usize = 620;
/// Some of the last week stop on their way, after so many moves, so that every step has cases in it.
const STOPPED: [(Plot, usize); 9] = [
    (Plot::Straight, 0),
    (Plot::VerifiedFirst, 1),
    (Plot::Straight, 1),
    (Plot::Straight, 2),
    (Plot::Returned, 3),
    (Plot::Straight, 4),
    (Plot::Straight, 5),
    (Plot::Rework, 6),
    (Plot::Straight, 6),
];
/// So many of each.
const COPIES: usize = 6;

/// What happens next, and to which case.
type Next = Reverse<(Instant, usize)>;

/// A case on its way.
struct Life {
    matter: (&'static str, i32, &'static str),
    receipt: Option<Receipt>,
    left: VecDeque<Move>,
}

/// Plays from `begin` to `end`; returns the number of cases.
///
/// # Errors
/// When an operation refuses what a plot wants: the plots and the profile have to fit.
pub async fn play(app: &App, crew: &Crew, seed: u64, begin: Instant, end: Instant) -> Result<usize> {
    let mut random = Random::new(seed);
    let mut lives = Vec::new();
    let mut next: BinaryHeap<Next> = BinaryHeap::new();
    for nth in 0..REPORTS {
        let matter = *random.pick(&MATTERS);
        let stopped = STOPPED.get(nth / COPIES);
        let plot = stopped.map_or_else(|| Plot::draw(&mut random), |(plot, _)| *plot);
        let mut left: VecDeque<Move> = plot.moves(matter.0, matter.1, &mut random).into();
        left.truncate(stopped.map_or(usize::MAX, |(_, moves)| *moves));
        // Six days hold office hours, whatever the day the district is made on.
        let from = if stopped.is_some() { end - Duration::days(6) } else { begin };
        next.push(Reverse((moment(from, end, &mut random), nth)));
        lives.push(Life { matter, receipt: None, left });
    }
    let mut begun: Vec<Receipt> = Vec::new();
    let mut swept = begin;
    while let Some(Reverse((at, nth))) = next.pop().filter(|Reverse((at, _))| *at < end) {
        swept = sweep_until(app, swept, at).await?;
        app.clock.turn_to(at);
        let life = &mut lives[nth];
        if life.receipt.is_none() {
            let receipt = report(app, crew, life.matter, &mut random).await?;
            begun.push(receipt.clone());
            life.receipt = Some(receipt);
        } else if let Some(step) = life.left.pop_front() {
            let step = with_older(app, step, life, &begun).await?;
            move_on(app, crew, life, step, &mut random).await?;
        }
        if let Some(step) = life.left.front() {
            next.push(Reverse((later(app, at, step.after)?, nth)));
        }
    }
    sweep_until(app, swept, end).await?;
    app.clock.turn_to(end);
    deadlines::sweep(app).await?;
    Ok(lives.iter().filter(|life| life.receipt.is_some()).count())
}

/// Some moment, by day more often than at night.
fn moment(begin: Instant, end: Instant, random: &mut Random) -> Instant {
    let minutes = (end - begin).num_minutes() as f64;
    loop {
        let at = begin + Duration::minutes(random.between(0.0, minutes) as i64);
        let hour = (at + Duration::hours(8)).format("%H").to_string();
        if ("07"..="21").contains(&hour.as_str()) || random.chance(10.0) {
            return at;
        }
    }
}

/// So many office minutes after an instant: nobody works at night.
fn later(app: &App, at: Instant, minutes: u32) -> Result<Instant> {
    let limit = Limit { amount: minutes.max(1), unit: Unit::WorkMinute };
    let due = app.profiles.current().work_time.due(at, limit, Counts::RunningHours, &[]);
    Ok(due.map_err(anyhow::Error::from)?.at)
}

/// The sweep runs each quarter of an hour, as if the server had been there.
async fn sweep_until(app: &App, mut swept: Instant, until: Instant) -> Result<Instant> {
    while swept + Duration::minutes(15) <= until {
        swept += Duration::minutes(15);
        app.clock.turn_to(swept);
        deadlines::sweep(app).await?;
    }
    Ok(swept)
}

async fn report(app: &App, crew: &Crew, matter: (&str, i32, &str), random: &mut Random) -> Result<Receipt> {
    let place = place(app, random);
    let found = random.chance(25.0).then(|| crew.grid_worker(&place.grid)).flatten();
    let named = found.is_none() && random.chance(70.0);
    let photos = if random.chance(35.0) { vec![photo(app, random, None).await?] } else { vec![] };
    let new = NewReport {
        text: matter.2.to_owned(),
        category: random.chance(60.0).then(|| matter.0.to_owned()),
        channel: if found.is_some() { "grid_worker" } else { random.pick(&CHANNELS) }.to_owned(),
        lon: place.point.map(|(lon, _)| lon),
        lat: place.point.map(|(_, lat)| lat),
        area: place.point.is_none().then(|| place.grid.clone()),
        address: Some(place.address),
        photos,
        reporter: named.then(|| NewReporter {
            name: Some((*random.pick(&REPORTERS)).to_owned()),
            // 000 is no mobile number: nobody is called by mistake.
            phone: Some(format!("000{:08}", random.below(100_000_000))),
            hide_name: random.chance(15.0),
        }),
        ..NewReport::default()
    };
    Ok(receive(app, found, &new, &once()).await?.answer)
}

/// Somewhere in the district.
struct Somewhere {
    grid: String,
    point: Option<(f64, f64)>,
    address: String,
}

fn place(app: &App, random: &mut Random) -> Somewhere {
    let (grid, community, bounds) = app.areas.with_tree(|tree| {
        let mut grids: Vec<&Area> =
            tree.codes().flat_map(|code| tree.ever(code)).filter(|area| area.level == "grid").collect();
        grids.sort_by(|a, b| a.code.cmp(&b.code));
        let grid = *random.pick(&grids);
        let community = tree.ancestors(grid.id).nth(1).map_or(String::new(), |area| area.name.clone());
        (grid.code.to_string(), community, grid.bounds)
    });
    let address = format!("{community}{}号楼附近", random.below(30) + 1);
    let typed = random.chance(10.0);
    let point = bounds.filter(|_| !typed).map(|bounds| {
        let lon = random.between(bounds.west, bounds.east);
        (round(lon), round(random.between(bounds.south, bounds.north)))
    });
    Somewhere { grid, point, address }
}

fn round(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}

/// A merge joins the newest of the older cases that is still open; where there is none, the clerk writes a note.
async fn with_older(app: &App, mut step: Move, life: &Life, begun: &[Receipt]) -> Result<Move> {
    if step.action.action != "merge" {
        return Ok(step);
    }
    let older =
        begun.iter().rev().skip_while(|it| Some(it.case) != life.receipt.as_ref().map(|mine| mine.case)).skip(1);
    for receipt in older {
        if store::find_any(app.db.read(), receipt.case).await?.is_some_and(|case| case.stage != Stage::Closed) {
            step.action.case = Some(receipt.number.clone());
            return Ok(step);
        }
    }
    step.action =
        NewAction { action: "note".to_owned(), note: Some("未发现重复".to_owned()), ..NewAction::default() };
    Ok(step)
}

async fn move_on(app: &App, crew: &Crew, life: &mut Life, mut step: Move, random: &mut Random) -> Result<()> {
    let Some(receipt) = &life.receipt else { return Ok(()) };
    if step.by == By::Reporter {
        let secret = report::secret(receipt.report, &app.secret);
        act_as_reporter(app, &receipt.tracking_code, &secret, &step.action, &once()).await?;
        return Ok(());
    }
    let Some((officer, version)) = officer_for(app, crew, receipt.case, &step, random).await? else { return Ok(()) };
    if step.photo {
        step.action.photos = vec![photo(app, random, Some(officer.id)).await?];
    }
    if step.action.action == "ask_pause" {
        step.action.until = Some(app.clock.now() + Duration::days(3));
    }
    match act(app, officer, receipt.case, version, &step.action, &once()).await {
        // Too late to ask for a pause, or nothing left to extend: the case goes on without.
        Err(Error::Conflict(refusal)) if refusal.code != "out_of_order" => {
            life.left.retain(|step| !step.action.action.starts_with("decide_"));
            Ok(())
        }
        done => done.map(|_| ()),
    }
}

/// Who makes the move, and the version of the case that they see; none where nobody is there to make it.
async fn officer_for<'a>(
    app: &App,
    crew: &'a Crew,
    case: CaseId,
    step: &Move,
    random: &mut Random,
) -> Result<Option<(&'a Officer, i32)>> {
    let Some(file) = store::find_any(app.db.read(), case)
        .await?
        .filter(|case| case.stage != Stage::Closed || step.by != By::Handler)
    else {
        return Ok(None);
    };
    let grid = file.area_id.and_then(|id| app.areas.line(id).pop()).map(|area| area.code).unwrap_or_default();
    let officer = match step.by {
        By::Role(role) => crew.one_of(role, random.below(10)),
        // What lies in no grid is checked by the district; nobody verifies it.
        By::GridWorker if step.action.action == "pass" => crew.grid_worker(&grid).or_else(|| crew.one_of("checker", 0)),
        By::GridWorker => crew.grid_worker(&grid),
        By::Handler => {
            let lead = organisation::by_ids(app.db.read(), file.lead_id).await?.pop();
            lead.and_then(|lead| crew.handler(&lead.code))
        }
        By::Reporter => None,
    };
    Ok(officer.map(|officer| (officer, file.version)))
}

fn once() -> Once {
    Once { actor: "demo".to_owned(), key: None, request_hash: String::new() }
}
