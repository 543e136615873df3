//! The tokens of a PDF, as far as files are looked through: names as they are meant, what follows them, and where a
//! dictionary ends.

/// A name, without its slash and with `#` and two figures read as the character that they stand for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Name<'a> {
    pub(super) text: Vec<u8>,
    /// What stands before the slash.
    pub(super) before: &'a [u8],
    /// What stands behind it, without white space and comments.
    pub(super) behind: &'a [u8],
}

/// Every name, wherever it stands.
pub(super) fn names(within: &[u8]) -> impl Iterator<Item = Name<'_>> {
    let places = within.iter().enumerate().filter(|(_, byte)| **byte == b'/');
    places.filter_map(|(at, _)| name(within, at))
}

/// The name whose slash stands at this place.
fn name(within: &[u8], at: usize) -> Option<Name<'_>> {
    let (before, rest) = within.split_at_checked(at)?;
    let rest = rest.strip_prefix(b"/")?;
    // Readers disagree about characters that do not print: here they end a name.
    let is_end = |byte: &u8| !byte.is_ascii_graphic() || b"()<>[]{}/%".contains(byte);
    let (text, behind) = rest.split_at(rest.iter().position(is_end).unwrap_or(rest.len()));
    Some(Name { text: meant(text), before, behind: skip(behind) })
}

impl Name<'_> {
    /// The name that follows immediately: its value, where this one is a key.
    pub(super) fn value(&self) -> Option<Vec<u8>> {
        name(self.behind, 0).map(|name| name.text)
    }

    /// Whether a dictionary or a stream follows, as such or by its number; or a list of them.
    pub(super) fn leads_on(&self) -> bool {
        let listed = self.behind.strip_prefix(b"[").map(skip);
        let listed = listed.is_some_and(|first| first.starts_with(b"(") || is_object(first));
        listed || is_object(self.behind)
    }

    /// Whether a text follows. Three characters stand in whatever is packed by chance, so that only those count that
    /// have text before or behind them.
    pub(super) fn has_text(&self) -> bool {
        let is_text = |bytes: Option<&[u8]>| {
            let is_one = |byte: &u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
            bytes.is_some_and(|bytes| bytes.iter().all(is_one))
        };
        let (before, behind) = (self.before, self.behind);
        let last = before.get(before.len().saturating_sub(8)..);
        matches!(behind.first(), Some(b'(' | b'<'))
            && (is_text(last) || is_text(behind.get(..behind.len().min(8))))
    }
}

fn is_object(text: &[u8]) -> bool {
    text.starts_with(b"<<") || is_reference(text)
}

/// Whether a text begins with a reference such as `5 0 R`.
fn is_reference(text: &[u8]) -> bool {
    number(text).and_then(number).is_some_and(|behind| behind.starts_with(b"R"))
}

/// What stands behind a number.
fn number(text: &[u8]) -> Option<&[u8]> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let behind = text.get(digits..).filter(|_| digits > 0)?;
    Some(skip(behind)).filter(|rest| rest.len() < behind.len())
}

/// What stands behind white space and comments.
pub(super) fn skip(mut text: &[u8]) -> &[u8] {
    loop {
        text = match text.split_first() {
            Some((0 | b'\t' | b'\n' | 12 | b'\r' | b' ', rest)) => rest,
            Some((b'%', rest)) => behind_comment(rest),
            _ => return text,
        };
    }
}

fn behind_comment(text: &[u8]) -> &[u8] {
    let end = text.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
    text.get(end.unwrap_or(text.len())..).unwrap_or_default()
}

/// How long a dictionary is that stands at the beginning of a text; `None` where none does, or it does not end within
/// the bytes that are looked at.
pub(super) fn dictionary(text: &[u8], most: usize) -> Option<usize> {
    let whole = text.get(..text.len().min(most)).filter(|whole| whole.starts_with(b"<<"))?;
    let (mut rest, mut depth) = (whole, 0_usize);
    loop {
        rest = match rest {
            [b'<', b'<', rest @ ..] => {
                depth += 1;
                rest
            }
            [b'>', b'>', rest @ ..] => {
                depth = depth.checked_sub(1)?;
                rest
            }
            [b'(', rest @ ..] => behind_text(rest)?,
            [b'<', rest @ ..] => rest.get(rest.iter().position(|byte| *byte == b'>')? + 1..)?,
            [b'%', rest @ ..] => behind_comment(rest),
            [_, rest @ ..] if depth > 0 => rest,
            _ => return None,
        };
        if depth == 0 {
            return Some(whole.len() - rest.len());
        }
    }
}

/// What stands behind a text in brackets, in which others may stand.
fn behind_text(text: &[u8]) -> Option<&[u8]> {
    let (mut depth, mut at) = (1_usize, 0);
    while depth > 0 {
        match text.get(at)? {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    text.get(at..)
}

/// A name as it is meant.
fn meant(name: &[u8]) -> Vec<u8> {
    let digit = |at: usize| name.get(at).and_then(|c| char::from(*c).to_digit(16));
    let (mut out, mut at) = (Vec::with_capacity(name.len()), 0);
    while let Some(byte) = name.get(at) {
        let coded = (*byte == b'#').then(|| digit(at + 1).zip(digit(at + 2))).flatten();
        let coded = coded.and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
        out.push(coded.unwrap_or(*byte));
        at += if coded.is_some() { 3 } else { 1 };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_with_what_follows_them() {
        let found: Vec<_> = names(b"<</S%x\n/J#61va /EF 5 %(\n 0 R/A(b)>>").collect();
        let texts: Vec<_> = found.iter().map(|name| name.text.as_slice()).collect();
        assert_eq!(texts, [&b"S"[..], b"Java", b"EF", b"A"]);
        assert_eq!(found[0].value().as_deref(), Some(&b"Java"[..]));
        assert!(found[2].leads_on() && !found[3].leads_on() && found[3].has_text());
        assert_eq!(names(b"/EF 50 R").filter(Name::leads_on).count(), 0);
    }

    #[test]
    fn a_dictionary_ends_where_it_ends() {
        for whole in ["<</A<</B 1>>/C(>>\\)(x))>>", "<</A<41>/B%>>\n/C>>", "<</A<41>>>", "<<>>"] {
            let text = format!("{whole} stream >>");
            assert_eq!(dictionary(text.as_bytes(), 100), Some(whole.len()), "{whole}");
        }
        for bad in ["<</A", "<</A(>>", "/A<<>>", ">>", "", "(a)<<>>"] {
            assert_eq!(dictionary(bad.as_bytes(), 100), None, "{bad}");
        }
        assert_eq!(dictionary(b"<</A 1>>", 7), None);
    }
}
