//! Who works in the demo district: 30 organisations and 60 officers.

use super::make::Account;
use crate::{
    app::App,
    areas::Code,
    error::Result,
    log::Actor,
    profile::Profile,
    staff::{
        Act, Officer,
        officers::{self, NewOfficer},
        organisations::{self, NewOrganisation},
        password,
        posts::{self, NewPost},
    },
};
use sea_orm::DatabaseTransaction;
use std::collections::HashMap;

/// The organisations that the profile's routes lead to, and some beside them: code, kind, name.
const ORGANISATIONS: [(&str, &str, &str); 30] = [
    ("urban_management", "department", "城市管理局"),
    ("sanitation_centre", "department", "环境卫生中心"),
    ("parks_centre", "department", "园林绿化中心"),
    ("drainage_centre", "department", "排水管理中心"),
    ("street_lighting", "department", "路灯管理所"),
    ("road_maintenance", "department", "市政道路养护所"),
    ("transport_bureau", "department", "交通运输局"),
    ("traffic_police", "department", "交通警察大队"),
    ("construction_bureau", "department", "住房和城乡建设局"),
    ("emergency_bureau", "department", "应急管理局"),
    ("housing_bureau", "department", "房产管理局"),
    ("civil_affairs_bureau", "department", "民政局"),
    ("labour_bureau", "department", "人力资源和社会保障局"),
    ("service_centre", "department", "网格化服务中心"),
    ("street_01", "street_office", "临江街道办事处"),
    ("street_02", "street_office", "文昌街道办事处"),
    ("street_03", "street_office", "北关街道办事处"),
    ("street_04", "street_office", "南湖街道办事处"),
    ("street_05", "street_office", "东门街道办事处"),
    ("street_06", "street_office", "青石街道办事处"),
    ("water_company", "enterprise", "永安自来水公司"),
    ("gas_company", "enterprise", "永安燃气公司"),
    ("telecom_company", "enterprise", "永安通信公司"),
    ("east_lake_park", "property_firm", "东湖公园管理处"),
    ("lijing_property", "property_firm", "丽景物业公司"),
    ("heping_property", "property_firm", "和平物业公司"),
    ("lijing_owners", "owners_committee", "丽景苑业主委员会"),
    ("linjiang_committee", "party_body", "临江街道大工委"),
    ("liuxiang_community", "community_committee", "柳巷社区居民委员会"),
    ("evergreen_team", "volunteer_team", "常青志愿服务队"),
];

/// Officers of the district itself: role, how many, what their logins begin with.
const DISTRICT: [(&str, usize, &str); 8] = [
    ("intake_clerk", 3, "shouli"),
    ("dispatcher", 3, "paiqian"),
    ("duty_leader", 2, "zhiban"),
    ("checker", 3, "hecha"),
    ("caller_back", 2, "huifang"),
    ("administrator", 1, "guanli"),
    ("security_officer", 1, "anquan"),
    ("auditor", 1, "shenji"),
];

const SURNAMES: [&str; 20] = [
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "罗",
    "高",
];
const GIVEN: [&str; 12] =
    ["秀英", "建国", "桂兰", "志强", "丽华", "文斌", "晓燕", "海涛", "春梅", "立新", "玉珍", "永康"];

/// The officers of the demo district, by what they do.
pub struct Crew {
    pub accounts: Vec<Account>,
    pub organisations: usize,
    by_role: HashMap<&'static str, Vec<Officer>>,
    by_organisation: HashMap<&'static str, Officer>,
    /// By the code of the grid.
    by_grid: HashMap<String, Officer>,
}

impl Crew {
    /// One of those who have a role at the district; the same for the same number.
    pub fn one_of(&self, role: &str, nth: usize) -> Option<&Officer> {
        let all = self.by_role.get(role)?;
        all.get(nth % all.len())
    }

    /// Who handles for an organisation.
    pub fn handler(&self, organisation: &str) -> Option<&Officer> {
        self.by_organisation.get(organisation)
    }

    pub fn grid_worker(&self, grid: &str) -> Option<&Officer> {
        self.by_grid.get(grid)
    }
}

/// An officer to be: role, places, login.
struct Place {
    role: &'static str,
    at: Vec<String>,
    login: String,
}

/// Founds the organisations and takes the officers on, each with a password of their own.
///
/// # Errors
/// When an operation refuses.
pub async fn hire(app: &App) -> Result<Crew> {
    let edition = app.profiles.current();
    let act = Act { by: Actor::System, at: app.clock.now() };
    app.db.write(async |txn| found(txn, &edition.profile, act).await).await?;
    let mut crew = Crew {
        accounts: Vec::new(),
        organisations: ORGANISATIONS.len(),
        by_role: HashMap::new(),
        by_organisation: HashMap::new(),
        by_grid: HashMap::new(),
    };
    for (nth, place) in places(app, &edition.profile).into_iter().enumerate() {
        let name = format!("{}{}", SURNAMES[nth % SURNAMES.len()], GIVEN[nth * 7 % GIVEN.len()]);
        take_on(app, &mut crew, &edition.profile, place, name, act).await?;
    }
    Ok(crew)
}

async fn found(txn: &DatabaseTransaction, profile: &Profile, act: Act) -> Result<()> {
    for (nth, (code, kind, name)) in ORGANISATIONS.into_iter().enumerate() {
        let number = code.strip_prefix("street_").filter(|_| kind == "street_office");
        let areas = number.map(|number| format!("{}{number:0>3}", profile.code)).into_iter().collect();
        let new = NewOrganisation {
            code: code.to_owned(),
            name: name.to_owned(),
            kind: kind.to_owned(),
            // 0000 is no area code: nobody is called by mistake.
            phone: Some(format!("0000-{:07}", 5_550_100 + nth)),
            areas,
            ..NewOrganisation::default()
        };
        organisations::create(txn, profile, &new, act).await?;
    }
    Ok(())
}

fn places(app: &App, profile: &Profile) -> Vec<Place> {
    let district = &profile.code;
    let numbered = |(role, count, login): (&'static str, usize, &'static str)| {
        (1..=count).map(move |nth| Place { role, at: vec![district.clone()], login: format!("{login}{nth}") })
    };
    let handlers = ORGANISATIONS.iter().filter_map(|(code, kind, _)| {
        let role = handler_role(kind)?;
        Some(Place { role, at: vec![(*code).to_owned()], login: code.replace('_', "") })
    });
    let mut places: Vec<Place> = DISTRICT.into_iter().flat_map(numbered).chain(handlers).collect();
    let workers = 60 - places.len();
    let grids = grids(app);
    let share = grids.len().div_ceil(workers);
    let worker = |(nth, grids): (usize, &[String])| Place {
        role: "grid_worker",
        at: grids.to_vec(),
        login: format!("wangge{}", nth + 1),
    };
    places.extend(grids.chunks(share).enumerate().map(worker));
    places
}

fn handler_role(kind: &str) -> Option<&'static str> {
    match kind {
        "department" => Some("handler"),
        "street_office" => Some("street_handler"),
        "enterprise" => Some("enterprise_handler"),
        "property_firm" => Some("property_handler"),
        _ => None,
    }
}

fn grids(app: &App) -> Vec<String> {
    let mut grids: Vec<Code> =
        app.areas.with_tree(|tree| tree.codes().filter(|code| code.as_str().len() == 15).cloned().collect());
    grids.sort();
    grids.iter().map(Code::to_string).collect()
}

async fn take_on(app: &App, crew: &mut Crew, profile: &Profile, place: Place, name: String, act: Act) -> Result<()> {
    let password = password::readable();
    let stored = password::hash(password.clone()).await?;
    let new = NewOfficer { login: place.login.clone(), name: name.clone() };
    let id = app
        .db
        .write(async |txn| {
            let officer = officers::create(txn, &new, stored, act).await?;
            for at in &place.at {
                let post = NewPost { role: place.role.to_owned(), at: at.clone(), ..NewPost::default() };
                posts::create(txn, profile, officer.id, &post, act).await?;
            }
            Ok(officer.id)
        })
        .await?;
    let officer = officers::at_work(app, id, name.clone()).await?;
    let role = profile.role(place.role).map_or(place.role, |role| &role.name);
    let posts = format!("{role} {}", place.at.first().map_or("", |at| at.as_str()));
    crew.accounts.push(Account { login: place.login, password, name, posts });
    match place.role {
        "grid_worker" => crew.by_grid.extend(place.at.into_iter().map(|grid| (grid, officer.clone()))),
        role if role.ends_with("handler") => {
            let code = ORGANISATIONS.iter().find(|(code, ..)| place.at.iter().any(|at| at == code));
            crew.by_organisation.extend(code.map(|(code, ..)| (*code, officer)));
        }
        role => crew.by_role.entry(role).or_default().push(officer),
    }
    Ok(())
}
