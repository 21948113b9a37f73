use crate::cli::Trouble;
use std::env;
use std::fs;
use std::path::Path;

/// The environment variable that holds the key of pseudonyms.
pub const VARIABLE: &str = "RATERSCOPE_KEY";

/// A shorter key could be guessed, and with it every pseudonym.
const SHORTEST: usize = 16;

/// The key of pseudonyms, from `file` or from the environment. Neither it nor any part of it is ever written or told.
pub fn pseudonym_key(file: Option<&Path>) -> Result<Vec<u8>, Trouble> {
    let remedy = "make one with: head -c 32 /dev/urandom | base64 > key.txt; then --key-file key.txt, and keep it secret";
    let (key, whence) = match file {
        Some(path) => {
            let whence = path.display().to_string();
            let key = fs::read(path)
                .map_err(|error| Trouble::usage(format!("{whence}: cannot read the key: {error}"), remedy))?;
            (key, whence)
        }
        None => match env::var_os(VARIABLE) {
            Some(key) => (key.into_encoded_bytes(), VARIABLE.to_string()),
            None => {
                let message = "pseudonyms need a key, and there is neither --key-file nor RATERSCOPE_KEY";
                return Err(Trouble::usage(message, remedy));
            }
        },
    };
    let key = key.trim_ascii().to_vec();
    if key.len() < SHORTEST {
        let message = format!("{whence}: the key of pseudonyms has fewer than {SHORTEST} characters");
        return Err(Trouble::usage(message, remedy));
    }
    Ok(key)
}
