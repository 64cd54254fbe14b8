//! Whether a JPEG was received to its end. Decoders are kind: they paint what is missing grey.

const START_OF_SCAN: u8 = 0xDA;
const END_OF_IMAGE: u8 = 0xD9;

/// Whether the end-of-image marker of the picture itself is there (ITU-T T.81, B.1.1.2). A preview inside the EXIF
/// has one of its own, and phones write more after it: so segments are walked, not searched.
pub fn is_whole(jpeg: &[u8]) -> bool {
    let mut at = 2;
    while let Some(marker) = marker_at(jpeg, &mut at) {
        match marker {
            END_OF_IMAGE => return true,
            // Markers without a length: TEM and restarts.
            0x01 | 0xD0..=0xD7 => {}
            _ => {
                let Some(&[high, low]) = jpeg.get(at..at + 2) else { return false };
                at += usize::from(u16::from_be_bytes([high, low])).max(2);
                if marker == START_OF_SCAN {
                    at = end_of_scan(jpeg, at);
                }
            }
        }
    }
    false
}

/// The marker at `at`, after any fill bytes; moves `at` behind it.
fn marker_at(jpeg: &[u8], at: &mut usize) -> Option<u8> {
    if *jpeg.get(*at)? != 0xFF {
        return None;
    }
    while *jpeg.get(*at)? == 0xFF {
        *at += 1;
    }
    *at += 1;
    Some(jpeg[*at - 1])
}

/// Where the entropy-coded data ends: at the first marker that is neither a stuffed byte nor a restart.
fn end_of_scan(jpeg: &[u8], mut at: usize) -> usize {
    while let Some(pair) = jpeg.get(at..at + 2) {
        if pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xD0..=0xD7) {
            return at;
        }
        at += 1;
    }
    jpeg.len()
}
