//! From received bytes to the two pictures that are kept: pure.

use super::jpeg;
use crate::error::Refusal;
use image::{
    DynamicImage, GenericImageView, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgba, RgbaImage,
    codecs::jpeg::JpegEncoder, error::LimitErrorKind, imageops, imageops::FilterType,
};
use std::io::Cursor;

/// Longest side of the picture that is kept, in pixels.
const FULL: u32 = 2560;
/// Longest side of the small one.
const SMALL: u32 = 480;
const QUALITY: u8 = 85;
/// Longest side that is taken.
const MAX_SIDE: u32 = 30_000;

/// A photo as it is kept: upright JPEGs without any metadata.
#[derive(Debug)]
pub struct Photo {
    pub full: Vec<u8>,
    pub small: Vec<u8>,
    /// Of the full picture, in pixels.
    pub width: u32,
    pub height: u32,
}

/// Reads JPEG, PNG or WebP, told by content and not by name, of at most `max_pixels` pixels.
///
/// # Errors
/// Says what is wrong: another type, too many pixels, broken off.
pub fn read(received: &[u8], max_pixels: u32) -> Result<Photo, Refusal> {
    let format = image::guess_format(received).map_err(|_| other_type())?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) {
        return Err(other_type());
    }
    if format == ImageFormat::Jpeg && !jpeg::is_whole(received) {
        return Err(broken());
    }
    let image = decode(received, format, max_pixels)?;
    let full = within(image, FULL);
    let small = within(full.clone(), SMALL);
    let (width, height) = full.dimensions();
    Ok(Photo { full: encode(&full)?, small: encode(&small)?, width, height })
}

fn decode(received: &[u8], format: ImageFormat, max_pixels: u32) -> Result<DynamicImage, Refusal> {
    let refuse = |error: ImageError| match error {
        ImageError::Limits(limit) if !matches!(limit.kind(), LimitErrorKind::Unsupported { .. }) => {
            too_many(max_pixels)
        }
        _ => broken(),
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    // Four channels of one byte, and as much again for the decoder's own work.
    limits.max_alloc = Some(u64::from(max_pixels) * 8 + (16 << 20));
    let mut reader = ImageReader::with_format(Cursor::new(received), format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder().map_err(refuse)?;
    let (width, height) = decoder.dimensions();
    // The size that the header claims, before a single pixel is made room for.
    if u64::from(width) * u64::from(height) > u64::from(max_pixels) {
        return Err(too_many(max_pixels));
    }
    limits.reserve(decoder.total_bytes()).map_err(refuse)?;
    // A photo whose EXIF is broken stays as it lies.
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(refuse)?;
    image.apply_orientation(orientation);
    Ok(image)
}

/// The same picture with its longest side at most `side`.
fn within(image: DynamicImage, side: u32) -> DynamicImage {
    if image.width().max(image.height()) <= side { image } else { image.resize(side, side, FilterType::Triangle) }
}

fn encode(image: &DynamicImage) -> Result<Vec<u8>, Refusal> {
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, QUALITY);
    on_white(image).write_with_encoder(encoder).map_err(|_| broken())?;
    Ok(jpeg)
}

/// JPEG has no transparency: what shines through a screenshot is paper.
fn on_white(image: &DynamicImage) -> DynamicImage {
    if !image.color().has_alpha() {
        return DynamicImage::from(image.to_rgb8());
    }
    let mut paper = RgbaImage::from_pixel(image.width(), image.height(), Rgba([255; 4]));
    imageops::overlay(&mut paper, &image.to_rgba8(), 0, 0);
    DynamicImage::from(DynamicImage::from(paper).into_rgb8())
}

fn other_type() -> Refusal {
    Refusal::new(
        "not_a_photo",
        "照片须为 JPEG、PNG 或 WebP 格式",
        "A photo has to be JPEG, PNG or WebP; this is something else, whatever its name says",
    )
}

fn broken() -> Refusal {
    Refusal::new("broken_photo", "照片不完整或已损坏，请重新上传", "The photo is broken or cut off; send it again")
}

fn too_many(max_pixels: u32) -> Refusal {
    let millions = f64::from(max_pixels) / 1e6;
    Refusal::new(
        "too_many_pixels",
        format!("照片尺寸过大，最多 {millions} 百万像素，单边最多 {MAX_SIDE}"),
        format!("The photo has more than {millions} million pixels, or a side longer than {MAX_SIDE}; make it smaller"),
    )
}

#[cfg(test)]
mod tests;
