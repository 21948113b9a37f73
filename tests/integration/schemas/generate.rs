//! JSON Schema (2020-12) of a type and of all that it holds, as serde writes it.

use super::serde_words::{SerdeWords, doc};
use super::sources::{Definition, Shape, Sources};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The type that a schema starts from.
pub enum Root<'a> {
    /// One of these.
    One(&'a str),
    /// A list of these.
    List(&'a str),
}

/// Schemas under way.
struct Schemas<'a> {
    sources: &'a Sources,
    done: BTreeMap<String, Value>,
    /// Name of a schema → module of its type, to keep two types of one name apart.
    whose: BTreeMap<String, Vec<String>>,
}

/// Type parameters → schemas of their arguments, with a name for each.
type Arguments = BTreeMap<String, (String, Value)>;

/// The schema of a document whose type is `root`, a path from the crate's root.
pub fn schema(sources: &Sources, root: &Root<'_>, title: &str) -> Value {
    let mut schemas = Schemas { sources, done: BTreeMap::new(), whose: BTreeMap::new() };
    let (Root::One(path) | Root::List(path)) = root;
    let path: Vec<String> = path.split("::").map(String::from).collect();
    let (name, module) = path.split_last().expect("a path");
    let definition = sources.resolve(module, std::slice::from_ref(name));
    let one = schemas.reference(definition, &Arguments::new());
    let mut out = match root {
        Root::One(_) => one,
        Root::List(_) => json!({ "type": "array", "items": one }),
    };
    let object = out.as_object_mut().expect("a schema is an object");
    object.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
    object.insert("title".into(), title.into());
    object.insert("$defs".into(), Value::Object(schemas.done.into_iter().collect()));
    out
}

impl Schemas<'_> {
    /// A reference to a type's schema, which is made if it was not met before.
    fn reference(&mut self, definition: &Definition, arguments: &Arguments) -> Value {
        if let Shape::Alias(item) = &definition.shape {
            return self.of_type(&item.ty, &definition.module, arguments);
        }
        let own: String = arguments.values().map(|(name, _)| name.as_str()).collect();
        let mut name = format!("{}{own}", definition.name());
        if self.whose.get(&name).is_some_and(|module| *module != definition.module) {
            let modules: String = definition.module.iter().map(|part| camel(part)).collect();
            name = format!("{modules}{name}");
        }
        if self.whose.insert(name.clone(), definition.module.clone()).is_none() {
            let made = match &definition.shape {
                Shape::Struct(item) => self.of_struct(item, &definition.module, arguments),
                Shape::Enum(item) => self.of_enum(item, &definition.module, arguments),
                Shape::Alias(_) => unreachable!("an alias has no schema of its own"),
            };
            self.done.insert(name.clone(), made);
        }
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    fn of_struct(&mut self, item: &syn::ItemStruct, module: &[String], arguments: &Arguments) -> Value {
        let words = SerdeWords::of(&item.attrs);
        let schema = match &item.fields {
            syn::Fields::Named(fields) => self.object(fields, &words, module, arguments, None),
            syn::Fields::Unnamed(fields) => self.tuple(fields, module, arguments),
            syn::Fields::Unit => json!({ "type": "null" }),
        };
        described(schema, &item.attrs)
    }

    /// `tag` is a constant that stands beside the fields.
    fn object(
        &mut self,
        fields: &syn::FieldsNamed,
        words: &SerdeWords,
        module: &[String],
        arguments: &Arguments,
        tag: Option<(&str, &str)>,
    ) -> Value {
        let (mut properties, mut required) = (Map::new(), Vec::new());
        if let Some((tag, constant)) = tag {
            properties.insert(tag.into(), json!({ "const": constant }));
            required.push(tag.to_string());
        }
        for field in &fields.named {
            let own = SerdeWords::of(&field.attrs);
            if own.skip {
                continue;
            }
            let ident = field.ident.as_ref().expect("a named field").to_string();
            let name = own.rename.clone().unwrap_or_else(|| ident.trim_start_matches("r#").to_string());
            let schema = self.of_type(&field.ty, module, arguments);
            let schema = match name.as_str() {
                "schema_version" => json!({ "const": raterscope::audit::SCHEMA_VERSION }),
                _ => schema,
            };
            let optional = own.default || own.skip_serializing_if || words.default || is_option(&field.ty);
            if !optional {
                required.push(name.clone());
            }
            properties.insert(name, described(schema, &field.attrs));
        }
        required.sort();
        json!({ "type": "object", "properties": properties, "required": required })
    }

    fn tuple(&mut self, fields: &syn::FieldsUnnamed, module: &[String], arguments: &Arguments) -> Value {
        let types: Vec<&syn::Type> = fields.unnamed.iter().map(|field| &field.ty).collect();
        match types.as_slice() {
            [one] => self.of_type(one, module, arguments),
            several => self.list_of(several, module, arguments),
        }
    }

    fn list_of(&mut self, types: &[&syn::Type], module: &[String], arguments: &Arguments) -> Value {
        let places: Vec<Value> = types.iter().map(|one| self.of_type(one, module, arguments)).collect();
        let n = places.len();
        json!({ "type": "array", "prefixItems": places, "minItems": n, "maxItems": n })
    }

    fn of_enum(&mut self, item: &syn::ItemEnum, module: &[String], arguments: &Arguments) -> Value {
        let words = SerdeWords::of(&item.attrs);
        let mut choices = Vec::new();
        for variant in &item.variants {
            let own = SerdeWords::of(&variant.attrs);
            if own.skip {
                continue;
            }
            let name = words.name(&own, &variant.ident.to_string());
            let choice = match (&words.tag, &variant.fields) {
                (Some(tag), _) => self.tagged(tag, &name, &words, &variant.fields, module, arguments),
                (None, syn::Fields::Unit) => json!({ "const": name }),
                (None, fields) => {
                    let inner = self.inner(fields, module, arguments);
                    match words.untagged {
                        true => inner,
                        false => only(&name, inner),
                    }
                }
            };
            choices.push(described(choice, &variant.attrs));
        }
        described(json!({ "oneOf": choices }), &item.attrs)
    }

    fn inner(&mut self, fields: &syn::Fields, module: &[String], arguments: &Arguments) -> Value {
        match fields {
            syn::Fields::Named(fields) => {
                self.object(fields, &SerdeWords::default(), module, arguments, None)
            }
            syn::Fields::Unnamed(fields) => self.tuple(fields, module, arguments),
            syn::Fields::Unit => json!({ "type": "null" }),
        }
    }

    fn tagged(
        &mut self,
        tag: &str,
        name: &str,
        words: &SerdeWords,
        fields: &syn::Fields,
        module: &[String],
        arguments: &Arguments,
    ) -> Value {
        let alone =
            || json!({ "type": "object", "properties": { tag: { "const": name } }, "required": [tag] });
        match (&words.content, fields) {
            (_, syn::Fields::Unit) => alone(),
            (Some(content), fields) => {
                let mut out = alone();
                out["properties"][content] = self.inner(fields, module, arguments);
                out["required"] = json!([content, tag]);
                out
            }
            (None, syn::Fields::Named(fields)) => {
                self.object(fields, &SerdeWords::default(), module, arguments, Some((tag, name)))
            }
            (None, syn::Fields::Unnamed(_)) => {
                panic!("the schemas do not know a tag beside an unnamed field")
            }
        }
    }

    fn of_type(&mut self, of: &syn::Type, module: &[String], arguments: &Arguments) -> Value {
        match of {
            syn::Type::Reference(to) => self.of_type(&to.elem, module, arguments),
            syn::Type::Slice(slice) => {
                json!({ "type": "array", "items": self.of_type(&slice.elem, module, arguments) })
            }
            syn::Type::Array(array) => {
                let mut out =
                    json!({ "type": "array", "items": self.of_type(&array.elem, module, arguments) });
                if let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(n), .. }) = &array.len {
                    let n: u64 = n.base10_parse().expect("a length");
                    (out["minItems"], out["maxItems"]) = (n.into(), n.into());
                }
                out
            }
            syn::Type::Tuple(tuple) => {
                let types: Vec<&syn::Type> = tuple.elems.iter().collect();
                self.list_of(&types, module, arguments)
            }
            syn::Type::Path(path) => self.of_path(&path.path, module, arguments),
            _ => panic!("the schemas do not know a type in {module:?}"),
        }
    }

    fn of_path(&mut self, path: &syn::Path, module: &[String], arguments: &Arguments) -> Value {
        let last = path.segments.last().expect("a path has a segment");
        let inner: Vec<&syn::Type> = match &last.arguments {
            syn::PathArguments::AngleBracketed(list) => list
                .args
                .iter()
                .filter_map(|one| match one {
                    syn::GenericArgument::Type(of) => Some(of),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        };
        let name = last.ident.to_string();
        if let Some((_, schema)) = arguments.get(&name) {
            return schema.clone();
        }
        match (name.as_str(), inner.as_slice()) {
            ("String" | "str" | "char" | "PathBuf", _) => json!({ "type": "string" }),
            ("bool", _) => json!({ "type": "boolean" }),
            ("f64" | "f32", _) => json!({ "type": "number" }),
            ("u8" | "u16" | "u32" | "u64" | "usize", _) => json!({ "type": "integer", "minimum": 0 }),
            ("i8" | "i16" | "i32" | "i64" | "isize", _) => json!({ "type": "integer" }),
            ("Option", [one]) => {
                json!({ "anyOf": [self.of_type(one, module, arguments), { "type": "null" }] })
            }
            ("Vec" | "BTreeSet", [one]) => {
                json!({ "type": "array", "items": self.of_type(one, module, arguments) })
            }
            ("Box" | "Cow" | "Arc", [one]) => self.of_type(one, module, arguments),
            ("BTreeMap", [_, value]) => {
                json!({ "type": "object", "additionalProperties": self.of_type(value, module, arguments) })
            }
            (_, inner) => {
                let segments: Vec<String> =
                    path.segments.iter().map(|segment| segment.ident.to_string()).collect();
                let sources = self.sources;
                let definition = sources.resolve(module, &segments);
                let own = self.arguments(definition, inner, module, arguments);
                self.reference(definition, &own)
            }
        }
    }

    /// What a generic type's parameters stand for here.
    fn arguments(
        &mut self,
        definition: &Definition,
        inner: &[&syn::Type],
        module: &[String],
        arguments: &Arguments,
    ) -> Arguments {
        let (Shape::Struct(syn::ItemStruct { generics, .. })
        | Shape::Enum(syn::ItemEnum { generics, .. })
        | Shape::Alias(syn::ItemType { generics, .. })) = &definition.shape;
        let parameters = generics.type_params().map(|one| one.ident.to_string());
        let mut out = Arguments::new();
        for (parameter, of) in parameters.zip(inner) {
            let schema = self.of_type(of, module, arguments);
            out.insert(parameter, (spoken(&schema), schema));
        }
        out
    }
}

/// A name for an argument: `Outcome` of a list of models is `OutcomeListModel`.
fn spoken(schema: &Value) -> String {
    if let Some(to) = schema["$ref"].as_str() {
        return to.trim_start_matches("#/$defs/").to_string();
    }
    match schema["type"].as_str() {
        Some("array") if schema["prefixItems"].is_array() => {
            let places = schema["prefixItems"].as_array().into_iter().flatten();
            format!("Tuple{}", places.map(spoken).collect::<String>())
        }
        Some("array") => format!("List{}", spoken(&schema["items"])),
        Some("object") => format!("Map{}", spoken(&schema["additionalProperties"])),
        Some(other) => camel(other),
        None => schema["anyOf"]
            .as_array()
            .into_iter()
            .flatten()
            .take(1)
            .map(|one| format!("Maybe{}", spoken(one)))
            .collect(),
    }
}

fn camel(word: &str) -> String {
    let part = |part: &str| {
        let mut letters = part.chars();
        letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
    };
    word.split('_').map(part).collect()
}

/// An object with this one property.
fn only(name: &str, inner: Value) -> Value {
    json!({ "type": "object", "properties": { name: inner }, "required": [name], "additionalProperties": false })
}

fn described(mut schema: Value, attributes: &[syn::Attribute]) -> Value {
    if let (Some(text), Some(object)) = (doc(attributes), schema.as_object_mut()) {
        object.insert("description".into(), text.into());
    }
    schema
}

fn is_option(of: &syn::Type) -> bool {
    matches!(of, syn::Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Option"))
}
