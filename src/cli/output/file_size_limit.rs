/// Makes writing beyond a file-size limit (`ulimit -f`) an error that can be told, instead of the signal SIGXFSZ that
/// ends the process without a word.
pub fn outlive_file_size_limits() {
    #[cfg(unix)]
    {
        use std::sync::Arc;
        use std::sync::atomic::AtomicBool;
        // Nobody reads the flag: that the signal is caught at all makes the write return EFBIG. Where it cannot be
        // caught the process ends by the signal, and the report that was there before is whole all the same.
        let caught = Arc::new(AtomicBool::new(false));
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, caught);
    }
}
