//! The command `raterscope`; everything is in the library.

fn main() {
    std::process::exit(raterscope::cli::run(std::env::args_os()).code());
}
