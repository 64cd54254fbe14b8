//! What a browser is served. Until the faces come: one plain page that says what runs, and the API documentation.

use crate::app::App;
use axum::{extract::State, response::Html};

/// A small plain page.
pub async fn front_page(State(app): State<App>) -> Html<String> {
    let edition = app.profiles.current();
    let name = escape(&edition.profile.name);
    let version = env!("CARGO_PKG_VERSION");
    Html(format!(
        r#"<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>回响 · {name}</title>
<link rel="stylesheet" href="/front.css">
<main>
<h1>回响 <span lang="en">Huixiang</span></h1>
<p>{name}的网格化服务平台正在运行。界面尚未安装；可用的是接口与命令行。</p>
<p lang="en">The community service platform of this district is running. Its faces are not there yet; the API and the command line are.</p>
<ul>
<li><a href="/api/docs/">接口文档 <span lang="en">API documentation</span></a></li>
<li><a href="/api/openapi.json">OpenAPI 3.1</a></li>
<li><a href="/readyz">运行状态 <span lang="en">Status</span></a></li>
</ul>
<p class="small">{version} · 区情配置第 {edition} 版 <span lang="en">profile version {edition}</span></p>
</main>
</html>
"#,
        edition = edition.profile.version
    ))
}

/// The page's style.
pub const FRONT_CSS: &str = "\
body { margin: 0; background: #f6f8fb; color: #1d2733; font: 18px/1.7 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif; }
main { max-width: 40rem; margin: 10vh auto; padding: 2rem; background: #fff; border: 1px solid #dde3ec; border-radius: 12px; }
h1 { margin: 0 0 1rem; font-size: 2rem; font-weight: 600; }
[lang=en] { color: #5a6675; }
a, a [lang=en] { color: #0b57c2; }
li { margin: .5rem 0; }
.small { font-size: 15px; color: #5a6675; }
@media (max-width: 44rem) { main { margin: 0; min-height: 100vh; border: 0; border-radius: 0; box-sizing: border-box; } }
";

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
