//! Only nodes of one installation listen to each other: what they say is sealed with a key that
//! follows from the secret they share. Whoever may publish to NATS, and does not know the secret,
//! can neither have commands executed nor answer in the place of a node.
//!
//! A request is for one node, and a reply for one request. A request that is sent again by whoever
//! overheard it does nothing: it must be begun within a second, and commands are known by their ids.

use std::sync::Arc;

use subtle::ConstantTimeEq;
use uuid::Uuid;

use crate::accounts::secrets::{Key, Secrets};

const SEAL: usize = 32;
/// Makes every request another one, so that no reply is taken for that to another request.
const NONCE: usize = 16;

/// What only the nodes can make: it stands at the beginning of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seal([u8; SEAL]);

/// Seals with the first key, knows the seals of each.
#[derive(Clone)]
pub struct Sealer(Arc<[Key]>);

impl Sealer {
    /// Derives the keys.
    pub fn new(secrets: &Secrets) -> Self {
        Self(secrets.keys_for("messages between nodes").into())
    }

    /// A request to a node, and the seal by which its reply will be known.
    pub fn request(&self, node: Uuid, message: &[u8]) -> (Vec<u8>, Seal) {
        let mut body = rand::random::<[u8; NONCE]>().to_vec();
        body.extend_from_slice(message);
        let seal = Seal(self.0[0].seal(&[b"request", node.as_bytes(), &body]));
        (join(seal, &body), seal)
    }

    /// The message of a request to this node, if another one sealed it.
    pub fn open_request<'a>(&self, node: Uuid, sealed: &'a [u8]) -> Option<&'a [u8]> {
        let body = self.open(sealed, &[b"request", node.as_bytes()])?;
        Some(body.split_at_checked(NONCE)?.1)
    }

    /// A reply to a request, whoever sealed that.
    pub fn reply(&self, to: &[u8], message: &[u8]) -> Vec<u8> {
        let Seal(request) = seal_of(to);
        join(
            Seal(self.0[0].seal(&[b"reply", &request, message])),
            message,
        )
    }

    /// The message of a reply, if a node sealed it as one to this request.
    pub fn open_reply<'a>(&self, Seal(request): &Seal, sealed: &'a [u8]) -> Option<&'a [u8]> {
        self.open(sealed, &[b"reply", request])
    }

    fn open<'a>(&self, sealed: &'a [u8], to: &[&[u8]; 2]) -> Option<&'a [u8]> {
        let (given, body) = sealed.split_at_checked(SEAL)?;
        let by = |key: &Key| key.seal(&[to[0], to[1], body]).ct_eq(given).into();
        self.0.iter().any(by).then_some(body)
    }
}

fn join(Seal(seal): Seal, body: &[u8]) -> Vec<u8> {
    [&seal, body].concat()
}

/// What stands in the place of a seal.
fn seal_of(message: &[u8]) -> Seal {
    let seal = message.first_chunk().copied();
    Seal(seal.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealer(secrets: &[&str]) -> Sealer {
        let secrets = secrets.iter().map(|secret| secret.repeat(32)).collect();
        Sealer::new(&Secrets::new(secrets).unwrap())
    }

    #[test]
    fn nodes_with_a_secret_in_common_understand_each_other() {
        let (one, other, node) = (sealer(&["a"]), sealer(&["b", "a"]), Uuid::now_v7());
        for message in [&b""[..], b"a message"] {
            let (request, seal) = one.request(node, message);
            assert_eq!(other.open_request(node, &request), Some(message));
            // The other one seals with the new secret, which the first does not have yet.
            let reply = sealer(&["a"]).reply(&request, b"done");
            assert_eq!(one.open_reply(&seal, &reply), Some(&b"done"[..]));
            assert_eq!(one.open_reply(&seal, &other.reply(&request, b"done")), None);
        }
    }

    #[test]
    fn nobody_else_is_understood() {
        let (ours, theirs, node) = (sealer(&["a"]), sealer(&["b"]), Uuid::now_v7());
        let (request, seal) = ours.request(node, b"a message");
        let (forged, _) = theirs.request(node, b"a message");
        let mut changed = request.clone();
        *changed.last_mut().unwrap() ^= 1;
        for bad in [
            &b""[..],
            b"a message",
            &forged,
            &changed,
            &request[1..],
            &request[..40],
        ] {
            assert_eq!(ours.open_request(node, bad), None, "{bad:?}");
        }
        let to_another = ours.open_request(Uuid::now_v7(), &request);
        assert_eq!(to_another, None, "it is for one node");
        let (again, _) = ours.request(node, b"a message");
        for bad in [
            theirs.reply(&request, b"done"),
            ours.reply(&again, b"done"),
            b"done".to_vec(),
            request,
        ] {
            assert_eq!(ours.open_reply(&seal, &bad), None, "{bad:?}");
        }
    }
}
