//! Messages to people: SMS and e-mail.
