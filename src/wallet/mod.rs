//! What a person can show: presentations, disclosure, receipts. Pure rules.
