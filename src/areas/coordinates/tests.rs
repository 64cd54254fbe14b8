use super::*;
use proptest::prelude::*;

const ALL: [Crs; 4] = [Crs::Wgs84, Crs::Cgcs2000, Crs::Gcj02, Crs::Bd09];

/// The same place in WGS-84, GCJ-02 and BD-09 (standards 2.10).
const VECTORS: [[(f64, f64); 3]; 5] = [
    [(121.15, 41.117), (121.155606, 41.119034), (121.162175, 41.124780)],
    [(107.64, 35.735), (107.644739, 35.734609), (107.651116, 35.740916)],
    [(107.03, 33.07), (107.034549, 33.068134), (107.040946, 33.074439)],
    [(109.98, 27.55), (109.984617, 27.546627), (109.991191, 27.552305)],
    [(113.0, 33.25), (113.006096, 33.248270), (113.012625, 33.254204)],
];

fn near(a: Point, b: Point, degrees: f64) -> bool {
    (a.lon - b.lon).abs() <= degrees && (a.lat - b.lat).abs() <= degrees
}

#[test]
fn every_vector_from_each_system_to_each() {
    let systems = [Crs::Wgs84, Crs::Gcj02, Crs::Bd09];
    for row in VECTORS {
        for (i, from) in systems.into_iter().enumerate() {
            for (j, to) in systems.into_iter().enumerate() {
                let start = Point::new(row[i].0, row[i].1).unwrap();
                let end = Point::new(row[j].0, row[j].1).unwrap();
                let got = start.convert(from, to);
                assert!(near(got, end, 1e-6), "{from} to {to}: {got:?}, not {end:?}");
            }
        }
    }
}

#[test]
fn a_degree_of_latitude_is_111_km() {
    let (south, north) = (Point { lon: 113.0, lat: 30.0 }, Point { lon: 113.0, lat: 31.0 });
    assert!((south.distance_m(&north) - 111_195.0).abs() < 1.0);
}

#[test]
fn what_is_no_point_is_refused_in_one_sentence() {
    let cases = [
        (f64::NAN, 1.0, "lon is NaN; write a number of degrees such as 121.15"),
        (1.0, f64::INFINITY, "lat is inf; write a number of degrees such as 41.117"),
        (41.117, 121.15, "lat 121.15 is outside ±90; longitude comes first, so write 121.15, 41.117"),
        (181.0, 0.0, "lon 181 is outside ±180; write degrees, longitude first, such as 121.15, 41.117"),
        (100.0, 91.0, "lat 91 is outside ±90; write degrees, longitude first, such as 121.15, 41.117"),
    ];
    for (lon, lat, message) in cases {
        let error = Point::new(lon, lat).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert!(message.starts_with(error.field()));
    }
    assert!(serde_json::from_str::<Point>(r#"{"lon": 41.117, "lat": 121.15}"#).is_err());
}

#[test]
fn names_of_systems_are_read_as_they_are_printed() {
    for crs in ALL {
        assert_eq!(crs.to_string().parse(), Ok(crs));
    }
    assert_eq!("GCJ-02".parse(), Ok(Crs::Gcj02));
    assert!("mars".parse::<Crs>().unwrap_err().to_string().contains("write wgs84"));
}

proptest! {
    #[test]
    fn there_and_back_is_where_it_began(lon in 73.0..136.0f64, lat in 1.0..55.0f64, from in 0..4usize, to in 0..4usize) {
        let point = Point::new(lon, lat).unwrap();
        let plain = point.convert(ALL[from], Crs::Wgs84);
        let there = plain.convert(Crs::Wgs84, ALL[to]);
        prop_assert!(near(there.convert(ALL[to], Crs::Wgs84), plain, 1e-9));
    }

    #[test]
    fn outside_china_nothing_moves(lon in -180.0..70.0f64, lat in -90.0..90.0f64, from in 0..4usize, to in 0..4usize) {
        let point = Point::new(lon, lat).unwrap();
        prop_assert_eq!(point.convert(ALL[from], ALL[to]), point);
    }
}
