//! The one binary.

fn main() -> std::process::ExitCode {
    seatlog::cli::run()
}
