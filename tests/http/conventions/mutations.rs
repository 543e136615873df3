//! Random bodies: the examples of the document, damaged by a seeded dice. Whatever comes of them, no
//! answer is a 5xx and no row is half-written (the witness of the test looks at the ledger).

use crate::app::App;
use crate::http::conventions::operations::{harmless, with_bodies};
use crate::http_tests;
use serde_json::{Value, json};

/// SplitMix64: the same numbers in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % sides.max(1) as u64).expect("small")
    }

    fn odd_value(&mut self) -> Value {
        let odd = [
            Value::Null,
            json!(true),
            json!(0),
            json!(-1),
            json!(1.5),
            json!(i64::MAX),
            json!(u64::MAX),
            json!(1e300),
            json!(""),
            json!(" "),
            json!("x"),
            json!("\u{0}"),
            json!("\u{202e}ക\u{d4d}\u{200d}"),
            json!("🙂".repeat(300)),
            json!("2026-13-01"),
            json!("9999-12-31"),
            json!("-0001-01-01"),
            json!("+292277026596-12-04"),
            json!("019a2b3c-4d5e-7f60-8123-456789abcdef"),
            json!("{019a2b3c-4d5e-7f60-8123-456789abcdef}"),
            json!([]),
            json!({}),
            json!([null]),
            json!([[[[]]]]),
            json!({ "en": "x" }),
            json!({ "kind": "cluster" }),
            json!("555"),
            json!("nic_2008"),
            json!("' OR 1=1 --"),
            json!("../../etc/passwd"),
        ];
        odd[self.roll(odd.len())].clone()
    }

    /// Damages one place of a value.
    fn damage(&mut self, value: &mut Value) {
        let deeper = self.roll(3) > 0;
        match value {
            Value::Object(map) if deeper && !map.is_empty() => {
                let nth = self.roll(map.len());
                let name = map.keys().nth(nth).expect("a field").clone();
                match self.roll(8) {
                    0 => drop(map.remove(&name)),
                    1 => {
                        let moved = map.remove(&name).expect("a field");
                        map.insert(format!("{name}\u{301}"), moved);
                    }
                    2 => {
                        let copy = map[&name].clone();
                        map.insert(["id", "revision", "__proto__", "state", "name"][self.roll(5)].to_owned(), copy);
                    }
                    _ => self.damage(&mut map[&name]),
                }
            }
            Value::Array(list) if deeper && !list.is_empty() => {
                let nth = self.roll(list.len());
                match self.roll(4) {
                    0 => drop(list.remove(nth)),
                    1 => {
                        let copy = list[nth].clone();
                        list.extend(std::iter::repeat_n(copy, self.roll(60)));
                    }
                    _ => self.damage(&mut list[nth]),
                }
            }
            other => *other = self.odd_value(),
        }
    }
}

http_tests![damaged_examples_never_break_the_server, damaged_bytes_never_break_the_server];

async fn damaged_examples_never_break_the_server(app: App) {
    let mut dice = Dice(20_261_121);
    for operation in with_bodies(&app).await.iter().filter(|operation| operation.is_json()) {
        for round in 0..25 {
            let mut body = if operation.example.is_object() { operation.example.clone() } else { json!({ "name": "x", "password": "y" }) };
            for _ in 0..=dice.roll(3) {
                dice.damage(&mut body);
            }
            let answer = operation.request().if_match("*").body(&operation.kind, body.to_string()).send().await;
            harmless(answer, &format!("{} {round} {body}", operation.name));
        }
    }
}

async fn damaged_bytes_never_break_the_server(app: App) {
    let mut dice = Dice(4711);
    for operation in with_bodies(&app).await {
        for round in 0..8 {
            let mut bytes =
                if operation.is_json() { operation.example.to_string() } else { "grant_type=password&username=a&password=b".to_owned() }
                    .into_bytes();
            for _ in 0..=dice.roll(4) {
                let at = dice.roll(bytes.len());
                match dice.roll(3) {
                    0 => bytes[at] = u8::try_from(dice.roll(256)).expect("a byte"),
                    1 => drop(bytes.drain(at..(at + dice.roll(9)).min(bytes.len()))),
                    _ => bytes.insert(at, b"\"\\{}[]:,0%&=\0\xff"[dice.roll(14)]),
                }
                if bytes.is_empty() {
                    bytes.push(b'{');
                }
            }
            let what = format!("{} {round} {:?}", operation.name, String::from_utf8_lossy(&bytes));
            harmless(operation.request().if_match("*").body(&operation.kind, bytes).send().await, &what);
        }
    }
}
