//! The operations, without HTTP.

use super::{
    Officer, Reach, import,
    organisations::{self, NewOrganisation, OrganisationChange},
    posts::{self, NewPost},
    sessions, store,
};
use crate::{
    commands::staff::{AddOfficerArgs, ImportArgs, StaffCommand, act},
    error::{Error, Refusal, Result},
    log::event,
    test_app::TestApp,
};
use chrono::TimeDelta;
use sea_orm::{EntityTrait, QueryOrder};

fn refusal<T: std::fmt::Debug>(result: Result<T>) -> Refusal {
    match result {
        Err(Error::Unprocessable(refusal) | Error::Conflict(refusal) | Error::Forbidden(refusal)) => refusal,
        other => panic!("no refusal: {other:?}"),
    }
}

async fn officer(world: &TestApp, login: &str) -> Result<Officer> {
    sessions::officer_of(&world.app, &world.sign_in(login).await).await
}

#[tokio::test]
async fn organisations_hang_below_their_parent() {
    let world = TestApp::new().await;
    world.organisation("TOP", "office", None).await;
    let below = world.organisation("BELOW", "department", Some("TOP")).await;
    let db = world.app.db.read();
    let top = store::organisation::by_code(db, "TOP").await.unwrap().unwrap();
    let below = store::organisation::find(db, below).await.unwrap().unwrap();
    assert!(super::is_root(&top.path) && below.path.starts_with(&top.path) && below.path.len() == 14, "{}", below.path);
    assert_eq!(below.parent_id, Some(top.id));
}

#[tokio::test]
async fn an_organisation_that_does_not_fit_is_refused_at_the_field() {
    let world = TestApp::new().await;
    world.organisation("TOP", "office", None).await;
    let good = NewOrganisation { code: "A".into(), name: "甲".into(), kind: "office".into(), ..Default::default() };
    let cases = [
        (NewOrganisation { code: "TOP".into(), ..good.clone() }, "code_taken", "code"),
        (NewOrganisation { code: "a b".into(), ..good.clone() }, "bad_code", "code"),
        (NewOrganisation { name: " ".into(), ..good.clone() }, "bad_name", "name"),
        (NewOrganisation { kind: "shop".into(), ..good.clone() }, "unknown_kind", "kind"),
        (NewOrganisation { parent: Some("X".into()), ..good.clone() }, "unknown_code", "parent"),
        (NewOrganisation { areas: vec!["X".into()], ..good.clone() }, "unknown_code", "areas"),
        (NewOrganisation { phone: Some("call me".into()), ..good }, "bad_phone", "phone"),
    ];
    for (new, code, field) in cases {
        let made = world.app.db.write(async |txn| organisations::create(txn, &world.profile, &new, world.act()).await);
        let refusal = refusal(made.await);
        assert_eq!((refusal.code, refusal.field.as_deref()), (code, Some(field)));
    }
}

#[tokio::test]
async fn areas_of_an_organisation_are_replaced_and_the_rest_stays() {
    let world = TestApp::new().await;
    let id = world.organisation("TOP", "office", None).await;
    for codes in [vec!["999901", "999901001"], vec!["999901001"]] {
        let areas = Some(codes.iter().map(|&code| code.to_owned()).collect());
        let change = OrganisationChange { areas, ..Default::default() };
        let work = async |txn: &_| organisations::change(txn, id, &change, world.act()).await;
        assert_eq!(world.app.db.write(work).await.unwrap().name, "TOP");
        let linked = store::organisation_area::codes(world.app.db.read(), Some(id)).await.unwrap();
        assert_eq!(linked.into_iter().map(|(_, code)| code).collect::<Vec<_>>(), codes);
    }
}

#[tokio::test]
async fn a_post_stands_where_its_role_stands_once_at_a_time() {
    let world = TestApp::new().await;
    world.organisation("WATER", "department", None).await;
    world.organisation("STREET", "office", None).await;
    let id = world.officer("li", "worker", "999901001").await;
    let now = world.now();
    let post = |role: &str, at: &str, from: i64, to: Option<i64>| NewPost {
        role: role.into(),
        at: at.into(),
        valid_from: Some(now + TimeDelta::days(from)),
        valid_to: to.map(|to| now + TimeDelta::days(to)),
    };
    let cases = [
        (post("worker", "999901", 0, None), Err("misplaced_post")),
        (post("worker", "WATER", 0, None), Err("misplaced_post")),
        (post("handler", "STREET", 0, None), Err("misplaced_post")),
        (post("handler", "999901001", 0, None), Err("misplaced_post")),
        (post("king", "999901", 0, None), Err("unknown_role")),
        (post("worker", "999901001", 3, Some(5)), Err("post_exists")),
        (post("worker", "999901001", -5, Some(0)), Err("bad_span")),
        (post("handler", "WATER", 2, Some(1)), Err("bad_span")),
        (post("handler", "WATER", 0, Some(1)), Ok(())),
        (post("handler", "WATER", 1, Some(2)), Ok(())),
        (post("handler", "WATER", 1, None), Err("post_exists")),
    ];
    for (new, expected) in cases {
        let made =
            world.app.db.write(async |txn| posts::create(txn, &world.profile, id, &new, world.act()).await).await;
        match expected {
            Ok(()) => assert_eq!(made.unwrap().role, new.role),
            Err(code) => assert_eq!(refusal(made).code, code, "{new:?}"),
        }
    }
}

#[tokio::test]
async fn posts_count_while_they_are_valid() {
    let world = TestApp::new().await;
    let water = world.organisation("WATER", "department", None).await;
    let id = world.officer("li", "worker", "999901001").await;
    let tomorrow = Some(world.now() + TimeDelta::days(1));
    let new = NewPost { role: "handler".into(), at: "WATER".into(), valid_from: tomorrow, valid_to: None };
    let post = world.app.db.write(async |txn| posts::create(txn, &world.profile, id, &new, world.act()).await);
    let post = post.await.unwrap();

    let today = officer(&world, "li").await.unwrap();
    assert!(today.has_role("worker") && !today.has_role("handler"));
    assert!(today.posts.iter().any(|post| post.reaches_area(Some("r/g/")) && !post.reaches_area(Some("r/"))));

    world.app.clock.turn_by(TimeDelta::days(1));
    let tomorrow = officer(&world, "li").await.unwrap();
    assert_eq!(tomorrow.posts.len(), 2);
    assert!(matches!(&tomorrow.posts[1].reach, Reach::Organisation { id, .. } if *id == water));

    world.app.db.write(async |txn| posts::end(txn, post.id, None, world.act()).await).await.unwrap();
    assert!(!officer(&world, "li").await.unwrap().has_role("handler"));
    let again = world.app.db.write(async |txn| posts::end(txn, post.id, None, world.act()).await).await;
    assert_eq!(refusal(again).code, "post_ended");
}

#[tokio::test]
async fn a_session_ends_idle_old_or_with_its_officer() {
    let world = TestApp::new().await;
    let id = world.officer("li", "worker", "999901001").await;
    let there = async |token: &str| sessions::officer_of(&world.app, token).await.is_ok();

    let token = world.sign_in("li").await;
    world.app.clock.turn_by(TimeDelta::minutes(59));
    assert!(there(&token).await);
    world.app.clock.turn_by(TimeDelta::minutes(59));
    assert!(there(&token).await, "heard of an hour ago, not two");
    world.app.clock.turn_by(TimeDelta::minutes(60));
    assert!(!there(&token).await, "idle");

    let token = world.sign_in("li").await;
    for _ in 0..23 {
        world.app.clock.turn_by(TimeDelta::minutes(30));
        assert!(there(&token).await);
    }
    world.app.clock.turn_by(TimeDelta::minutes(30));
    assert!(!there(&token).await, "twelve hours are over");

    let token = world.sign_in("li").await;
    world.app.db.write(async |txn| super::officers::end(txn, id, world.act()).await).await.unwrap();
    assert!(!there(&token).await, "left");
    let back = sessions::sign_in(&world.app, "li", "password".into()).await;
    assert_eq!(refusal(back).code, "wrong_login");
}

#[tokio::test]
async fn being_seen_is_written_once_a_minute() {
    let world = TestApp::new().await;
    let id = world.officer("li", "worker", "999901001").await;
    let token = world.sign_in("li").await;
    let began = world.now();
    let seen = async || store::session::of_officer(world.app.db.read(), id).await.unwrap()[0].seen_at;
    world.app.clock.turn_by(TimeDelta::seconds(59));
    sessions::officer_of(&world.app, &token).await.unwrap();
    assert_eq!(seen().await, began);
    world.app.clock.turn_by(TimeDelta::seconds(1));
    sessions::officer_of(&world.app, &token).await.unwrap();
    assert_eq!(seen().await, began + TimeDelta::minutes(1));
}

#[tokio::test]
async fn events_name_ids_only() {
    let world = TestApp::new().await;
    world.organisation("WATER", "department", None).await;
    world.officer("zhang.san", "handler", "WATER").await;
    world.sign_in("zhang.san").await;
    let events = event::Entity::find().order_by_asc(event::COLUMN.no).all(world.app.db.read()).await.unwrap();
    let kinds: Vec<_> = events.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, ["organisation_created", "officer_created", "post_created", "signed_in"]);
    assert!(!format!("{events:?}").contains("zhang"));
}

const ORGANISATIONS: &str = "\u{feff}code,name,kind,parent,phone,areas
STREET,一街,office,,0312-1234567,999901 999901001
WATER,水务,department,STREET,,
";

#[tokio::test]
async fn an_import_is_all_or_nothing_and_lists_every_bad_row() {
    let world = TestApp::new().await;
    let (db, profile) = (&world.app.db, &world.profile);
    let count = async || store::organisation::all(db.read()).await.unwrap().len();

    let bad = ORGANISATIONS.to_owned() + "WATER,又,department,,,\nX,甲,shop,,,\nonly,two\nY,乙,office,NONE,,\n";
    let imported = import::organisations(db, profile, bad.as_bytes(), world.act(), false).await.unwrap();
    let found: Vec<_> = imported.bad.iter().map(|row| (row.line, row.refusal.code)).collect();
    assert_eq!(found, [(4, "code_taken"), (5, "unknown_kind"), (6, "bad_row"), (7, "unknown_code")]);
    assert_eq!(count().await, 0);

    let dry = import::organisations(db, profile, ORGANISATIONS.as_bytes(), world.act(), true).await.unwrap();
    assert_eq!((dry.rows, dry.bad.len(), count().await), (2, 0, 0));
    import::organisations(db, profile, ORGANISATIONS.as_bytes(), world.act(), false).await.unwrap();
    assert_eq!(count().await, 2);
    assert_eq!(store::organisation_area::codes(db.read(), None).await.unwrap().len(), 2);
}

#[tokio::test]
async fn officers_come_with_their_posts_and_a_password_each() {
    let world = TestApp::new().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("officers.csv");
    let rows = "login,name,role,at,valid_from,valid_to\nli,李,worker,999901001,,\nli,李,admin,999901,,2027-01-01T00:00:00Z\nwang,王,admin,999901,,\n";
    let import = async |rows: &str| {
        std::fs::write(&file, rows).unwrap();
        let mut out = Vec::new();
        let args = ImportArgs { file: file.clone(), dry_run: false };
        let done = act(&world.app, StaffCommand::ImportOfficers(args), &mut out).await;
        (done.map_err(|error| error.to_string()), String::from_utf8(out).unwrap())
    };
    let (done, out) = import(&rows.replace("wang,王,admin", "wang,王,king")).await;
    assert_eq!(done.unwrap_err(), "1 of 3 rows are bad; nothing was imported");
    assert!(out.starts_with("line 4 (role): There is no role \"king\""), "{out}");

    let (done, out) = import(rows).await;
    done.unwrap();
    let lines: Vec<_> = out.lines().collect();
    assert_eq!(lines[2], "3 rows imported");
    let (login, password) = lines[0].split_once(',').unwrap();
    let token = sessions::sign_in(&world.app, login, password.to_owned()).await.unwrap();
    assert_eq!(sessions::officer_of(&world.app, &token).await.unwrap().posts.len(), 2);

    let (done, out) = import(&rows.replace("李", "赵")).await;
    assert!(done.is_err() && out.contains("belongs to \"李\""), "{out}");
}

#[tokio::test]
async fn an_officer_is_added_from_the_command_line() {
    let world = TestApp::new().await;
    let mut out = Vec::new();
    let args = AddOfficerArgs { login: "root".into(), name: "甲".into(), role: "admin".into(), at: "999901".into() };
    act(&world.app, StaffCommand::AddOfficer(args), &mut out).await.unwrap();
    let out = String::from_utf8(out).unwrap();
    let (login, password) = out.trim().split_once(',').unwrap();
    let token = sessions::sign_in(&world.app, login, password.to_owned()).await.unwrap();
    assert!(sessions::officer_of(&world.app, &token).await.unwrap().has_role("admin"));
}
