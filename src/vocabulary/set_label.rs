/// The name of the set without members.
pub const EMPTY_SET: &str = "{}";

/// The name of a set-valued label: its members in the order given (sorted, by whoever settles labels), joined by `|`;
/// `{}` for the empty set. A member that could be taken for something else (it holds `|` or `"`, is empty, or is `{}`)
/// stands in double quotes, its own doubled. Different sets have different names, and [`set_members`] undoes it.
///
/// ```
/// use raterscope::vocabulary::{set_members, set_name};
/// assert_eq!(set_name(["anger", "fear"]), "anger|fear");
/// assert_eq!(set_name(std::iter::empty::<&str>()), "{}");
/// assert_eq!(set_members("anger|fear"), ["anger", "fear"]);
/// ```
pub fn set_name<T: AsRef<str>>(members: impl IntoIterator<Item = T>) -> String {
    let mut name = String::new();
    for (place, member) in members.into_iter().enumerate() {
        if place > 0 {
            name.push('|');
        }
        let member = member.as_ref();
        if member.is_empty() || member == EMPTY_SET || member.contains(['|', '"']) {
            name.push('"');
            name.push_str(&member.replace('"', "\"\""));
            name.push('"');
        } else {
            name.push_str(member);
        }
    }
    if name.is_empty() { EMPTY_SET.to_owned() } else { name }
}

/// The members of a set-valued label, by its name, in the order in which they stand there.
pub fn set_members(name: &str) -> Vec<String> {
    if name == EMPTY_SET {
        return Vec::new();
    }
    let mut members = Vec::new();
    let mut member = String::new();
    let mut quoted = false;
    let mut signs = name.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => {
                signs.next();
                member.push('"');
            }
            '"' => quoted = !quoted,
            '|' if !quoted => members.push(std::mem::take(&mut member)),
            sign => member.push(sign),
        }
    }
    members.push(member);
    members
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn members_that_look_like_something_else_are_quoted() {
        assert_eq!(set_name(["a|b", "c"]), "\"a|b\"|c");
        assert_eq!(set_name([""]), "\"\"");
        assert_eq!(set_name(["{}"]), "\"{}\"");
        assert_eq!(set_name(["say \"x\""]), "\"say \"\"x\"\"\"");
    }

    proptest! {
        #[test]
        fn names_tell_their_members(members in prop::collection::vec("[ab|\"{} ]{0,4}", 0..5)) {
            prop_assert_eq!(set_members(&set_name(&members)), members);
        }
    }
}
