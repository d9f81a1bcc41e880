#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| seatlog_fuzz::query(data));
