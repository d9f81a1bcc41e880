//! What a kept picture is called: by its content, so that a name means the same bytes for ever.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

/// How a picture is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Without transparency.
    Jpeg,
    /// With transparency, without loss.
    WebP,
}

/// How large a picture is at most, in each direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// For a list.
    Small,
    /// For a page.
    Large,
}

impl Format {
    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::WebP => "image/webp",
        }
    }

    const fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::WebP => "webp",
        }
    }
}

impl Size {
    /// The most pixels from side to side, and from top to bottom.
    pub const fn pixels(self) -> u32 {
        match self {
            Self::Small => 640,
            Self::Large => 1600,
        }
    }
}

/// The name of a kept picture, such as `…64 hexadecimal digits…-1600.jpg`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureName {
    digest: [u8; 32],
    size: Size,
    format: Format,
}

/// A text that is the name of no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is the name of no picture")]
pub struct NoPicture;

impl PictureName {
    /// The name of a picture of which this is the larger version.
    pub fn of(large: &[u8], size: Size, format: Format) -> Self {
        Self {
            digest: Sha256::digest(large).into(),
            size,
            format,
        }
    }

    /// The same picture in another size.
    pub fn in_size(self, size: Size) -> Self {
        Self { size, ..self }
    }

    /// How it is encoded.
    pub fn format(self) -> Format {
        self.format
    }
}

impl fmt::Display for PictureName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            digest,
            size,
            format,
        } = self;
        let digest = hex::encode(digest);
        write!(f, "{digest}-{}.{}", size.pixels(), format.ending())
    }
}

impl FromStr for PictureName {
    type Err = NoPicture;

    /// Reads a name, and nothing else: what can be read holds no path.
    fn from_str(text: &str) -> Result<Self, NoPicture> {
        let (digits, rest) = text.split_at_checked(64).ok_or(NoPicture)?;
        let mut digest = [0; 32];
        hex::decode_to_slice(digits, &mut digest).map_err(|_| NoPicture)?;
        let all = [Size::Small, Size::Large]
            .into_iter()
            .flat_map(|size| [Format::Jpeg, Format::WebP].map(|format| (size, format)));
        let mut named = all.map(|(size, format)| Self {
            digest,
            size,
            format,
        });
        let name = named.find(|name| name.to_string() == format!("{digits}{rest}"));
        name.ok_or(NoPicture)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_again() {
        for format in [Format::Jpeg, Format::WebP] {
            let name = PictureName::of(b"pixels", Size::Large, format);
            for name in [name, name.in_size(Size::Small)] {
                assert_eq!(name.to_string().parse(), Ok(name));
            }
        }
        let text = PictureName::of(b"pixels", Size::Large, Format::Jpeg).to_string();
        assert!(text.ends_with("-1600.jpg"), "{text}");
    }

    #[test]
    fn nothing_but_a_name_is_read() {
        let good = PictureName::of(b"pixels", Size::Large, Format::Jpeg).to_string();
        let digits = &good[..64];
        for bad in [
            "",
            digits,
            &format!("{}-1600.jpg", &digits[1..]),
            &format!("{}-1600.jpg", digits.to_uppercase()),
            &format!("{digits}-1601.jpg"),
            &format!("{digits}-01600.jpg"),
            &format!("{digits}-1600.svg"),
            &format!("{digits}-1600.jpg/"),
            &format!("{digits}-1600.jpg\0"),
            &format!("../{}-1600.jpg", &digits[3..]),
            &format!("{}/..-1600.jpg", &digits[3..]),
            &format!("é{}-1600.jpg", &digits[2..]),
        ] {
            assert_eq!(bad.parse::<PictureName>(), Err(NoPicture), "{bad}");
        }
    }
}
