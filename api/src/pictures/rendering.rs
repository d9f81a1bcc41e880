//! From a file that somebody sent to pixels, and from pixels to files that may be shown.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::webp::WebPEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, GenericImageView, ImageDecoder, ImageError, ImageFormat, ImageReader};

use super::name::{Format, Size};

/// The most pixels of a picture: more than cameras of telephones take in their usual mode.
const MOST_PIXELS: u64 = 50_000_000;
/// The most pixels from side to side, or from top to bottom.
const LONGEST_SIDE: u32 = 20_000;
/// The most bytes that a decoder may ask for.
const MOST_BYTES: u64 = 256 * 1024 * 1024;
/// Of a hundred. Below 80 edges show, above 90 files grow fast.
const JPEG_QUALITY: u8 = 84;

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// It is none of the kinds that are taken, or damaged.
    #[error("{0}")]
    NoPicture(String),
    /// It would need too much memory, whatever the size of the file.
    #[error("The picture has too many pixels; at most {} million are taken.", MOST_PIXELS / 1_000_000)]
    TooManyPixels,
}

/// A picture in both sizes.
#[derive(Debug)]
pub(super) struct Rendered {
    pub(super) large: Vec<u8>,
    pub(super) small: Vec<u8>,
    pub(super) format: Format,
}

/// Makes a picture of a file. Takes its time: not for threads that serve requests.
pub(super) fn render(file: &[u8]) -> Result<Rendered, Unusable> {
    let large = fitted(decode(file)?, Size::Large);
    let format = match is_opaque(&large) {
        true => Format::Jpeg,
        false => Format::WebP,
    };
    let small = fitted(large.clone(), Size::Small);
    Ok(Rendered {
        large: encode(large, format)?,
        small: encode(small, format)?,
        format,
    })
}

/// The pixels of a file, upright; of a moving picture the first ones.
fn decode(file: &[u8]) -> Result<DynamicImage, Unusable> {
    let format = image::guess_format(file).ok();
    let taken = format.filter(|format| {
        use ImageFormat::{Gif, Jpeg, Png, WebP};
        [Jpeg, Png, WebP, Gif].contains(format)
    });
    let format = taken.ok_or_else(|| {
        Unusable::NoPicture("Only JPEG, PNG, WebP and GIF pictures are taken.".to_owned())
    })?;
    let mut limits = image::Limits::no_limits();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(unusable)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MOST_PIXELS || decoder.total_bytes() > MOST_BYTES {
        return Err(Unusable::TooManyPixels);
    }
    let turned = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(unusable)?;
    picture.apply_orientation(turned);
    Ok(picture)
}

fn unusable(error: ImageError) -> Unusable {
    if let ImageError::Limits(_) = error {
        return Unusable::TooManyPixels;
    }
    // What decoders say may go over several lines.
    let why = error.to_string();
    let why = why.lines().next().unwrap_or_default().trim_end_matches('.');
    Unusable::NoPicture(format!("The picture cannot be read: {why}."))
}

/// The picture, made smaller where it is larger; eight bits a channel.
fn fitted(picture: DynamicImage, size: Size) -> DynamicImage {
    let most = size.pixels();
    // The sharp filter needs sixteen bytes a pixel; the quick one before it keeps that bounded.
    let twice = 2 * most;
    let near = match picture.width() > twice || picture.height() > twice {
        true => picture.thumbnail(twice, twice),
        false => picture,
    };
    let exact = match near.width() > most || near.height() > most {
        true => near.resize(most, most, FilterType::CatmullRom),
        false => near,
    };
    match exact.color().has_alpha() {
        true => exact.into_rgba8().into(),
        false => exact.into_rgb8().into(),
    }
}

fn is_opaque(picture: &DynamicImage) -> bool {
    !picture.color().has_alpha() || picture.pixels().all(|(_, _, pixel)| pixel[3] == u8::MAX)
}

fn encode(picture: DynamicImage, format: Format) -> Result<Vec<u8>, Unusable> {
    let mut file = Vec::new();
    let written = match format {
        Format::Jpeg => picture
            .into_rgb8()
            .write_with_encoder(JpegEncoder::new_with_quality(&mut file, JPEG_QUALITY)),
        Format::WebP => picture
            .into_rgba8()
            .write_with_encoder(WebPEncoder::new_lossless(&mut file)),
    };
    written.map_err(unusable)?;
    Ok(file)
}

#[cfg(test)]
mod tests;
