DROP TRIGGER search_entries_insert;
DROP TRIGGER search_entries_delete;
DROP TRIGGER search_entries_update;
DROP TABLE search_index;

ALTER TABLE search_entries DROP COLUMN lexemes;

CREATE VIRTUAL TABLE search_index USING fts5 (
    words,
    content = 'search_entries',
    content_rowid = 'row_id',
    prefix = '2 3',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
);
INSERT INTO search_index (search_index) VALUES ('rebuild');

CREATE TRIGGER search_entries_insert AFTER INSERT ON search_entries BEGIN
    INSERT INTO search_index (rowid, words) VALUES (new.row_id, new.words);
END;

CREATE TRIGGER search_entries_delete AFTER DELETE ON search_entries BEGIN
    INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', old.row_id, old.words);
END;

CREATE TRIGGER search_entries_update AFTER UPDATE ON search_entries WHEN old.words <> new.words BEGIN
    INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', old.row_id, old.words);
    INSERT INTO search_index (rowid, words) VALUES (new.row_id, new.words);
END;
