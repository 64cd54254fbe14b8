//! Photos for the demo: drawn, not taken.

use super::random::Random;
use crate::{app::App, error::Result, files, files::FileId, staff::OfficerId};
use image::{ImageFormat, Rgb, RgbImage};
use std::io::Cursor;

/// Puts a small picture, a coloured ground with a darker patch, and gives its id.
///
/// # Errors
/// When it cannot be kept.
pub async fn photo(app: &App, random: &mut Random, by: Option<OfficerId>) -> Result<FileId> {
    let id = FileId::new();
    let mut png = Cursor::new(Vec::new());
    let written = draw(random).write_to(&mut png, ImageFormat::Png);
    written.map_err(|error| anyhow::anyhow!("drawing a photo: {error}"))?;
    files::keep(app, id, png.into_inner().into(), by).await?;
    Ok(id)
}

fn draw(random: &mut Random) -> RgbImage {
    let (red, green, blue) = (random.below(90) as u8 + 90, random.below(90) as u8 + 90, random.below(90) as u8 + 90);
    let (left, top) = (random.below(120) as u32 + 40, random.below(80) as u32 + 40);
    RgbImage::from_fn(240, 180, |x, y| {
        let patch = (left..left + 60).contains(&x) && (top..top + 45).contains(&y);
        let shade = if patch { 70 } else { u8::try_from(y / 3).unwrap_or(0) };
        Rgb([red.saturating_sub(shade), green.saturating_sub(shade), blue.saturating_sub(shade)])
    })
}
