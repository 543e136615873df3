//! The language of messages, by `Accept-Language`.

/// A language that messages are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Malayalam.
    Malayalam,
}

impl Language {
    /// The better liked of the two, English where neither is named.
    #[must_use]
    pub fn preferred(header: Option<&str>) -> Self {
        let mut best = (0.0, Self::English);
        for range in header.unwrap_or_default().split(',').take(20) {
            let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
            let quality = parameters
                .trim()
                .strip_prefix("q=")
                .map_or(1.0, |q| q.parse::<f32>().unwrap_or(0.0));
            let tag = tag.trim().to_ascii_lowercase();
            let language = match tag.split('-').next() {
                Some("ml") => Self::Malayalam,
                Some("en") => Self::English,
                _ => continue,
            };
            if quality > best.0 {
                best = (quality, language);
            }
        }
        best.1
    }

    /// The language tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Malayalam => "ml",
        }
    }

    /// One of two texts.
    #[must_use]
    pub const fn choose<'a>(self, en: &'a str, ml: &'a str) -> &'a str {
        match self {
            Self::English => en,
            Self::Malayalam => ml,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_better_liked_language_wins() {
        for (header, language) in [
            (None, Language::English),
            (Some("ml"), Language::Malayalam),
            (Some("ml-IN;q=0.5, en;q=0.9"), Language::English),
            (Some("fr, ml;q=0.1"), Language::Malayalam),
            (Some("ml;q=0, en;q=0.1"), Language::English),
            (Some(";;,=q"), Language::English),
        ] {
            assert_eq!(Language::preferred(header), language, "{header:?}");
        }
    }
}
