use image::codecs::gif::GifEncoder;
use image::{ExtendedColorType, Frame, ImageEncoder, Rgb, RgbImage, Rgba, RgbaImage};

use super::*;

/// Red on the left, blue on the right.
fn two_halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| match x < width / 2 {
        true => Rgb([255, 0, 0]),
        false => Rgb([0, 0, 255]),
    })
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, format).unwrap();
    file.into_inner()
}

fn read(file: &[u8]) -> DynamicImage {
    image::load_from_memory(file).unwrap()
}

fn refused(file: &[u8]) -> Unusable {
    render(file).unwrap_err()
}

#[test]
fn every_kind_of_picture_becomes_one_that_may_be_shown() {
    let picture = DynamicImage::from(two_halves(40, 20));
    let mut moving = Vec::new();
    let frames = [two_halves(40, 20), RgbImage::new(40, 20)];
    let frames = frames.map(|frame| Frame::new(DynamicImage::from(frame).into_rgba8()));
    GifEncoder::new(&mut moving).encode_frames(frames).unwrap();
    for sent in [
        file(&picture, ImageFormat::Jpeg),
        file(&picture, ImageFormat::Png),
        file(&picture, ImageFormat::WebP),
        moving,
    ] {
        let rendered = render(&sent).unwrap();
        assert_eq!(rendered.format, Format::Jpeg);
        let shown = read(&rendered.large).into_rgb8();
        assert_eq!(shown.dimensions(), (40, 20));
        let (left, right) = (shown.get_pixel(3, 3), shown.get_pixel(36, 16));
        assert!(left[0] > 200 && left[2] < 60, "{left:?}");
        assert!(right[2] > 200 && right[0] < 60, "{right:?}");
    }
}

#[test]
fn a_large_picture_is_made_smaller_in_both_sizes_and_a_small_one_is_not_made_larger() {
    let wide = DynamicImage::from(two_halves(4_000, 1_000));
    let rendered = render(&file(&wide, ImageFormat::Png)).unwrap();
    let sizes = [&rendered.large, &rendered.small].map(|file| read(file).dimensions());
    assert_eq!(sizes, [(1_600, 400), (640, 160)]);
    let strip = DynamicImage::from(two_halves(20_000, 1));
    let rendered = render(&file(&strip, ImageFormat::Png)).unwrap();
    assert_eq!(read(&rendered.small).dimensions(), (640, 1));
}

#[test]
fn what_can_be_seen_through_stays_so() {
    let picture = RgbaImage::from_fn(10, 10, |x, _| Rgba([9, 90, 9, if x < 5 { 0 } else { 255 }]));
    let rendered = render(&file(&picture.into(), ImageFormat::Png)).unwrap();
    assert_eq!(rendered.format, Format::WebP);
    let shown = read(&rendered.small);
    assert_eq!(shown.get_pixel(0, 0)[3], 0);
    assert_eq!(shown.get_pixel(9, 0), Rgba([9, 90, 9, 255]));
}

#[test]
fn what_else_was_in_the_file_is_left_out_and_the_picture_stands_upright() {
    // TIFF, little endian, one entry: orientation 6, a quarter turn clockwise.
    let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    exif.extend_from_slice(b"51.5007 N 0.1246 W");
    let mut sent = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut sent, 95);
    encoder.set_exif_metadata(exif).unwrap();
    let pixels = two_halves(40, 20);
    encoder
        .write_image(&pixels, 40, 20, ExtendedColorType::Rgb8)
        .unwrap();
    sent.extend_from_slice(b"<script>alert(1)</script>");
    let rendered = render(&sent).unwrap();
    let shown = read(&rendered.large).into_rgb8();
    assert_eq!(shown.dimensions(), (20, 40));
    assert!(shown.get_pixel(10, 3)[0] > 200, "red is on top now");
    let text = String::from_utf8_lossy(&rendered.large).into_owned();
    assert!(!text.contains("51.5007") && !text.contains("script") && !text.contains("Exif"));
}

#[test]
fn what_is_no_picture_is_refused_whatever_it_calls_itself() {
    let png = file(&two_halves(40, 20).into(), ImageFormat::Png);
    for sent in [
        &b""[..],
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.7",
        b"BM\x46\0\0\0\0\0\0\0",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"RIFF\x04\0\0\0WEBP",
        b"GIF89a",
        &png[..png.len() / 2],
    ] {
        let why = refused(sent);
        assert!(matches!(why, Unusable::NoPicture(_)), "{why} {sent:?}");
        assert!(!why.to_string().contains('\n'), "{why}");
    }
}

/// The head of a PNG of that size, of one bit a pixel, and nothing else.
fn png_head(width: u32, height: u32, bits: u8, colour: u8) -> Vec<u8> {
    let mut chunk = b"IHDR".to_vec();
    chunk.extend(width.to_be_bytes());
    chunk.extend(height.to_be_bytes());
    chunk.extend([bits, colour, 0, 0, 0]);
    let mut sum = flate2::Crc::new();
    sum.update(&chunk);
    let mut file = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
    file.extend(chunk);
    file.extend(sum.sum().to_be_bytes());
    // The decoder reads the head up to the first piece of the picture.
    file.extend(b"\0\0\0\x01IDAT\0");
    file
}

#[test]
fn a_small_file_of_too_many_pixels_is_refused_before_they_are_made() {
    for (width, height) in [
        (20_001, 1),
        (1, 20_001),
        (10_000, 10_000),
        (u32::MAX >> 1, 1),
    ] {
        let why = refused(&png_head(width, height, 1, 0));
        assert_eq!(why, Unusable::TooManyPixels, "{width} x {height}");
    }
    // Few enough pixels, but of eight bytes each.
    assert_eq!(
        refused(&png_head(7_000, 7_000, 16, 6)),
        Unusable::TooManyPixels
    );
}
