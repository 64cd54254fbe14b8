//! A small district for the tests inside modules: one root area with a grid, one department, a turned clock.

use crate::{
    app::App,
    config::Config,
    db::Db,
    log::Actor,
    migrations::Migrator,
    profile::Profile,
    staff::{
        self, Act, OfficerId,
        officers::{self, NewOfficer},
        organisations::{self, NewOrganisation},
        password,
        posts::{self, NewPost},
    },
    wall_clock::{Instant, WallClock},
};
use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, Request, StatusCode},
};
use sea_orm::ConnectionTrait;
use sea_orm_migration::MigratorTrait;
use serde::de::DeserializeOwned;
use tower::ServiceExt;

const PROFILE: &str = r#"
code = "999901"
name = "试"
version = 1
time_zone = "Asia/Shanghai"
channel = []
category = []
step = []
action = []
clock = []
hours = { windows = ["08:00-12:00", "14:00-18:00"] }
report = { step = "new" }
[[level]]
id = "district"
name = "区"
[[level]]
id = "grid"
name = "网格"
parent = "district"
base = true
[[organisation_kind]]
id = "department"
name = "部门"
[[organisation_kind]]
id = "office"
name = "街道"
[[role]]
id = "admin"
name = "系统管理员"
at = "district"
administers = ["system"]
[[role]]
id = "security"
name = "安全保密管理员"
at = "district"
administers = ["security"]
[[role]]
id = "worker"
name = "网格员"
at = "grid"
[[role]]
id = "handler"
name = "处置员"
at = "department"
"#;

pub struct TestApp {
    pub app: App,
    pub profile: Profile,
    router: Router,
    _folder: tempfile::TempDir,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    body: Bytes,
}

impl Answer {
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {:?}", self.body))
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// The code of a problem.
    pub fn code(&self) -> String {
        self.json::<serde_json::Value>()["code"].as_str().unwrap_or_default().to_owned()
    }
}

pub const START: &str = "2026-03-02T01:00:00Z";

impl TestApp {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::load(None).unwrap();
        config.data = folder.path().to_owned();
        let db = Db::connect(&config.database_url(), 4).await.unwrap();
        Migrator::up(db.read(), None).await.unwrap();
        for sql in [
            format!(
                "insert into profile values (x'00000000000000000000000000000003', '999901', 1, '{PROFILE}', '{START}')"
            ),
            "insert into area (id, level, code, name, path, valid_from) values
                (x'00000000000000000000000000000001', 'district', '999901', '试区', 'r/', '2020-01-01'),
                (x'00000000000000000000000000000002', 'grid', '999901001', '一格', 'r/g/', '2020-01-01')"
                .to_owned(),
        ] {
            db.read().execute_unprepared(&sql).await.unwrap();
        }
        drop(db);
        let app = App::open(config, WallClock::turned(START.parse().unwrap())).await.unwrap();
        let router =
            staff::http::router().merge(crate::files::http::router()).merge(crate::areas::router()).split_for_parts().0;
        let router = router.with_state(app.clone());
        Self { app, profile: toml::from_str(PROFILE).unwrap(), router, _folder: folder }
    }

    pub fn now(&self) -> Instant {
        self.app.clock.now()
    }

    pub fn act(&self) -> Act {
        Act { by: Actor::System, at: self.now() }
    }

    /// An organisation of a kind.
    pub async fn organisation(&self, code: &str, kind: &str, parent: Option<&str>) -> staff::OrganisationId {
        let (name, parent) = (code.to_owned(), parent.map(str::to_owned));
        let new = NewOrganisation { code: code.to_owned(), name, kind: kind.to_owned(), parent, ..Default::default() };
        let work = async |txn: &_| organisations::create(txn, &self.profile, &new, self.act()).await;
        self.app.db.write(work).await.unwrap().id
    }

    /// An officer with a post, whose password is `password`.
    pub async fn officer(&self, login: &str, role: &str, at: &str) -> OfficerId {
        let stored = password::hash("password".to_owned()).await.unwrap();
        let officer = NewOfficer { login: login.to_owned(), name: login.to_owned() };
        let post = NewPost { role: role.to_owned(), at: at.to_owned(), ..NewPost::default() };
        let work = async |txn: &_| {
            let made = officers::create(txn, &officer, stored, self.act()).await?;
            posts::create(txn, &self.profile, made.id, &post, self.act()).await.map(|_| made.id)
        };
        self.app.db.write(work).await.unwrap()
    }

    /// A bearer token.
    pub async fn sign_in(&self, login: &str) -> String {
        staff::sessions::sign_in(&self.app, login, "password".to_owned()).await.unwrap()
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// `method path` with a bearer token and a JSON body.
    pub async fn call(&self, what: &str, token: &str, body: serde_json::Value) -> Answer {
        self.send(request(what, token).body(Body::from(body.to_string())).unwrap()).await
    }
}

pub fn request(what: &str, token: &str) -> axum::http::request::Builder {
    let (method, path) = what.split_once(' ').unwrap();
    let request = Request::builder().method(method).uri(path).header("content-type", "application/json");
    if token.is_empty() { request } else { request.header("authorization", format!("Bearer {token}")) }
}
