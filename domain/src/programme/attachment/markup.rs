//! The tags of an XML document, as far as office files are looked through: names without their prefixes, attributes
//! as they are meant.

/// A piece of a document.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// A tag that opens an element.
    Opens(Tag<'a>),
    /// The name of an element that ends.
    Closes(&'a str),
    /// Text between tags.
    Text(String),
}

/// A tag that opens an element.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// Its name, without a prefix.
    pub(super) name: &'a str,
    attributes: Vec<(&'a str, String)>,
    /// Whether it closes its element, too.
    pub(super) is_whole: bool,
}

impl Tag<'_> {
    /// The values of the attributes of a name, whatever their prefixes: prefixes can be bound to anything, so each
    /// of them may be the one that counts.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let found = self.attributes().filter(move |(known, _)| *known == name);
        found.map(|(_, value)| value)
    }

    /// The first of them; empty where there is none. Only to be shown.
    pub(super) fn shown(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// Every attribute.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.attributes.iter();
        all.map(|(name, value)| (*name, value.as_str()))
    }
}

/// The text of a document; `None` where it is not the UTF-8 that it should be.
pub(super) fn text(document: &[u8]) -> Option<&str> {
    let document = document.strip_prefix(b"\xef\xbb\xbf").unwrap_or(document);
    let text = std::str::from_utf8(document).ok()?;
    let declared = text.strip_prefix("<?xml").and_then(|rest| rest.split("?>").next());
    let is_other = declared.is_some_and(|words| {
        let words = words.to_lowercase();
        words.contains("encoding") && !words.contains("utf-8") && !words.contains("us-ascii")
    });
    (!is_other && !text.contains('\0')).then_some(text)
}

/// The same document in UTF-8, where it is one of UTF-16 that says so by its first character.
pub(super) fn of_utf_16(document: &[u8]) -> Option<String> {
    let pair = |of: fn([u8; 2]) -> u16, units: &[u8]| {
        let (units, rest) = units.as_chunks::<2>();
        let units: Vec<_> = units.iter().copied().map(of).collect();
        String::from_utf16(&units).ok().filter(|_| rest.is_empty())
    };
    let text = match document {
        [0xff, 0xfe, units @ ..] => pair(u16::from_le_bytes, units),
        [0xfe, 0xff, units @ ..] => pair(u16::from_be_bytes, units),
        _ => None,
    }?;
    Some(text).filter(|text| !text.contains('\0'))
}

/// The name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// What references to characters stand for. Others than the five that XML knows are left as they are: without a
/// document type there are none.
fn decode(text: &str) -> String {
    let mut pieces = text.split('&');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once(';').unwrap_or((piece, ""));
        let number = match name.strip_prefix("#x") {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => name.strip_prefix('#').and_then(|digits| digits.parse().ok()),
        };
        let known = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => number.and_then(char::from_u32),
        };
        match known {
            Some(c) => {
                out.push(c);
                out.push_str(rest);
            }
            None => {
                out.push('&');
                out.push_str(piece);
            }
        }
    }
    out
}

/// The pieces of a document, one after the other: it may be large. `Err` where it is none, or has a document type: that
/// could make anything of it, and no office file has one.
pub(super) struct Pieces<'a> {
    rest: &'a str,
}

/// What follows is no markup.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NoMarkup;

/// The pieces of a text.
pub(super) const fn pieces(text: &str) -> Pieces<'_> {
    Pieces { rest: text }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Result<Piece<'a>, NoMarkup>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.rest.is_empty() {
            match step(self.rest) {
                Some((piece, behind)) => {
                    self.rest = behind;
                    if let Some(piece) = piece {
                        return Some(Ok(piece));
                    }
                }
                None => {
                    self.rest = "";
                    return Some(Err(NoMarkup));
                }
            }
        }
        None
    }
}

/// The next piece, where it is one that says something, and what stands behind it.
fn step(from: &str) -> Option<(Option<Piece<'_>>, &str)> {
    if !from.starts_with('<') {
        let (text, behind) = from.split_at(from.find('<').unwrap_or(from.len()));
        return Some((Some(Piece::Text(decode(text))), behind));
    }
    if let Some(comment) = from.strip_prefix("<!--") {
        return Some((None, comment.split_once("-->")?.1));
    }
    if let Some(data) = from.strip_prefix("<![CDATA[") {
        let (text, behind) = data.split_once("]]>")?;
        return Some((Some(Piece::Text(text.to_owned())), behind));
    }
    if let Some(order) = from.strip_prefix("<?") {
        // A style sheet is fetched, and may be a program.
        if order.starts_with("xml-stylesheet") {
            return None;
        }
        return Some((None, order.split_once("?>")?.1));
    }
    if let Some(end) = from.strip_prefix("</") {
        let (name, behind) = end.split_once('>')?;
        return Some((Some(Piece::Closes(local(name.trim()))), behind));
    }
    let (tag, behind) = tag(from.get(1..)?)?;
    Some((Some(Piece::Opens(tag)), behind))
}

/// A tag from its name on, and what stands behind it.
fn tag(from: &str) -> Option<(Tag<'_>, &str)> {
    let is_end = |c: char| c.is_whitespace() || "/>=<\"'!?".contains(c);
    let (name, mut rest) = from.split_at(from.find(is_end)?);
    if name.is_empty() {
        return None;
    }
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        let whole = rest.strip_prefix("/>");
        if let Some(behind) = whole.or(rest.strip_prefix('>')) {
            let tag = Tag { name: local(name), attributes, is_whole: whole.is_some() };
            return Some((tag, behind));
        }
        let (name, behind) = rest.split_at(rest.find(is_end)?);
        let value = behind.trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, behind) = value.get(1..)?.split_once(quote)?;
        if name.is_empty() || value.contains('<') {
            return None;
        }
        attributes.push((local(name), decode(value)));
        rest = behind;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_as_they_are_meant() {
        let text = "<?xml version='1.0'?><!-- <x y='1'> --><a:b c='1' d:e = \"&#x4A;&#83;&amp;\"/>\n<f>g<![CDATA[<h>]]></f>";
        let found: Vec<_> = pieces(text).collect::<Result<_, _>>().unwrap();
        let [
            Piece::Opens(first),
            Piece::Text(_),
            Piece::Opens(second),
            Piece::Text(g),
            Piece::Text(h),
            Piece::Closes("f"),
        ] = found.as_slice()
        else {
            panic!("{found:?}")
        };
        assert_eq!(
            (first.name, first.is_whole, second.name, second.is_whole),
            ("b", true, "f", false)
        );
        assert_eq!((first.shown("c"), first.shown("e"), first.shown("x")), ("1", "JS&", ""));
        let Some(Ok(Piece::Opens(twice))) = pieces("<a b:c='1' c='2' d='3'>").next() else {
            panic!("no tag")
        };
        assert_eq!(twice.all("c").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!((g.as_str(), h.as_str()), ("g", "<h>"));
        for bad in [
            "<!DOCTYPE a>",
            "<a b=1>",
            "<a b='1'",
            "<a b='<'>",
            "<a 'b'>",
            "< a>",
            "<a><",
            "<a",
            "<!-- ",
            "<?xml-stylesheet href='a.xsl'?><a/>",
        ] {
            assert_eq!(pieces(bad).last(), Some(Err(NoMarkup)), "{bad}");
        }
    }

    #[test]
    fn a_document_is_utf_8() {
        assert_eq!(text(b"\xef\xbb\xbf<a/>"), Some("<a/>"));
        for bad in
            [&b"\xff\xfe<\0a\0"[..], b"<\0a\0", b"<?xml version='1.0' encoding='UTF-7'?><a/>"]
        {
            assert_eq!(text(bad), None);
        }
        let found = [&b"\xff\xfe<\0a\0"[..], b"\xfe\xff\0<\0a"].map(of_utf_16);
        assert_eq!(found, [Some("<a".to_owned()), Some("<a".to_owned())]);
        for bad in [&b"\xff\xfe<\0a"[..], b"\xff\xfe\0\0", b"<a", b"\xff\xfe\0\xd8"] {
            assert_eq!(of_utf_16(bad), None);
        }
    }
}
