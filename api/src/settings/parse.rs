//! Checking single settings.

use std::net::{IpAddr, SocketAddr, ToSocketAddrs};

use seatlog_domain::event::HoldLife;

use super::source::Source;
use super::{BadSetting, Secret};

/// The fewest bytes of a secret that signs tokens with HS256.
/// Source: RFC 7518, 3.2 (a key of the same size as the hash output or larger).
const SECRET_BYTES: usize = 32;

/// A network whose machines may say for whom they speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProxyRange {
    network: IpAddr,
    bits: u32,
}

impl ProxyRange {
    /// Whether an address belongs to the network.
    pub fn contains(&self, address: IpAddr) -> bool {
        let same = |a: u128, b: u128, width: u32| {
            self.bits == 0 || (a ^ b) >> (width - self.bits.min(width)) == 0
        };
        match (self.network, address.to_canonical()) {
            (IpAddr::V4(a), IpAddr::V4(b)) => same(u32::from(a).into(), u32::from(b).into(), 32),
            (IpAddr::V6(a), IpAddr::V6(b)) => same(a.into(), b.into(), 128),
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse().ok()?)),
            None => (text, None),
        };
        let network: IpAddr = address.parse().ok()?;
        let width = if network.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(width);
        (bits <= width).then_some(Self { network, bits })
    }
}

pub(super) fn address(
    source: &Source,
    name: &str,
    schemes: &[&str],
) -> Result<Option<Secret>, BadSetting> {
    let Some(text) = source.get(name) else {
        return Ok(None);
    };
    let wanted = || {
        schemes
            .iter()
            .map(|scheme| format!("{scheme}://"))
            .collect::<Vec<_>>()
    };
    let known = schemes
        .iter()
        .any(|scheme| text.starts_with(&format!("{scheme}://")));
    if known && url::Url::parse(&text).is_ok() {
        Ok(Some(Secret::new(text)))
    } else {
        Err(BadSetting::new(
            name,
            format!(
                "must be an address that begins with {}",
                wanted().join(" or ")
            ),
        ))
    }
}

pub(super) fn bind(source: &Source) -> Result<SocketAddr, BadSetting> {
    let text = source
        .get("BIND")
        .unwrap_or_else(|| "127.0.0.1:8080".into());
    let mut addresses = text.to_socket_addrs().ok().into_iter().flatten();
    addresses.next().ok_or_else(|| {
        BadSetting::new(
            "BIND",
            "must be an address and a port, such as 0.0.0.0:8080",
        )
    })
}

pub(super) fn public_url(source: &Source) -> Result<String, BadSetting> {
    let text = source
        .get("PUBLIC_URL")
        .unwrap_or_else(|| "http://localhost:8080".into());
    let bad = || {
        BadSetting::new(
            "PUBLIC_URL",
            "must be an http or https address without a path",
        )
    };
    let url = url::Url::parse(&text).map_err(|_| bad())?;
    let plain = matches!(url.scheme(), "http" | "https") && url.has_host() && url.path() == "/";
    let nobody = url.username().is_empty() && url.password().is_none();
    if plain && nobody && url.query().is_none() && url.fragment().is_none() {
        Ok(url.as_str().trim_end_matches('/').to_owned())
    } else {
        Err(bad())
    }
}

pub(super) fn jwt_secrets(source: &Source) -> Result<Vec<Secret>, BadSetting> {
    let bad = |reason: &str| Err(BadSetting::new("JWT_SECRET", reason));
    let Some(text) = source.get("JWT_SECRET") else {
        return Ok(vec![]);
    };
    let secrets: Vec<&str> = text.split(',').collect();
    if secrets.len() > 2 {
        return bad("must be one secret or two, comma separated");
    }
    if secrets.iter().any(|secret| secret.len() < SECRET_BYTES) {
        return bad("each secret must have at least 32 bytes");
    }
    Ok(secrets.into_iter().map(Secret::new).collect())
}

pub(super) fn audit_keys(source: &Source) -> Result<Vec<Secret>, BadSetting> {
    let text = source.get("AUDIT_KEY").unwrap_or_default();
    let keys: Vec<&str> = text.split(',').filter(|key| !key.is_empty()).collect();
    if keys.len() > 2 || keys.iter().any(|key| audit_seed(key).is_none()) {
        let reason = "must be 64 hexadecimal digits (openssl rand -hex 32), or two such keys, \
                      comma separated";
        return Err(BadSetting::new("AUDIT_KEY", reason));
    }
    Ok(keys.into_iter().map(Secret::new).collect())
}

/// The secret bytes of a key that signs checkpoints.
pub fn audit_seed(text: &str) -> Option<[u8; 32]> {
    let mut seed = [0; 32];
    hex::decode_to_slice(text, &mut seed).ok()?;
    Some(seed)
}

pub(super) fn choice<T: Copy>(
    source: &Source,
    name: &str,
    choices: &[(&str, T)],
) -> Result<T, BadSetting> {
    let text = source.get(name);
    let wanted = text.as_deref().unwrap_or(choices[0].0);
    let names = || {
        choices
            .iter()
            .map(|(name, _)| *name)
            .collect::<Vec<_>>()
            .join(" or ")
    };
    let found = choices.iter().find(|(name, _)| *name == wanted);
    found
        .map(|(_, value)| *value)
        .ok_or_else(|| BadSetting::new(name, format!("must be {}", names())))
}

pub(super) fn proxies(source: &Source) -> Result<Vec<ProxyRange>, BadSetting> {
    let text = source.get("TRUSTED_PROXIES").unwrap_or_default();
    let each = text
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let bad = || {
        BadSetting::new(
            "TRUSTED_PROXIES",
            "must be addresses or networks, comma separated",
        )
    };
    each.map(|part| ProxyRange::parse(part).ok_or_else(bad))
        .collect()
}

pub(super) fn hold_life(source: &Source) -> Result<HoldLife, BadSetting> {
    let life = HoldLife {
        ttl_secs: seconds(source, "HOLD_TTL_SECS", 600)?,
        max_secs: seconds(source, "HOLD_MAX_SECS", 1800)?,
    };
    if life.max_secs < life.ttl_secs {
        return Err(BadSetting::new(
            "HOLD_MAX_SECS",
            "must not be less than HOLD_TTL_SECS",
        ));
    }
    Ok(life)
}

fn seconds(source: &Source, name: &str, default: u32) -> Result<u32, BadSetting> {
    let Some(text) = source.get(name) else {
        return Ok(default);
    };
    let parsed = text
        .parse()
        .ok()
        .filter(|seconds| (1..=86_400).contains(seconds));
    parsed.ok_or_else(|| BadSetting::new(name, "must be a whole number of seconds from 1 to 86400"))
}
