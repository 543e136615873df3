-- Words that an entry has let go of, until it is known whether another holds them. One that none holds
-- goes from the vocabulary, and is looked at once more when every write that may have counted on it has ended.
CREATE TABLE search_words_left (
    word text COLLATE "C" NOT NULL PRIMARY KEY,
    due_at timestamptz NOT NULL,
    is_gone boolean NOT NULL
);
CREATE INDEX search_words_left_due_at_word_idx ON search_words_left (due_at, word);

-- What has been let go of before now.
INSERT INTO search_words_left (word, due_at, is_gone) SELECT word, 'epoch', false FROM search_words WHERE NOT EXISTS (
    SELECT 1 FROM search_entries WHERE lexemes @@ ('''' || search_words.word || '''')::tsquery
);
