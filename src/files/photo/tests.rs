use super::*;
use image::{ImageEncoder, Rgb, RgbImage, codecs::png::PngEncoder, codecs::webp::WebPEncoder};

const MAX_PIXELS: u32 = 1_000_000;

/// Left half red, right half blue.
fn two_halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| if x < width / 2 { Rgb([220, 0, 0]) } else { Rgb([0, 0, 220]) })
}

fn jpeg(image: &RgbImage, exif: Option<Vec<u8>>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
    if let Some(exif) = exif {
        encoder.set_exif_metadata(exif).unwrap();
    }
    image.write_with_encoder(encoder).unwrap();
    bytes
}

fn png(image: &DynamicImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    image.write_with_encoder(PngEncoder::new(&mut bytes)).unwrap();
    bytes
}

/// A little-endian TIFF with an orientation, a GPS directory and a text in it.
fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x02\0".to_vec();
    tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    tiff.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0]);
    tiff.extend([0; 4]);
    tiff.extend(b"\x01\0\x01\0\x02\0\x02\0\0\0N\0\0\0\0\0\0\0GPS 39.9042N 116.4074E");
    tiff
}

fn colour(jpeg: &[u8], x: u32, y: u32) -> &'static str {
    let [red, _, blue, _] = image::load_from_memory(jpeg).unwrap().get_pixel(x, y).0;
    if red > blue { "red" } else { "blue" }
}

fn contains(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

#[test]
fn the_three_types_are_kept_as_jpeg_of_their_size() {
    let image = two_halves(64, 40);
    let mut webp = Vec::new();
    image.write_with_encoder(WebPEncoder::new_lossless(&mut webp)).unwrap();
    for received in [jpeg(&image, None), png(&image.clone().into()), webp] {
        let photo = read(&received, MAX_PIXELS).unwrap();
        assert_eq!((photo.width, photo.height), (64, 40));
        assert_eq!(image::guess_format(&photo.full).unwrap(), ImageFormat::Jpeg);
        assert_eq!((colour(&photo.full, 5, 20), colour(&photo.full, 60, 20)), ("red", "blue"));
        assert_eq!(image::load_from_memory(&photo.small).unwrap().dimensions(), (64, 40));
    }
}

#[test]
fn a_photo_is_turned_upright_and_forgets_where_it_was_taken() {
    let received = jpeg(&two_halves(64, 40), Some(exif(6)));
    assert!(contains(&received, b"GPS 39.9042N") && contains(&received, b"Exif"));
    let photo = read(&received, MAX_PIXELS).unwrap();
    assert_eq!((photo.width, photo.height), (40, 64), "orientation 6: a quarter to the right");
    assert_eq!((colour(&photo.full, 20, 5), colour(&photo.full, 20, 60)), ("red", "blue"));
    for kept in [&photo.full, &photo.small] {
        assert!(!contains(kept, b"Exif") && !contains(kept, b"GPS") && !contains(kept, b"116.4074"));
    }
}

#[test]
fn a_large_photo_becomes_as_large_as_is_needed() {
    let photo = read(&jpeg(&two_halves(5120, 100), None), MAX_PIXELS).unwrap();
    assert_eq!((photo.width, photo.height), (2560, 50));
    assert_eq!(image::load_from_memory(&photo.small).unwrap().dimensions(), (480, 9));
}

#[test]
fn one_pixel_is_a_photo() {
    let photo = read(&png(&two_halves(1, 1).into()), MAX_PIXELS).unwrap();
    assert_eq!((photo.width, photo.height), (1, 1));
}

#[test]
fn what_is_transparent_becomes_white() {
    let clear = DynamicImage::from(RgbaImage::from_pixel(8, 8, Rgba([0, 0, 0, 0])));
    let photo = read(&png(&clear), MAX_PIXELS).unwrap();
    assert_eq!(image::load_from_memory(&photo.full).unwrap().get_pixel(4, 4).0, [255; 4]);
}

#[test]
fn broken_off_anywhere_it_is_refused() {
    let image = RgbImage::from_fn(200, 200, |x, y| Rgb([(x * 7) as u8, (y * 5) as u8, (x * y) as u8]));
    let mut webp = Vec::new();
    image.write_with_encoder(WebPEncoder::new_lossless(&mut webp)).unwrap();
    let whole = [jpeg(&image, Some(exif(1))), png(&image.clone().into()), webp];
    for received in whole {
        assert!(read(&received, MAX_PIXELS).is_ok());
        for part in [24, received.len() / 4, received.len() / 2, received.len() - 20] {
            let refusal = read(&received[..part], MAX_PIXELS).unwrap_err();
            assert_eq!(refusal.code, "broken_photo", "{part} of {}", received.len());
        }
    }
}

#[test]
fn a_preview_inside_does_not_make_a_photo_whole() {
    let mut with_preview = exif(1);
    with_preview.extend(jpeg(&two_halves(16, 16), None));
    let received = jpeg(&two_halves(64, 40), Some(with_preview));
    assert!(read(&received, MAX_PIXELS).is_ok());
    assert_eq!(read(&received[..received.len() - 40], MAX_PIXELS).unwrap_err().code, "broken_photo");
}

#[test]
fn what_a_phone_writes_after_the_end_does_no_harm() {
    let received = [jpeg(&two_halves(64, 40), None), b"a film of two seconds".to_vec()].concat();
    let photo = read(&received, MAX_PIXELS).unwrap();
    assert!(!contains(&photo.full, b"film"));
}

#[test]
fn a_size_that_is_only_claimed_is_refused_at_the_header() {
    let mut bomb = png(&two_halves(10, 10).into());
    bomb[16..24].copy_from_slice(&[0, 0, 0x75, 0x00, 0, 0, 0x75, 0x00]);
    let crc = crc32(&bomb[12..29]).to_be_bytes();
    bomb[29..33].copy_from_slice(&crc);
    assert_eq!(read(&bomb, MAX_PIXELS).unwrap_err().code, "too_many_pixels");

    let mut huge = jpeg(&two_halves(16, 16), None);
    let frame = huge.windows(2).position(|marker| marker == [0xFF, 0xC0]).unwrap();
    huge[frame + 5..frame + 9].copy_from_slice(&[0xFF; 4]);
    assert_eq!(read(&huge, MAX_PIXELS).unwrap_err().code, "too_many_pixels");
    assert_eq!(read(&jpeg(&two_halves(100, 101), None), 10_000).unwrap_err().code, "too_many_pixels");
}

#[test]
fn a_name_does_not_make_a_photo() {
    for received in [&b"this is photo.jpg"[..], b"", b"GIF89a\x01\0\x01\0\0\0\0;", b"%PDF-1.7", b"<svg/>"] {
        assert_eq!(read(received, MAX_PIXELS).unwrap_err().code, "not_a_photo");
    }
}

/// As PNG counts it (ISO/IEC 15948, annex D), bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 };
    let byte = |crc: u32, byte: &u8| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc));
    !bytes.iter().fold(!0, byte)
}
