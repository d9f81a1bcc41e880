//! New files, not only changed ones, in the folders that become part of the binary build it anew.

fn main() {
    // Cargo takes a path that does not exist for one that has just changed.
    let _ = std::fs::create_dir_all("../web/dist");
    println!("cargo:rerun-if-changed=../web/dist");
    println!("cargo:rerun-if-changed=../migrations");
}
