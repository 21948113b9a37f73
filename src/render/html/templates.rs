use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, Error, UndefinedBehavior};
use serde::Serialize;

/// The templates, embedded. Their `.html` names switch escaping on.
const TEMPLATES: [(&str, &str); 14] = [
    ("macros.html", include_str!("../../../reports/templates/macros.html")),
    ("base.html", include_str!("../../../reports/templates/base.html")),
    ("comparison.html", include_str!("../../../reports/templates/comparison.html")),
    ("page.html", include_str!("../../../reports/templates/page.html")),
    ("question_links.html", include_str!("../../../reports/templates/question_links.html")),
    ("question_parts.html", include_str!("../../../reports/templates/question_parts.html")),
    ("headline.html", include_str!("../../../reports/templates/headline.html")),
    ("next_steps.html", include_str!("../../../reports/templates/next_steps.html")),
    ("section.html", include_str!("../../../reports/templates/section.html")),
    ("figures.html", include_str!("../../../reports/templates/figures.html")),
    ("sheet.html", include_str!("../../../reports/templates/sheet.html")),
    ("sheet_index.html", include_str!("../../../reports/templates/sheet_index.html")),
    ("trend.html", include_str!("../../../reports/templates/trend.html")),
    ("table.html", include_str!("../../../reports/templates/table.html")),
];

/// Fills the template of this name. A name that the view model does not have is an error, not an empty place.
///
/// # Errors
/// A template that does not parse, or names what is not there.
pub fn fill(name: &str, view: &impl Serialize) -> Result<String, Error> {
    environment()?.get_template(name)?.render(Serde(view))
}

fn environment() -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    for (name, text) in TEMPLATES {
        environment.add_template(name, text)?;
    }
    Ok(environment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_is_an_error() {
        let mut environment = environment().expect("our templates parse");
        environment.add_template("wrong.html", "{{ headlin.title }}").expect("it parses");
        let wrong = environment.get_template("wrong.html").expect("it is there");
        assert!(wrong.render(minijinja::context! { headline => "x" }).is_err());
    }

    #[test]
    fn markup_in_a_value_is_escaped() {
        let mut environment = environment().expect("our templates parse");
        environment.add_template("name.html", "{{ name }}").expect("it parses");
        let name = environment.get_template("name.html").expect("it is there");
        let out = name.render(minijinja::context! { name => "<b onclick='x'>&\"" }).expect("it fills");
        assert!(!out.contains('<') && !out.contains('\'') && !out.contains('"'), "{out}");
    }
}
