//! What every program here does with a message: a line of JSON, at once.

use std::io::Write;

pub fn heard(id: &str, event: &str, data: &str) {
    if event.is_empty() || event == "message" || event == "note" {
        let message: serde_json::Value = serde_json::from_str(data).expect("JSON");
        let line = serde_json::json!({ "id": id, "message": message });
        let mut out = std::io::stdout().lock();
        writeln!(out, "{line}").and_then(|()| out.flush()).expect("a reader");
    }
}
