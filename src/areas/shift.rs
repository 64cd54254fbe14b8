//! The two shifts of Chinese map providers, as formulas (standards 2.10). Where they apply is said in
//! [`super::coordinates`].

use super::Point;
use std::f64::consts::PI;

/// What 高德 and 腾讯 do to a point: some hundred metres, in waves.
pub(super) fn wgs84_to_gcj02(point: Point) -> Point {
    const A: f64 = 6_378_245.0;
    const EE: f64 = 0.006_693_421_622_965_943;
    let (x, y) = (point.lon - 105.0, point.lat - 35.0);
    let wave = |t: f64, first: f64, second: f64, third: f64| {
        (20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin()) * 2.0 / 3.0
            + (20.0 * (t * PI).sin() + 40.0 * (t / 3.0 * PI).sin()) * 2.0 / 3.0
            + (first * (t / 12.0 * PI).sin() + second * (t / 30.0 * PI).sin()) * third / 3.0
    };
    let root = x.abs().sqrt();
    let east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + wave(x, 150.0, 300.0, 2.0);
    let north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + wave(y, 160.0, 320.0, 2.0);
    let (sin, cos) = point.lat.to_radians().sin_cos();
    let magic = 1.0 - EE * sin * sin;
    let metres_north = A * (1.0 - EE) / (magic * magic.sqrt()) * PI / 180.0;
    let metres_east = A / magic.sqrt() * cos * PI / 180.0;
    Point { lon: point.lon + east / metres_east, lat: point.lat + north / metres_north }
}

/// What 百度 does to it after that.
pub(super) fn gcj02_to_bd09(point: Point) -> Point {
    const X_PI: f64 = PI * 3000.0 / 180.0;
    let radius = point.lon.hypot(point.lat) + 0.00002 * (point.lat * X_PI).sin();
    let angle = point.lat.atan2(point.lon) + 0.000003 * (point.lon * X_PI).cos();
    Point { lon: radius * angle.cos() + 0.0065, lat: radius * angle.sin() + 0.006 }
}
