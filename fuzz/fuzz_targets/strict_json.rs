#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| dinhdanh::jose::fuzzing::strict_json(bytes));
