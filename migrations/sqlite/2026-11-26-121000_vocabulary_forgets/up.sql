-- Words that an entry has let go of, until it is known whether another holds them. One that none holds
-- goes from the vocabulary, and is looked at once more when every write that may have counted on it has ended.
CREATE TABLE search_words_left (
    word TEXT NOT NULL PRIMARY KEY,
    due_at INTEGER NOT NULL,
    is_gone INTEGER NOT NULL,
    CONSTRAINT search_words_left_is_gone_check CHECK (is_gone IN (0, 1))
) STRICT;
CREATE INDEX search_words_left_due_at_word_idx ON search_words_left (due_at, word);

-- A word that goes leaves nothing of itself in the index of its letters.
CREATE TRIGGER search_words_delete AFTER DELETE ON search_words BEGIN
    INSERT INTO search_word_index (search_word_index, rowid, word) VALUES ('delete', old.row_id, '  ' || old.word || '  ');
END;
INSERT INTO search_word_index (search_word_index, rank) VALUES ('secure-delete', 1);

-- What has been let go of before now.
INSERT INTO search_words_left (word, due_at, is_gone) SELECT word, 0, 0 FROM search_words WHERE NOT EXISTS (
    SELECT 1 FROM search_index WHERE search_index MATCH '"' || search_words.word || '"'
);
