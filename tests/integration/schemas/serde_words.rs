//! What `#[serde(…)]` says of a type, a variant or a field.

use syn::punctuated::Punctuated;

/// The words that the sources use; any other is an error, so that no schema is wrong in silence.
#[derive(Default)]
pub struct SerdeWords {
    pub default: bool,
    pub skip: bool,
    pub skip_serializing_if: bool,
    pub untagged: bool,
    pub rename: Option<String>,
    pub rename_all: Option<String>,
    pub tag: Option<String>,
    pub content: Option<String>,
}

impl SerdeWords {
    pub fn of(attributes: &[syn::Attribute]) -> Self {
        let mut words = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            let list = attribute
                .parse_args_with(Punctuated::<syn::Meta, syn::Token![,]>::parse_terminated)
                .expect("serde's attributes parse");
            list.iter().for_each(|meta| words.take(meta));
        }
        words
    }

    fn take(&mut self, meta: &syn::Meta) {
        let name = meta.path().get_ident().map(ToString::to_string).unwrap_or_default();
        let text = || match meta {
            syn::Meta::NameValue(value) => match &value.value {
                syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
                _ => None,
            },
            _ => None,
        };
        match name.as_str() {
            "default" => self.default = true,
            "skip" => self.skip = true,
            "skip_serializing_if" => self.skip_serializing_if = true,
            "untagged" => self.untagged = true,
            "rename" => self.rename = text(),
            "rename_all" => self.rename_all = text(),
            "tag" => self.tag = text(),
            "content" => self.content = text(),
            // The first forbids what a reader would ignore; a type of one unnamed field is transparent by itself.
            "deny_unknown_fields" | "transparent" => {}
            other => panic!("the schemas do not know #[serde({other})]: teach tests/integration/schemas"),
        }
    }

    /// A variant's or field's name in JSON.
    pub fn name(&self, own: &Self, ident: &str) -> String {
        if let Some(name) = &own.rename {
            return name.clone();
        }
        match self.rename_all.as_deref() {
            None => ident.to_string(),
            Some("lowercase") => ident.to_lowercase(),
            Some("snake_case") => snake(ident, '_'),
            Some("kebab-case") => snake(ident, '-'),
            Some(other) => panic!("the schemas do not know rename_all = {other:?}"),
        }
    }
}

fn snake(ident: &str, between: char) -> String {
    let mut out = String::new();
    for (place, letter) in ident.char_indices() {
        if letter.is_uppercase() && place > 0 {
            out.push(between);
        }
        out.extend(letter.to_lowercase());
    }
    out
}

/// A doc comment as one paragraph; links keep their words.
pub fn doc(attributes: &[syn::Attribute]) -> Option<String> {
    let line = |attribute: &syn::Attribute| match &attribute.meta {
        syn::Meta::NameValue(value) if value.path.is_ident("doc") => match &value.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => {
                Some(text.value().trim().to_string())
            }
            _ => None,
        },
        _ => None,
    };
    let lines: Vec<String> = attributes.iter().filter_map(line).collect();
    let text = lines.join(" ").replace("[`", "`").replace("`]", "`");
    (!text.is_empty()).then_some(text)
}
