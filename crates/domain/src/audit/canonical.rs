//! One spelling for each JSON value, as RFC 8785 has it for whole numbers and text: sorted keys, no white space.

use serde_json::Value;

/// The one spelling of a value. The keys are sorted here, because a map of the library may keep them in the order of their arrival.
#[must_use]
pub fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Array(items) => {
            text.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    text.push(',');
                }
                write(item, text);
            }
            text.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            text.push('{');
            for (place, (key, value)) in members.into_iter().enumerate() {
                if place > 0 {
                    text.push(',');
                }
                scalar(&Value::String(key.clone()), text);
                text.push(':');
                write(value, text);
            }
            text.push('}');
        }
        scalar_value => scalar(scalar_value, text),
    }
}

fn scalar(value: &Value, text: &mut String) {
    text.push_str(&value.to_string());
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_are_sorted_at_every_depth_and_nothing_is_between() {
        let value = json!({ "b": [1, { "z": null, "a": true }], "a": "x\n\"y\"", "é": -3, "B": {} });
        assert_eq!(canonical(&value), "{\"B\":{},\"a\":\"x\\n\\\"y\\\"\",\"b\":[1,{\"a\":true,\"z\":null}],\"é\":-3}");
    }

    #[test]
    fn the_order_of_arrival_changes_nothing() {
        let one: Value = serde_json::from_str(r#"{"x":1,"y":{"b":2,"a":1}}"#).unwrap();
        let other: Value = serde_json::from_str(r#" { "y" : {"a":1, "b":2}, "x":1 } "#).unwrap();
        assert_eq!(canonical(&one), canonical(&other));
    }

    #[test]
    fn keys_are_compared_as_utf_16() {
        // The first is one unit from the end of the basic plane, the second a pair that begins lower.
        let value = json!({ "\u{ff5e}": 1, "\u{1f600}": 2 });
        assert_eq!(canonical(&value), "{\"\u{1f600}\":2,\"\u{ff5e}\":1}");
    }
}
