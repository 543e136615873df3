-- The index finds entries by their words, by their district, and by their words in their district: what is common in
-- the state is much rarer there. The district stands behind a character that no text has (U+E000), and the words in it
-- behind the same once more. Words alone are looked for, never phrases or ranks, so where in a text they stand and how
-- long it is need not be kept: half the size.
DROP TRIGGER search_entries_insert;
DROP TRIGGER search_entries_delete;
DROP TRIGGER search_entries_update;
DROP TABLE search_index;

ALTER TABLE search_entries ADD COLUMN lexemes TEXT GENERATED ALWAYS AS (
    CASE WHEN district = '' THEN words ELSE
        words || ' ' || char(57344) || district || replace(' ' || words, ' ', ' ' || char(57344) || district || char(57344))
    END
) VIRTUAL;

CREATE VIRTUAL TABLE search_index USING fts5 (
    lexemes,
    content = 'search_entries',
    content_rowid = 'row_id',
    prefix = '2 3',
    detail = none,
    columnsize = 0,
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
);
INSERT INTO search_index (search_index) VALUES ('rebuild');

CREATE TRIGGER search_entries_insert AFTER INSERT ON search_entries BEGIN
    INSERT INTO search_index (rowid, lexemes) VALUES (new.row_id, new.lexemes);
END;

CREATE TRIGGER search_entries_delete AFTER DELETE ON search_entries BEGIN
    INSERT INTO search_index (search_index, rowid, lexemes) VALUES ('delete', old.row_id, old.lexemes);
END;

CREATE TRIGGER search_entries_update AFTER UPDATE ON search_entries WHEN old.lexemes <> new.lexemes BEGIN
    INSERT INTO search_index (search_index, rowid, lexemes) VALUES ('delete', old.row_id, old.lexemes);
    INSERT INTO search_index (rowid, lexemes) VALUES (new.row_id, new.lexemes);
END;
