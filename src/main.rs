//! The command `dinhdanh`.

use std::process::ExitCode;

fn main() -> ExitCode {
    dinhdanh::cli::run(std::env::args_os())
}
