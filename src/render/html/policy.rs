use sha2::{Digest, Sha256};

/// The page's one script. Its text is ours; the policy allows this text and no other.
#[derive(Debug)]
pub struct Script {
    /// What stands between the tags, byte for byte.
    pub text: &'static str,
}

impl Script {
    /// Sorts and filters tables.
    pub const TABLES: Script = Script { text: include_str!("../../../reports/assets/tables.js") };

    /// The content security policy of the page: nothing is loaded, no script runs but this one.
    pub fn policy(&self) -> String {
        format!(
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{}'; img-src data:; base-uri 'none'; \
             form-action 'none'",
            base64(&Sha256::digest(self.text.as_bytes()))
        )
    }
}

/// RFC 4648, section 4, with padding.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let all = group
            .iter()
            .enumerate()
            .fold(0u32, |all, (place, byte)| all | u32::from(*byte) << (16 - 8 * place));
        for place in 0..4 {
            if place <= group.len() {
                out.push(char::from(ALPHABET[(all >> (18 - 6 * place) & 63) as usize]));
            } else {
                out.push('=');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The test vectors of RFC 4648, section 10.
    #[test]
    fn base64_meets_its_standard() {
        for (plain, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")]
        {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
        assert_eq!(base64(b"foobar"), "Zm9vYmFy");
    }

    #[test]
    fn the_script_cannot_end_its_own_tag() {
        assert!(!Script::TABLES.text.contains("</"));
        assert!(Script::TABLES.policy().contains("default-src 'none'"));
    }
}
