//! The test world: a small district with one street, two grids, three organisations and an officer for each role.

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, Request, StatusCode},
};
use chrono::Duration;
use huixiang::{
    app::{App, open_database},
    areas::AreaId,
    config::Config,
    log::Actor,
    profile, server,
    staff::{
        Act,
        officers::{self, NewOfficer},
        organisations::{self, NewOrganisation},
        password,
        posts::{self, NewPost},
        sessions,
    },
    wall_clock::{Instant, WallClock},
};
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::Arc};
use tokio::sync::OnceCell;
use tower::ServiceExt;

pub const PROFILE: &str = include_str!("../../profiles/demo.toml");

/// A Monday, 09:00 in the district.
pub const START: &str = "2026-03-02T01:00:00Z";

/// Logins are the roles; each post stands where the role belongs.
pub const OFFICERS: &[(&str, &str, &str)] = &[
    ("clerk", "intake_clerk", "999901"),
    ("dispatcher", "dispatcher", "999901"),
    ("leader", "duty_leader", "999901"),
    ("checker", "checker", "999901"),
    ("caller", "caller_back", "999901"),
    ("worker", "grid_worker", "999901001001001"),
    ("neighbour", "grid_worker", "999901001001002"),
    ("handler", "handler", "urban_management"),
    ("colleague", "handler", "urban_management"),
    ("sanitation", "handler", "sanitation_centre"),
    ("street", "street_handler", "street_01"),
    ("property", "property_handler", "east_lake_park"),
    ("admin", "administrator", "999901"),
    ("security", "security_officer", "999901"),
    ("auditor", "auditor", "999901"),
];

/// A point in the first grid.
pub const HERE: (f64, f64) = (113.005, 30.005);
/// A point in no grid.
pub const NOWHERE: (f64, f64) = (114.0, 31.0);

pub struct District {
    pub app: App,
    pub router: Router,
    pub tokens: BTreeMap<&'static str, String>,
    _folder: tempfile::TempDir,
}

/// An answer over HTTP.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {:?}", self.body))
    }

    /// The body, after making sure of the status.
    #[track_caller]
    pub fn ok(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.body));
        self.json()
    }

    /// Makes sure that it is this problem.
    #[track_caller]
    pub fn refuses(&self, status: u16, code: &str) -> Value {
        let problem = self.ok(status);
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(self.headers["content-type"], "application/problem+json");
        assert!(problem["title"].is_string() && problem["title_en"].is_string());
        problem
    }
}

impl District {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::load(None).unwrap();
        config.data = folder.path().to_owned();
        // The clock is turned by months: who is signed in stays so.
        (config.session.idle_minutes, config.session.absolute_hours) = (1_000_000, 100_000);
        if let Some(url) = fresh_postgres().await {
            config.database.url = url;
            config.database.connections = 8;
        }
        let db = open_database(&config).await.unwrap();
        let now: Instant = START.parse().unwrap();
        let checked = profile::check(PROFILE).unwrap_or_else(|mistakes| panic!("{mistakes:?}"));
        profile::store::load(&db, PROFILE, &checked, now).await.unwrap();
        put_areas(db.read()).await;
        drop(db);
        let app = App::open(config, WallClock::turned(now)).await.unwrap();
        put_staff(&app).await;
        let router = server::router(app.clone());
        let mut district = Self { app, router, tokens: BTreeMap::new(), _folder: folder };
        for (login, _, _) in OFFICERS {
            let token = sessions::sign_in(&district.app, login, PASSWORD.to_owned()).await.unwrap();
            district.tokens.insert(login, token);
        }
        district
    }

    /// What a signed-in officer sends as Authorization.
    pub fn bearer(&self, who: &str) -> String {
        format!("Bearer {}", self.tokens[who])
    }

    pub fn turn(&self, by: Duration) {
        self.app.clock.turn_by(by);
    }

    pub fn turn_to(&self, to: &str) {
        self.app.clock.turn_to(to.parse().unwrap());
    }

    /// `GET /api/v1/cases` as an officer; as a stranger when `who` is empty.
    pub async fn ask(&self, who: &str, what: &str) -> Answer {
        self.ask_with(who, what, &[], None).await
    }

    pub async fn tell(&self, who: &str, what: &str, body: Value) -> Answer {
        self.ask_with(who, what, &[], Some(body)).await
    }

    pub async fn ask_with(&self, who: &str, what: &str, headers: &[(&str, &str)], body: Option<Value>) -> Answer {
        let (method, path) = what.split_once(' ').unwrap();
        let mut request = Request::builder().method(method).uri(path);
        if !who.is_empty() {
            request = request.header("authorization", self.bearer(who));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = match body {
            Some(body) => {
                request = request.header("content-type", "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        self.send(request.body(body).unwrap()).await
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// Puts a photo and gives its id.
    pub async fn photo(&self) -> String {
        let id = uuid::Uuid::now_v7().to_string();
        let mut png = std::io::Cursor::new(Vec::new());
        image::RgbImage::from_pixel(8, 8, image::Rgb([90, 120, 200]))
            .write_to(&mut png, image::ImageFormat::Png)
            .unwrap();
        let request = Request::builder().method("PUT").uri(format!("/api/v1/files/{id}"));
        self.send(request.body(Body::from(png.into_inner())).unwrap()).await.ok(201);
        id
    }

    /// A resident's report at [`HERE`]; the receipt.
    pub async fn report(&self, text: &str) -> Value {
        self.report_with(json!({ "text": text })).await
    }

    /// A resident's report with more than the usual.
    pub async fn report_with(&self, more: Value) -> Value {
        let mut report = json!({ "channel": "mini_program", "lon": HERE.0, "lat": HERE.1, "text": "路灯不亮" });
        for (key, value) in more.as_object().unwrap() {
            report[key] = value.clone();
        }
        self.tell("", "POST /api/v1/reports", report).await.ok(201)
    }

    /// The case as an officer sees it now.
    pub async fn case(&self, who: &str, id: &Value) -> Value {
        self.ask(who, &format!("GET /api/v1/cases/{}", id.as_str().unwrap())).await.ok(200)
    }

    /// Takes an action on the version of the case that the officer sees now.
    pub async fn act(&self, who: &str, id: &Value, action: Value) -> Answer {
        let path = format!("/api/v1/cases/{}", id.as_str().unwrap());
        let seen = self.ask(who, &format!("GET {path}")).await;
        let etag = seen.headers.get("etag").map_or("\"1\"", |etag| etag.to_str().unwrap()).to_owned();
        self.ask_with(who, &format!("POST {path}/actions"), &[("if-match", &etag)], Some(action)).await
    }

    /// Takes a row of actions that all succeed.
    pub async fn play(&self, id: &Value, actions: &[(&str, Value)]) {
        for (who, action) in actions {
            let answer = self.act(who, id, action.clone()).await;
            assert_eq!(answer.status.as_u16(), 201, "{who} {action}: {}", String::from_utf8_lossy(&answer.body));
        }
    }

    /// A report that has been registered and dispatched to the urban management; the receipt.
    pub async fn dispatched(&self, text: &str) -> Value {
        let receipt = self.report(text).await;
        self.play(&receipt["case"], &self.until_dispatched()).await;
        receipt
    }

    pub fn until_dispatched(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("clerk", json!({ "action": "register", "category": CATEGORY, "standard": 1 })),
            ("dispatcher", json!({ "action": "dispatch", "organisation": "urban_management" })),
        ]
    }

    pub async fn until_closed(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("handler", json!({ "action": "accept" })),
            ("handler", json!({ "action": "contact", "reached": true, "note": "已电话联系" })),
            ("handler", json!({ "action": "submit", "note": "已更换灯泡", "photos": [self.photo().await] })),
            ("checker", json!({ "action": "pass", "note": "现场已恢复" })),
            ("checker", json!({ "action": "close", "reply": "路灯已修好，感谢您的反映。" })),
        ]
    }

    /// What the reporter sees.
    pub async fn follow(&self, receipt: &Value) -> Value {
        let path = format!("GET /api/v1/reports/{}", receipt["tracking_code"].as_str().unwrap());
        self.ask_with("", &path, &[("tracking-secret", receipt["secret"].as_str().unwrap())], None).await.ok(200)
    }

    pub async fn reporter_acts(&self, receipt: &Value, action: Value) -> Answer {
        let path = format!("POST /api/v1/reports/{}/actions", receipt["tracking_code"].as_str().unwrap());
        let secret = [("tracking-secret", receipt["secret"].as_str().unwrap())];
        self.ask_with("", &path, &secret, Some(action)).await
    }
}

/// A category with several standards, the first of them short.
pub const CATEGORY: &str = "01.01";

const PASSWORD: &str = "a password of the tests";

/// A database of its own on the private PostgreSQL, where there is one.
pub async fn fresh_postgres() -> Option<String> {
    let server = std::env::var("HUIXIANG_TEST_POSTGRES").ok()?;
    let name = format!("t{}", uuid::Uuid::now_v7().simple());
    let admin = sea_orm::Database::connect(&server).await.expect("the private PostgreSQL answers");
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    admin.close().await.unwrap();
    Some(server.replacen("/postgres?", &format!("/{name}?"), 1))
}

/// One district with a street, a community and two square grids beside each other.
async fn put_areas(db: &impl ConnectionTrait) {
    let square = |west: f64| {
        let east = west + 0.01;
        format!("POLYGON(({west} 30.0,{east} 30.0,{east} 30.01,{west} 30.01,{west} 30.0))")
    };
    let rows: [(&str, &str, Option<usize>, Option<String>); 5] = [
        ("district", "999901", None, None),
        ("street", "999901001", Some(0), None),
        ("community", "999901001001", Some(1), None),
        ("grid", "999901001001001", Some(2), Some(square(113.0))),
        ("grid", "999901001001002", Some(2), Some(square(113.01))),
    ];
    let mut put: Vec<huixiang::areas::store::Model> = Vec::new();
    for (level, code, parent, boundary) in rows {
        let id = AreaId::new();
        let above = parent.map(|parent| &put[parent]);
        let row = huixiang::areas::store::Model {
            id,
            level: level.into(),
            code: code.into(),
            name: format!("区域{code}"),
            parent_id: above.map(|above| above.id),
            path: format!("{}{id}/", above.map_or("", |above| &above.path)),
            valid_from: "2020-01-01".parse().unwrap(),
            valid_to: None,
            boundary,
            label_lon: None,
            label_lat: None,
        };
        huixiang::areas::store::Entity::insert(row.clone().into_active_model())
            .exec_without_returning(db)
            .await
            .unwrap();
        put.push(row);
    }
}

/// The same hash for everybody: making one takes long on purpose.
async fn hashed() -> String {
    static HASHED: OnceCell<Arc<str>> = OnceCell::const_new();
    let hashed = HASHED.get_or_init(async || password::hash(PASSWORD.to_owned()).await.unwrap().into());
    hashed.await.to_string()
}

async fn put_staff(app: &App) {
    let edition = app.profiles.current();
    let act = Act { by: Actor::System, at: app.clock.now() };
    let hashed = hashed().await;
    let organisations = [
        ("urban_management", "department", "城市管理局"),
        ("sanitation_centre", "department", "环卫中心"),
        ("street_01", "street_office", "临江街道办事处"),
        ("east_lake_park", "property_firm", "东湖公园管理处"),
    ];
    app.db
        .write(async |txn| {
            for (code, kind, name) in organisations {
                let new = NewOrganisation {
                    code: code.into(),
                    name: name.into(),
                    kind: kind.into(),
                    phone: Some("0000-12345".into()),
                    ..NewOrganisation::default()
                };
                organisations::create(txn, &edition.profile, &new, act).await?;
            }
            for (login, role, at) in OFFICERS {
                let new = NewOfficer { login: (*login).into(), name: format!("工作人员{login}") };
                let officer = officers::create(txn, &new, hashed.clone(), act).await?;
                let post = NewPost { role: (*role).into(), at: (*at).into(), ..NewPost::default() };
                posts::create(txn, &edition.profile, officer.id, &post, act).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
}
