//! Pictures drawn anew: what hides in a file beside its points does not come along.

use std::io::Cursor;

use bytes::Bytes;
use image::{ImageFormat, ImageReader, Limits, imageops::FilterType};

/// The longest side of what is kept, in points: enough for the largest place a logo has.
const LONGEST_SIDE: u32 = 512;
const MOST_POINTS: u64 = 25_000_000;
/// What the decoder may take: the points, four bytes each, and room to work.
const MOST_MEMORY: u64 = 160 * 1024 * 1024;

/// A picture as it is kept, a PNG.
pub struct Picture {
    pub bytes: Bytes,
    pub width: u32,
    pub height: u32,
}

/// Reads the picture, makes it small enough, and writes it as PNG; nothing if it cannot be read or is too large.
pub fn redraw(bytes: &[u8]) -> Option<Picture> {
    let reader = || ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok();
    // The head tells the size before anything is unpacked.
    let (width, height) = reader()?.into_dimensions().ok()?;
    if u64::from(width) * u64::from(height) > MOST_POINTS || width == 0 || height == 0 {
        return None;
    }
    let mut reader = reader()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut picture = reader.decode().ok()?;
    if width > LONGEST_SIDE || height > LONGEST_SIDE {
        picture = picture.resize(LONGEST_SIDE, LONGEST_SIDE, FilterType::Triangle);
    }
    let mut drawn = Cursor::new(Vec::new());
    picture.to_rgba8().write_to(&mut drawn, ImageFormat::Png).ok()?;
    Some(Picture { bytes: drawn.into_inner().into(), width: picture.width(), height: picture.height() })
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, RgbaImage};

    use super::*;

    fn written(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let picture = DynamicImage::ImageRgba8(RgbaImage::from_pixel(width, height, image::Rgba([10, 120, 80, 255])));
        picture.to_rgb8().write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn what_is_appended_to_a_picture_does_not_come_along() {
        let mut bytes = written(40, 20, ImageFormat::Jpeg);
        bytes.extend_from_slice(b"<script>alert(1)</script>");
        let picture = redraw(&bytes).unwrap();
        assert_eq!((picture.width, picture.height), (40, 20));
        assert!(picture.bytes.starts_with(b"\x89PNG"));
        assert!(!picture.bytes.windows(7).any(|window| window == b"<script"));
    }

    #[test]
    fn a_large_picture_is_made_small_and_keeps_its_shape() {
        let picture = redraw(&written(2_000, 1_000, ImageFormat::Png)).unwrap();
        assert_eq!((picture.width, picture.height), (512, 256));
        let small = redraw(&written(16, 16, ImageFormat::WebP)).unwrap();
        assert_eq!((small.width, small.height), (16, 16));
    }

    #[test]
    fn a_picture_with_too_many_points_is_refused_by_its_head() {
        // The head of a PNG that says 60,000 by 60,000 points, and no points.
        let mut bytes = written(8, 8, ImageFormat::Png);
        bytes[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
        bytes[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
        assert!(redraw(&bytes).is_none());
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        let whole = written(64, 64, ImageFormat::Png);
        assert!(redraw(&whole[..40]).is_none());
        assert!(redraw(b"\x89PNG\r\n\x1a\n").is_none());
    }
}
