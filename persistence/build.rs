//! The migrations are embedded when this crate is compiled; cargo does not notice a new folder of
//! them by itself.

fn main() {
    println!("cargo::rerun-if-changed=../migrations");
}
