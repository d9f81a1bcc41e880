//! Hashes as PHC strings (`$argon2id$v=19$m=...$salt$hash`), made in memory that the caller lends.

use argon2::password_hash::{Output, ParamsString, PasswordHash, Salt, SaltString};
use argon2::{Algorithm, Argon2, Block, Params, Version};

use super::{HashingError, broken};

/// A hash with a salt of its own.
pub(super) fn hash(
    params: &Params,
    blocks: &mut Vec<Block>,
    password: &str,
) -> Result<String, HashingError> {
    let (algorithm, version) = (Algorithm::Argon2id, Version::V0x13);
    let argon = Argon2::new(algorithm, version, params.clone());
    let salt = SaltString::encode_b64(&rand::random::<[u8; 16]>()).map_err(broken)?;
    let hash = PasswordHash {
        algorithm: algorithm.ident(),
        version: Some(version.into()),
        params: ParamsString::try_from(params).map_err(broken)?,
        salt: Some(salt.as_salt()),
        hash: Some(output(&argon, blocks, password, salt.as_salt())?),
    };
    Ok(hash.to_string())
}

/// Whether the hash is that of the password, by the parameters that it was made with.
pub(super) fn verify(
    blocks: &mut Vec<Block>,
    password: &str,
    stored: &str,
) -> Result<bool, HashingError> {
    let stored = PasswordHash::new(stored).map_err(broken)?;
    let (Some(salt), Some(hash)) = (stored.salt, stored.hash) else {
        return Err(broken("a stored hash has no salt or no end"));
    };
    let algorithm = Algorithm::try_from(stored.algorithm).map_err(broken)?;
    let version = stored.version.map(Version::try_from).transpose();
    let version = version.map_err(broken)?.unwrap_or_default();
    let params = Params::try_from(&stored).map_err(broken)?;
    let argon = Argon2::new(algorithm, version, params);
    // Outputs compare in constant time.
    Ok(output(&argon, blocks, password, salt)? == hash)
}

fn output(
    argon: &Argon2<'_>,
    blocks: &mut Vec<Block>,
    password: &str,
    salt: Salt<'_>,
) -> Result<Output, HashingError> {
    let params = argon.params();
    if blocks.len() < params.block_count() {
        blocks.resize(params.block_count(), Block::default());
    }
    let mut buffer = [0; Salt::MAX_LENGTH];
    let salt = salt.decode_b64(&mut buffer).map_err(broken)?;
    let length = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
    Output::init_with(length, |out| {
        argon.hash_password_into_with_memory(password.as_bytes(), salt, out, blocks)?;
        Ok(())
    })
    .map_err(broken)
}

#[cfg(test)]
mod tests {
    use argon2::{PasswordHasher, PasswordVerifier};

    use super::*;

    const PASSWORD: &str = "seven-tenors-2026";

    fn params() -> Params {
        Params::new(64, 2, 1, None).unwrap()
    }

    #[test]
    fn what_is_made_in_used_memory_is_what_the_library_makes_by_itself() {
        let mut used = Vec::new();
        hash(&params(), &mut used, "another").unwrap();
        let text = hash(&params(), &mut used, PASSWORD).unwrap();
        let ours = PasswordHash::new(&text).unwrap();
        let library = Argon2::new(Algorithm::Argon2id, Version::V0x13, params());
        library.verify_password(PASSWORD.as_bytes(), &ours).unwrap();
        let theirs = library.hash_password(PASSWORD.as_bytes(), ours.salt.unwrap());
        assert_eq!(theirs.unwrap().to_string(), text);
    }

    #[test]
    fn a_hash_made_with_other_parameters_still_matches() {
        let other = Params::new(128, 3, 2, Some(24)).unwrap();
        let library = Argon2::new(Algorithm::Argon2i, Version::V0x10, other);
        let salt = SaltString::encode_b64(b"sixteen bytes...").unwrap();
        let stored = library.hash_password(PASSWORD.as_bytes(), &salt).unwrap();
        let mut small = vec![Block::default(); 64];
        assert!(verify(&mut small, PASSWORD, &stored.to_string()).unwrap());
        assert!(!verify(&mut small, "seven-tenors-2027", &stored.to_string()).unwrap());
    }

    #[test]
    fn a_hash_that_was_cut_off_is_broken() {
        let whole = hash(&params(), &mut Vec::new(), PASSWORD).unwrap();
        let (cut, _) = whole.rsplit_once('$').unwrap();
        let found = verify(&mut Vec::new(), PASSWORD, cut);
        assert!(matches!(found, Err(HashingError::Broken(_))));
    }
}
