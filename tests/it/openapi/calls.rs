//! Every operation is called once as it is meant to be, and its answer compared with its description.

use super::{Operation, description, operations_of, schema::mistakes};
use crate::district::{CATEGORY, District, HERE};
use axum::{
    body::{Body, to_bytes},
    http::Request,
};
use serde_json::{Value, json};
use std::{cell::RefCell, collections::BTreeSet};
use tower::ServiceExt;

const PHONE: &str = "13812345678";

#[tokio::test]
async fn every_operation_answers_as_it_is_described() {
    let district = District::new().await;
    let calls = Calls::new(&district);

    for public in
        ["GET /healthz", "GET /readyz", "GET /api/v1/profile", "GET /api/v1/areas", "GET /api/v1/areas.geojson"]
    {
        calls.get("", public, &[]).await;
    }
    let area = calls.get("", "GET /api/v1/areas/{code}", &["999901001001001"]).await;
    assert_eq!(area["ancestors"].as_array().unwrap().len(), 3);
    let here = format!("?lon={}&lat={}", HERE.0, HERE.1);
    let place = calls.get_with("", "GET /api/v1/locate", &[], &here).await;
    assert_eq!(place["area"]["code"], "999901001001001");

    let (receipt, photo) = reports(&calls, &here).await;
    let case = text(&receipt["case"]);
    cases(&calls, &case, &photo, &receipt).await;
    reporter(&calls, &receipt, &photo).await;
    staff(&calls).await;
    calls.get("admin", "GET /api/v1/background", &[]).await;

    let described: BTreeSet<String> = calls.operations.iter().map(ToString::to_string).collect();
    let called = calls.made.borrow();
    let left: Vec<_> = described.difference(&called).collect();
    assert!(left.is_empty(), "call these here too, successfully: {left:?}");
}

async fn reports(calls: &Calls<'_>, here: &str) -> (Value, String) {
    let photo = uuid::Uuid::now_v7().to_string();
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(8, 8, image::Rgb([9, 9, 9])).write_to(&mut png, image::ImageFormat::Png).unwrap();
    calls.send("", "PUT /api/v1/files/{id}", &[&photo], "", &[], Body::from(png.into_inner())).await;
    let report = json!({
        "channel": "mini_program", "text": "路灯不亮", "photos": [photo], "lon": HERE.0, "lat": HERE.1,
        "reporter": { "name": "张三丰", "phone": PHONE },
    });
    let receipt = calls.tell("", "POST /api/v1/reports", &[], report).await;
    let same = calls.get_with("", "GET /api/v1/duplicates", &[], here).await;
    assert_eq!(same[0]["number"], receipt["number"]);
    (receipt, photo)
}

async fn cases(calls: &Calls<'_>, case: &str, photo: &str, receipt: &Value) {
    let page = calls.get_with("clerk", "GET /api/v1/cases", &[], "?worklist=todo&limit=10").await;
    assert_eq!(page["items"].as_array().unwrap().len(), 1);
    let seen = calls.get("clerk", "GET /api/v1/cases/{id}", &[case]).await;
    let register = json!({ "action": "register", "category": CATEGORY, "standard": 1 });
    let version = [("if-match", "\"1\"")];
    calls.tell_with("clerk", "POST /api/v1/cases/{id}/actions", &[case], &version, register).await;
    let why = json!({ "report": seen["reports"][0]["id"], "reason": "核对地点" });
    let opened = calls.tell("clerk", "POST /api/v1/cases/{id}/reveals", &[case], why).await;
    assert_eq!(opened["reporter_phone"], PHONE);
    calls.get("clerk", "GET /api/v1/cases/{id}/timeline", &[case]).await;
    calls.get("clerk", "GET /api/v1/cases/{id}/photos/{photo}", &[case, photo]).await;
    calls.get("clerk", "GET /api/v1/feed", &[]).await;
    // Seen again with all that a case can have.
    let id = &receipt["case"];
    let district = calls.district;
    district.play(id, &district.until_dispatched()[1..]).await;
    district
        .play(
            id,
            &[
                ("handler", json!({ "action": "accept" })),
                ("handler", json!({ "action": "ask_extension", "reason": "工程量大" })),
                ("leader", json!({ "action": "decide_extension", "decision": true, "reason": "同意" })),
            ],
        )
        .await;
    district.play(id, &district.until_closed().await[1..]).await;
    let closed = calls.get("clerk", "GET /api/v1/cases/{id}", &[case]).await;
    assert_eq!(closed["stage"], "closed");
    calls.get("clerk", "GET /api/v1/cases/{id}/timeline", &[case]).await;
}

async fn reporter(calls: &Calls<'_>, receipt: &Value, photo: &str) {
    let code = text(&receipt["tracking_code"]);
    let secret = text(&receipt["secret"]);
    let secret = [("tracking-secret", secret.as_str())];
    let mine = calls.send("", "GET /api/v1/reports/{code}", &[&code], "", &secret, Body::empty()).await;
    assert_eq!(mine["opened"].as_array().unwrap().len(), 1);
    calls.send("", "GET /api/v1/reports/{code}/photos/{photo}", &[&code, photo], "", &secret, Body::empty()).await;
    let rate = json!({ "action": "rate", "solved": true, "satisfaction": "满意" });
    calls.tell_with("", "POST /api/v1/reports/{code}/actions", &[&code], &secret, rate).await;
}

async fn staff(calls: &Calls<'_>) {
    let organisation = json!({ "code": "water", "name": "水务局", "kind": "department", "areas": ["999901001"] });
    let made = calls.tell("admin", "POST /api/v1/organisations", &[], organisation).await;
    let id = text(&made["id"]);
    calls.tell("admin", "PATCH /api/v1/organisations/{id}", &[&id], json!({ "phone": "0000-54321" })).await;
    calls.get("clerk", "GET /api/v1/organisations", &[]).await;

    let new = json!({ "login": "lin", "name": "林某" });
    let officer = calls.tell("admin", "POST /api/v1/officers", &[], new).await;
    let (id, password) = (text(&officer["officer"]), text(&officer["password"]));
    let post = json!({ "role": "handler", "at": "water" });
    let post = calls.tell("admin", "POST /api/v1/officers/{id}/posts", &[&id], post).await;
    calls.get("admin", "GET /api/v1/officers", &[]).await;

    let sign_in = json!({ "login": "lin", "password": password, "bearer": true });
    let token = text(&calls.tell("", "POST /api/v1/session", &[], sign_in.clone()).await["token"]);
    let bearer = format!("Bearer {token}");
    let bearer = [("authorization", bearer.as_str())];
    let me = calls.send("", "GET /api/v1/session", &[], "", &bearer, Body::empty()).await;
    assert_eq!(me["posts"][0]["role"], "handler");
    let sessions = calls.get("security", "GET /api/v1/officers/{id}/sessions", &[&id]).await;
    calls.get("security", "DELETE /api/v1/sessions/{id}", &[&text(&sessions[0]["id"])]).await;

    let token = text(&calls.tell("", "POST /api/v1/session", &[], sign_in).await["token"]);
    let bearer = format!("Bearer {token}");
    let bearer = [("authorization", bearer.as_str())];
    let change = json!({ "old": password, "new": "a longer one of mine" });
    calls.tell_with("", "PUT /api/v1/session/password", &[], &bearer, change).await;
    calls.get("colleague", "DELETE /api/v1/session", &[]).await;
    calls.tell("admin", "POST /api/v1/officers/{id}/password", &[&id], json!({})).await;
    calls.tell("admin", "POST /api/v1/posts/{id}/end", &[&text(&post["id"])], json!({})).await;
    calls.tell("admin", "POST /api/v1/officers/{id}/end", &[&id], json!({})).await;
}

struct Calls<'a> {
    district: &'a District,
    description: Value,
    operations: Vec<Operation>,
    made: RefCell<BTreeSet<String>>,
}

impl<'a> Calls<'a> {
    fn new(district: &'a District) -> Self {
        let description = description();
        Self { district, operations: operations_of(&description), description, made: RefCell::default() }
    }

    async fn get(&self, who: &str, what: &str, places: &[&str]) -> Value {
        self.send(who, what, places, "", &[], Body::empty()).await
    }

    async fn get_with(&self, who: &str, what: &str, places: &[&str], query: &str) -> Value {
        self.send(who, what, places, query, &[], Body::empty()).await
    }

    async fn tell(&self, who: &str, what: &str, places: &[&str], body: Value) -> Value {
        self.tell_with(who, what, places, &[], body).await
    }

    async fn tell_with(&self, who: &str, what: &str, places: &[&str], headers: &[(&str, &str)], body: Value) -> Value {
        let headers = [&[("content-type", "application/json")], headers].concat();
        self.send(who, what, places, "", &headers, Body::from(body.to_string())).await
    }

    /// Sends it, and compares the answer with what the operation says of itself.
    async fn send(
        &self,
        who: &str,
        what: &str,
        places: &[&str],
        query: &str,
        headers: &[(&str, &str)],
        body: Body,
    ) -> Value {
        let operation = self.operations.iter().find(|operation| operation.to_string() == what);
        let operation = operation.unwrap_or_else(|| panic!("{what} is not described"));
        let values = RefCell::new(places.iter());
        let path = operation.fill(|_| (*values.borrow_mut().next().unwrap()).to_owned());
        let mut request = Request::builder().method(operation.method.as_str()).uri(format!("{path}{query}"));
        if !who.is_empty() {
            request = request.header("authorization", format!("Bearer {}", self.district.tokens[who]));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = self.district.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let (parts, body) = answer.into_parts();
        let status = parts.status;
        let described = &operation.description["responses"][status.as_str()];
        assert!(described.is_object(), "{what} answers {status}, which is not described");
        self.made.borrow_mut().insert(what.to_owned());
        let media = parts.headers.get("content-type").map_or("", |media| media.to_str().unwrap());
        let media = media.split(';').next().unwrap();
        if media == "text/event-stream" {
            assert!(described["content"].get(media).is_some());
            return Value::Null;
        }
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        assert!(status.is_success(), "{what}: {status} {}", String::from_utf8_lossy(&bytes));
        if described["content"].is_null() {
            assert!(bytes.is_empty(), "{what} says nothing of a body");
            return Value::Null;
        }
        let content = described["content"].get(media).unwrap_or_else(|| panic!("{what}: {media} is not described"));
        if !media.ends_with("json") {
            assert!(!bytes.is_empty(), "{what}");
            return Value::Null;
        }
        let value = serde_json::from_slice(&bytes).unwrap();
        let mistakes = mistakes(&self.description, &content["schema"], &value);
        assert!(mistakes.is_empty(), "{what} answers otherwise than described: {mistakes:#?}");
        value
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
