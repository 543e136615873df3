//! Entity tags (RFC 9110 §8.8.3): what a caller knows of a thing's states.

/// Suffixes that tell the compressed forms of a representation apart: a strong tag is of one sequence of
/// bytes, and all of them are the same state.
const CODINGS: [&str; 4] = ["-gzip", "-br", "-zstd", "-deflate"];

/// The tags of a header, `None` where it cannot be read. A weak tag is a tag, and never a state.
pub(super) fn read(header: &str) -> Option<Vec<&str>> {
    let parts = header.split(',').map(str::trim).filter(|part| !part.is_empty());
    let tags: Vec<&str> = parts.collect();
    let is_tag = |tag: &&str| opaque(tag.strip_prefix("W/").unwrap_or(tag)).is_some();
    (!tags.is_empty() && tags.iter().all(is_tag)).then_some(tags)
}

/// What stands between the quotes of a strong tag.
fn opaque(tag: &str) -> Option<&str> {
    let inner = tag.strip_prefix('"')?.strip_suffix('"')?;
    (tag.len() >= 2 && !inner.contains('"')).then_some(inner)
}

/// The tag without the suffix of a compressed form.
fn plain(inner: &str) -> &str {
    let cut = CODINGS.iter().find_map(|coding| inner.strip_suffix(coding));
    cut.unwrap_or(inner)
}

/// Whether a tag, weak or strong, is of the representation with this strong tag.
pub(super) fn names(tag: &str, etag: &str) -> bool {
    let inner = opaque(tag.strip_prefix("W/").unwrap_or(tag)).map(plain);
    inner.is_some() && inner == opaque(etag)
}

/// The revision that a strong tag of ours is of: `"7"`, or `"7-a1"` where the representation also depends on
/// who looks at it. A state is a state, whoever saw it, so the rest does not matter here.
pub(super) fn revision(tag: &str) -> Option<i64> {
    let digits = opaque(tag)?.split('-').next()?;
    let revision: i64 = digits.parse().ok()?;
    (revision.to_string() == digits).then_some(revision)
}

/// The tag of a compressed form.
pub(crate) fn of_coding(etag: &str, coding: &str) -> Option<String> {
    let inner = opaque(etag)?;
    let suffix = CODINGS.iter().find(|known| known.get(1..) == Some(coding))?;
    Some(format!("\"{inner}{suffix}\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_as_the_rfc_has_them() {
        assert_eq!(read("\"1\", W/\"2\" ,\"\""), Some(vec!["\"1\"", "W/\"2\"", "\"\""]));
        for bad in ["", " , ", "1", "\"1", "w/\"1\"", "\"1\" \"2\"", "\""] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn only_a_strong_tag_of_ours_is_a_state() {
        for (tag, is) in [("\"7\"", Some(7)), ("\"7-a1\"", Some(7)), ("\"7-gzip\"", Some(7))] {
            assert_eq!(revision(tag), is, "{tag}");
        }
        for other in ["W/\"7\"", "\"+7\"", "\"07\"", "\"abc\"", "\"\"", "\"-7\"", "7"] {
            assert_eq!(revision(other), None, "{other}");
        }
    }

    #[test]
    fn a_compressed_form_has_a_tag_of_its_own_and_is_the_same_state() {
        let compressed = of_coding("\"7-a1\"", "br").unwrap();
        assert_eq!(compressed, "\"7-a1-br\"");
        assert!(names(&compressed, "\"7-a1\"") && names("W/\"7-a1\"", "\"7-a1\""));
        assert!(!names("\"7\"", "\"7-a1\"") && !names("*", "\"*\""));
        assert_eq!(of_coding("\"7\"", "identity"), None);
    }
}
