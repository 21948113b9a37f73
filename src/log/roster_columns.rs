//! Which columns of a roster describe people: the others name them, or tell of their submission.

use super::Options;
use super::roles::{self, Assigned};
use super::schema::{self, plain};
use crate::vocabulary::Role;

/// Columns that identify a person or a piece of work. They are taken as attributes only where they are asked for: a
/// group by e-mail address is a list of e-mail addresses.
const NO_ATTRIBUTES: [&str; 34] = [
    "id",
    "name",
    "full_name",
    "first_name",
    "firstname",
    "last_name",
    "lastname",
    "surname",
    "nickname",
    "user",
    "username",
    "user_name",
    "login",
    "email",
    "e_mail",
    "mail",
    "email_address",
    "phone",
    "phone_number",
    "mobile",
    "address",
    "ip",
    "ip_address",
    "url",
    "prolific_pid",
    "completion_code",
    "time_taken",
    "total_approvals",
    "status",
    "last_active",
    "note",
    "notes",
    "comment",
    "comments",
];

fn tells_no_group(name: &str) -> bool {
    let name = plain(name);
    NO_ATTRIBUTES.contains(&name.as_str())
        || ["_id", "_at", "_email", "_name"].iter().any(|ending| name.ends_with(ending))
}

/// Makes attributes of a roster's columns: of those that are named, or of all that may describe people where none is.
/// Gives the columns left out that somebody might miss.
pub(super) fn choose(assigned: &mut [Assigned], options: &Options) -> Vec<String> {
    let mut left_out = Vec::new();
    let named = |column: &str, names: &[String]| names.iter().any(|name| roles::matches(name, column));
    for a in assigned.iter_mut().filter(|a| a.role != Role::Annotator) {
        let asked = match options.attribute.as_slice() {
            [] => schema::is_attribute(&a.column) || !tells_no_group(&a.column),
            names => named(&a.column, names),
        };
        let ignored = named(&a.column, &options.ignore);
        if !asked && !ignored {
            left_out.push(a.column.clone());
        }
        a.role = if asked && !ignored { Role::Attribute(a.column.clone()) } else { Role::Ignored };
    }
    left_out
}
