//! The example of a method: a call with the values that the spec gives as examples. It is compiled as a documentation test.

use proc_macro2::Literal;

use crate::model::{Enum, EnumType, Example, Field, Format, Model, Operation, Type};
use crate::names;
use crate::spec::Literal as Scalar;

/// The lines of the example; `None` if an argument has no value that can be written in short, or the spec does not name the crate.
pub(super) fn operation(model: &Model, operation: &Operation) -> Option<Vec<String>> {
    let crate_name = model.api.crate_name.as_ref()?;
    let mut arguments = Vec::new();
    for argument in operation.arguments() {
        arguments.push(value(model, &argument.field)?);
    }
    let mut lines = vec![
        "```".to_owned(),
        "# #[cfg(feature = \"async\")]".to_owned(),
        format!("# async fn example(client: {crate_name}::Client) -> Result<(), {crate_name}::Error> {{"),
    ];
    if let Some(body) = operation.body.as_ref().filter(|body| !body.is_optional()) {
        let Type::Schema(id) = body else { return None };
        lines.push(format!("let body = {crate_name}::{}::default();", id.rust_name));
        arguments.push("&body".to_owned());
    }
    let name = names::written(&operation.rust_name);
    let call = format!("client.{name}({})", arguments.join(", "));
    lines.extend(match (&operation.paging, &operation.response) {
        (Some(_), _) => vec![
            format!("let mut items = {call}.items();"),
            "while let Some(item) = items.next().await {".to_owned(),
            "    println!(\"{:?}\", item?);".to_owned(),
            "}".to_owned(),
        ],
        (None, Some(_)) => {
            vec![format!("let response = {call}.send().await?;"), "println!(\"{response:?}\");".to_owned()]
        }
        (None, None) => vec![format!("{call}.send().await?;")],
    });
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    Some(lines)
}

/// The value of an argument: its example, or else a value of its type.
fn value(model: &Model, field: &Field) -> Option<String> {
    let example = match &field.constraints.example {
        Some(Example::Scalar(literal)) => Some(literal),
        _ => field.constraints.min.as_ref().or(field.constraints.max.as_ref()),
    };
    of_type(model, &field.ty, example, &field.name.value)
}

fn of_type(model: &Model, ty: &Type, example: Option<&Scalar>, name: &str) -> Option<String> {
    let text = |text: &str| Literal::string(text).to_string();
    Some(match (ty, example) {
        (Type::String, Some(Scalar::String(example))) => text(example),
        (Type::String, _) => text(name),
        (Type::Integer, Some(Scalar::Integer(example))) => integer(*example),
        (Type::Integer, _) => "1".to_owned(),
        (Type::Double, Some(example)) => format!("{:?}", example.as_f64()?),
        (Type::Double, None) => "1.0".to_owned(),
        (Type::Boolean, _) => "true".to_owned(),
        (Type::Formatted(format), example) => formatted(*format, example)?,
        (Type::Enum(id), _) => enum_value(model.enum_def(id))?,
        (Type::List(item), _) => format!("[{}]", of_type(model, item, None, name)?),
        _ => return None,
    })
}

/// An argument that converts to text in the format, or a number.
fn formatted(format: Format, example: Option<&Scalar>) -> Option<String> {
    let sample = match example {
        Some(Scalar::String(example)) => return Some(Literal::string(example).to_string()),
        Some(example) => example,
        None => return formatted(format, Some(&format.sample())),
    };
    Some(match format {
        Format::Float32 | Format::QuotedDouble => format!("{:?}", sample.as_f64()?),
        Format::QuotedInteger => integer(sample.as_integer()?),
        _ => format!("{}_u64", sample.as_integer()?),
    })
}

/// An argument of any integer type: a literal is an `i32`, so that a larger one has its type.
fn integer(value: i64) -> String {
    if i32::try_from(value).is_ok() { value.to_string() } else { format!("{value}_i64") }
}

/// The first value of an enum, from which a setter converts.
fn enum_value(enum_def: &Enum) -> Option<String> {
    let value = &enum_def.variants.first()?.name.value;
    Some(match enum_def.value_type {
        EnumType::String => Literal::string(value).to_string(),
        EnumType::Integer => value.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::integer;

    #[test]
    fn large_integer_has_its_type() {
        for (value, expected) in [
            (-1, "-1"),
            (2_147_483_647, "2147483647"),
            (2_147_483_648, "2147483648_i64"),
            (i64::MIN, "-9223372036854775808_i64"),
        ] {
            assert_eq!(integer(value), expected);
        }
    }
}
