//! What the migrated database says of its own constraints.

use super::site::{Engine, Site};

impl Site {
    /// Every constraint by its name, with its definition.
    fn constraints(&self) -> Vec<(String, String)> {
        let sql = match self.engine {
            Engine::Sqlite => "SELECT sql AS value FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL",
            Engine::Postgres => {
                "SELECT 'CONSTRAINT ' || conname || ' ' || pg_get_constraintdef(oid) AS value FROM pg_constraint \
                 WHERE connamespace = 'public'::regnamespace"
            }
        };
        let texts = self.texts(sql).join("\n");
        let pieces = texts.split("CONSTRAINT ").skip(1);
        pieces.filter_map(|piece| piece.split_once(' ')).map(|(name, rest)| (name.to_owned(), rest.to_owned())).collect()
    }

    /// Every `CHECK (column IN ('word', …))` by the name of its constraint, with the words.
    pub fn closed_lists(&self) -> Vec<(String, Vec<String>)> {
        let listed = |(name, text): (String, String)| {
            let list = match self.engine {
                // `CHECK (kind IN ('a', 'b'))`
                Engine::Sqlite => {
                    text.strip_prefix("CHECK (")?.split_once(" IN (").filter(|(column, _)| is_name(column))?.1.split(')').next()?
                }
                // `CHECK ((kind = ANY (ARRAY['a'::text, 'b'::text])))`
                Engine::Postgres => text
                    .strip_prefix("CHECK ((")?
                    .split_once(" = ANY (ARRAY[")
                    .filter(|(column, _)| is_name(column))?
                    .1
                    .split(']')
                    .next()?,
            };
            let words: Vec<String> = list.split('\'').skip(1).step_by(2).map(str::to_owned).collect();
            (!words.is_empty()).then_some((name, words))
        };
        self.constraints().into_iter().filter_map(listed).collect()
    }

    /// The names of the unique constraints.
    pub fn unique_constraints(&self) -> Vec<String> {
        let constraints = self.constraints().into_iter();
        constraints.filter(|(_, text)| text.starts_with("UNIQUE")).map(|(name, _)| name).collect()
    }
}

fn is_name(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}
