//! "Received" means on disk: the real program, killed while it works.

use crate::district::{PROFILE, fresh_postgres};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

#[tokio::test]
async fn what_was_acknowledged_survives_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let database = fresh_postgres().await;
    tokio::task::spawn_blocking(move || kill_and_look(folder.path(), database.as_deref())).await.unwrap();
}

fn kill_and_look(data: &Path, database: Option<&str>) {
    let profile = data.join("profile.toml");
    std::fs::write(&profile, PROFILE).unwrap();
    let loaded = program(data, database).args(["profile", "load"]).arg(&profile).output().unwrap();
    assert!(loaded.status.success(), "{}", String::from_utf8_lossy(&loaded.stderr));

    let mut acknowledged = BTreeSet::new();
    for round in 0..3 {
        let (mut server, address) = serve(data, database);
        let writers: Vec<_> = (0..4)
            .map(|n| {
                thread::spawn({
                    let address = address.clone();
                    move || report_until_it_dies(&address, round * 4 + n)
                })
            })
            .collect();
        thread::sleep(Duration::from_millis(700));
        server.kill().unwrap();
        server.wait().unwrap();
        for writer in writers {
            acknowledged.extend(writer.join().unwrap());
        }
    }
    assert!(acknowledged.len() > 12, "only {} reports were taken before the kills", acknowledged.len());

    let (mut server, address) = serve(data, database);
    for (code, secret, number) in &acknowledged {
        let head = format!("GET /api/v1/reports/{code} HTTP/1.1\r\nTracking-Secret: {secret}");
        let (status, body) = exchange(&address, &head, "").expect("the server answers");
        assert_eq!(
            (status, body["number"].as_str()),
            (200, Some(number.as_str())),
            "{code} was acknowledged and is lost"
        );
    }
    let numbers: BTreeSet<_> = acknowledged.iter().map(|(_, _, number)| number).collect();
    assert_eq!(numbers.len(), acknowledged.len(), "a number was given twice");
    server.kill().unwrap();
    server.wait().unwrap();
}

/// Reports one after the other until the server is gone; tracking code, secret and number of each that was taken.
fn report_until_it_dies(address: &str, writer: usize) -> Vec<(String, String, String)> {
    let mut taken = Vec::new();
    for n in 0.. {
        let body = json!({ "channel": "phone", "text": format!("第{writer}组第{n}件") }).to_string();
        let key = uuid::Uuid::now_v7();
        let head = format!("POST /api/v1/reports HTTP/1.1\r\nContent-Type: application/json\r\nIdempotency-Key: {key}");
        let Some((status, receipt)) = exchange(address, &head, &body) else { break };
        assert_eq!(status, 201, "{receipt}");
        let text = |field: &str| receipt[field].as_str().unwrap().to_owned();
        taken.push((text("tracking_code"), text("secret"), text("number")));
    }
    taken
}

/// One request; none when the server is not there (any more).
fn exchange(address: &str, head: &str, body: &str) -> Option<(u16, Value)> {
    let mut stream = TcpStream::connect(address).ok()?;
    let length = body.len();
    write!(stream, "{head}\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}").ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some((status, serde_json::from_str(body).ok()?))
}

fn program(data: &Path, database: Option<&str>) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_huixiang"));
    program.env("HUIXIANG_DATA", data).env("HUIXIANG_LISTEN", "127.0.0.1:0").env("HUIXIANG_LOG__LEVEL", "error");
    if let Some(url) = database {
        program.env("HUIXIANG_DATABASE__URL", url);
    }
    program
}

fn serve(data: &Path, database: Option<&str>) -> (Child, String) {
    let mut server = program(data, database).arg("serve").stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().rsplit("http://").next().unwrap().to_owned();
    assert!(address.contains(':'), "the server says where it listens: {line}");
    (server, address)
}
