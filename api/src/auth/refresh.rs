//! Refresh tokens: opaque, and kept nowhere.
//!
//! A token is the session, its generation and a MAC over both under a secret that is not in the
//! database. So the database holds only the generation that counts (a stolen copy of it signs nobody
//! in), and a repeated answer within the grace can be given without having been stored.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use odoi_domain::kernel::id::SessionId;
use uuid::Uuid;

/// A refresh token as the caller holds it.
#[must_use]
pub fn issue(key: &hmac::Key, session: SessionId, generation: i64) -> String {
    let mut bytes = text(session, generation).to_vec();
    let tag = hmac::sign(key, &bytes);
    bytes.extend_from_slice(tag.as_ref());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The session and generation of a token that is one of ours.
#[must_use]
pub fn read(key: &hmac::Key, token: &str) -> Option<(SessionId, i64)> {
    if token.len() > 100 {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (said, tag) = bytes.split_at_checked(24)?;
    hmac::verify(key, said, tag).ok()?;
    let (session, generation) = said.split_at_checked(16)?;
    let generation = i64::from_be_bytes(generation.try_into().ok()?);
    Some((SessionId(Uuid::from_slice(session).ok()?), generation))
}

fn text(session: SessionId, generation: i64) -> [u8; 24] {
    let mut text = [0; 24];
    let (id, count) = text.split_at_mut(16);
    id.copy_from_slice(session.0.as_bytes());
    count.copy_from_slice(&generation.to_be_bytes());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_back_and_a_changed_one_is_not() {
        let key = hmac::Key::new(hmac::HMAC_SHA256, b"secret");
        let session = SessionId(Uuid::from_u128(7));
        let token = issue(&key, session, 3);
        assert_eq!(read(&key, &token), Some((session, 3)));
        assert_eq!(read(&hmac::Key::new(hmac::HMAC_SHA256, b"other"), &token), None);
        for place in 0..token.len() {
            let mut bytes = token.clone().into_bytes();
            bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            assert_ne!(read(&key, &changed), Some((session, 3)), "{place}");
        }
    }
}
