//! Taking over the rows of an import.

use super::{Area, AreaId, Point, import, import::ImportRow, store};
use crate::{
    db::Db,
    error::{Error, Refusal, Result},
    log::{self, Actor, NewEvent},
    profile::Profile,
    wall_clock::Instant,
};
use sea_orm::DatabaseTransaction;
use serde_json::json;
use std::collections::HashMap;

/// Inserts checked rows ([`import::check`]) in one transaction, parents first, and writes one event with their number
/// and ids. Returns how many there were. [`super::Areas::refresh`] makes them known to the running server.
///
/// # Errors
/// 409 when a code is taken, 422 when a parent is not there: nothing has been inserted then.
pub async fn put(db: &Db, profile: &Profile, mut rows: Vec<ImportRow>, by: Actor, at: Instant) -> Result<usize> {
    import::parents_first(&mut rows, &profile.level);
    db.write(async |txn| {
        let models = place(txn, rows).await?;
        if !models.is_empty() {
            record(txn, &models, by, at).await?;
        }
        let count = models.len();
        store::insert(txn, models).await?;
        Ok(count)
    })
    .await
}

/// Gives every row its id and its place in the tree.
async fn place(txn: &DatabaseTransaction, rows: Vec<ImportRow>) -> Result<Vec<store::Model>> {
    let mut known: HashMap<String, (AreaId, String)> = store::paths(txn).await?;
    let mut models = Vec::with_capacity(rows.len());
    for row in rows {
        let above = row.parent_code.as_ref().map(|code| known.get(code).ok_or_else(|| no_parent(&row, code)));
        let above = above.transpose()?;
        let id = AreaId::new();
        let (parent_id, path) = (above.map(|(id, _)| *id), Area::path_below(above.map(|(_, path)| path.as_str()), id));
        if known.insert(row.code.clone(), (id, path.clone())).is_some() {
            return Err(taken(&row));
        }
        models.push(model(row, id, parent_id, path));
    }
    Ok(models)
}

fn model(row: ImportRow, id: AreaId, parent_id: Option<AreaId>, path: String) -> store::Model {
    let ImportRow { level, code, name, validity, boundary, .. } = row;
    let label = boundary.as_ref().map(|boundary| rounded(boundary.label_point()));
    store::Model {
        id,
        level,
        code,
        name,
        parent_id,
        path,
        valid_from: validity.from,
        valid_to: validity.to,
        boundary: boundary.map(|boundary| boundary.to_wkt()),
        label_lon: label.map(|point| point.lon),
        label_lat: label.map(|point| point.lat),
    }
}

/// To six decimals, ten centimetres: a name is not written more exactly.
fn rounded(point: Point) -> Point {
    let [lon, lat] = [point.lon, point.lat].map(|degrees| (degrees * 1e6).round() / 1e6);
    Point { lon, lat }
}

async fn record(txn: &DatabaseTransaction, models: &[store::Model], by: Actor, at: Instant) -> Result<()> {
    let ids: Vec<AreaId> = models.iter().map(|model| model.id).collect();
    let body = json!({ "count": ids.len(), "areas": ids });
    let event = NewEvent { at, actor: by, case: None, kind: "areas_imported".to_owned(), body };
    log::append(txn, event).await.map(|_| ())
}

fn taken(row: &ImportRow) -> Error {
    let (zh, en) = (
        format!("第 {} 行的区域代码“{}”已被使用，请换一个从未用过的代码", row.row, row.code),
        format!("Row {}: the code \"{}\" has been used; write one that never was", row.row, row.code),
    );
    Error::Conflict(Refusal::new("code_taken", zh, en).at("code"))
}

fn no_parent(row: &ImportRow, code: &str) -> Error {
    let (zh, en) = (
        format!("第 {} 行的上级区域“{code}”不存在，请先导入上级区域", row.row),
        format!("Row {}: there is no area \"{code}\" above it; import that one too", row.row),
    );
    Error::Unprocessable(Refusal::new("unknown_code", zh, en).at("parent"))
}
