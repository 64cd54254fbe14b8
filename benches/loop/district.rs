//! A small district on the trial profile, made with the command line and served by the real program.

use crate::client::Client;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

pub const CATEGORY: &str = "05";

/// The running program, stopped when this is dropped.
pub struct Served {
    pub address: String,
    tokens: BTreeMap<&'static str, String>,
    child: Child,
}

impl Served {
    pub fn token(&self, who: &str) -> String {
        self.tokens[who].clone()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// What is done to a report until it is closed: by whom, and what.
pub fn life() -> [(&'static str, Value); 4] {
    [
        ("desk", json!({ "action": "register" })),
        ("desk", json!({ "action": "dispatch" })),
        ("handler", json!({ "action": "submit", "note": "Lamp replaced" })),
        ("desk", json!({ "action": "close", "reply": "The lamp has been replaced. Thank you." })),
    ]
}

pub fn serve(data: &Path) -> Served {
    let profile = Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles/trial-open311.toml");
    run(data, &["profile", "load", &profile.display().to_string()]);
    import(data, "areas", "level,code,name\ndistrict,999902,Bench\n", &["areas", "import"]);
    import(data, "organisations", "code,name,kind\ncity_unit,City unit,unit\n", &["staff", "import-organisations"]);
    let officer = |login: &str, role: &str, at: &str| {
        let printed =
            run(data, &["staff", "add-officer", "--login", login, "--name", login, "--role", role, "--at", at]);
        printed.trim().split_once(',').expect("login,password").1.to_owned()
    };
    let passwords =
        [("desk", officer("desk", "desk", "999902")), ("handler", officer("handler", "unit_handler", "city_unit"))];
    let mut child = program(data).arg("serve").stdout(Stdio::piped()).spawn().expect("the program starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("where it listens");
    let address = line.trim().rsplit("http://").next().expect("an address").to_owned();
    let tokens = passwords.map(|(login, password)| (login, sign_in(&address, login, &password))).into();
    Served { address, tokens, child }
}

fn sign_in(address: &str, login: &str, password: &str) -> String {
    let body = json!({ "login": login, "password": password, "bearer": true });
    let (status, answer) = Client::new(address).send("POST", "/api/v1/session", &[], Some(&body));
    assert_eq!(status, 201, "{login} cannot sign in: {answer}");
    format!("Bearer {}", answer["token"].as_str().expect("a token"))
}

fn import(data: &Path, name: &str, csv: &str, command: &[&str]) {
    let file = data.join(format!("{name}.csv"));
    fs::write(&file, csv).expect("the file can be written");
    let file = file.display().to_string();
    run(data, &[command, &[file.as_str()]].concat());
}

fn run(data: &Path, command: &[&str]) -> String {
    let done = program(data).args(command).output().expect("the program starts");
    assert!(done.status.success(), "{command:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("UTF-8")
}

fn program(data: &Path) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_huixiang"));
    program.env("HUIXIANG_DATA", data).env("HUIXIANG_LISTEN", "127.0.0.1:0").env("HUIXIANG_LOG__LEVEL", "warn");
    program
}
