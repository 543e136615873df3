ALTER TABLE search_entries DROP COLUMN lexemes;
ALTER TABLE search_entries ADD COLUMN lexemes tsvector GENERATED ALWAYS AS (
    array_to_tsvector(array_remove(string_to_array(words, ' '), ''))
) STORED;
ALTER TABLE search_entries ALTER COLUMN lexemes SET STATISTICS 500;
CREATE INDEX search_entries_lexemes_idx ON search_entries USING gin (lexemes);
ANALYZE search_entries (lexemes);
