//! How a person is reached: mobile number and e-mail address (rule R2.7: personal data).

use crate::Code;
use crate::Violation;

text_word! {
    /// An Indian mobile number. It may be given without its country code and is kept with it.
    Mobile("mobile") {
        check: mobile,
        keep: |text| format!("+91{}", bare(text)),
        max_length: 13,
        pattern: "^(\\+91)?[6-9][0-9]{9}$",
        example: "+919847012345",
    }
}

text_word! {
    /// An e-mail address.
    Email("email_address") {
        check: email,
        max_length: 254,
        pattern: "^[^@\\s]{1,64}@[^@\\s]+\\.[^@\\s]+$",
        example: "unit@example.org",
    }
}

fn bare(text: &str) -> &str {
    text.strip_prefix("+91").unwrap_or(text)
}

fn mobile(text: &str) -> Result<(), Violation> {
    let digits = bare(text);
    if digits.len() != 10 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Violation::new(Code::MobileDigits));
    }
    if digits.starts_with(['6', '7', '8', '9']) {
        Ok(())
    } else {
        Err(Violation::new(Code::MobileFirstDigit))
    }
}

fn email(text: &str) -> Result<(), Violation> {
    let fits = text.split_once('@').is_some_and(|(name, host)| {
        (1..=64).contains(&name.chars().count())
            && !host.contains('@')
            && host.rsplit_once('.').is_some_and(|(host, top)| !host.is_empty() && !top.is_empty())
    });
    let is_plain = !text.chars().any(|c| c.is_whitespace() || c.is_control());
    if fits && is_plain && text.chars().count() <= 254 {
        Ok(())
    } else {
        Err(Violation::new(Code::EmailAddress))
    }
}
