-- Search over everything: what an entry is shown as, ordered by and narrowed by stands beside its words,
-- so that a search looks at one table. Empty text is "none".
ALTER TABLE search_entries ADD COLUMN name_en TEXT NOT NULL DEFAULT '';
ALTER TABLE search_entries ADD COLUMN name_ml TEXT;
ALTER TABLE search_entries ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
ALTER TABLE search_entries ADD COLUMN district TEXT NOT NULL DEFAULT '';
ALTER TABLE search_entries ADD COLUMN division TEXT NOT NULL DEFAULT '';
UPDATE search_entries SET (name_en, name_ml, name_key, district, division) = (
    SELECT t.name_en, t.name_ml, t.name_key, coalesce(t.district, ''), '' FROM places t WHERE t.id = search_entries.subject
) WHERE kind = 'place';
UPDATE search_entries SET (name_en, name_ml, name_key, district, division) = (
    SELECT t.name_en, t.name_ml, t.name_key, t.district, substr(t.main_activity, 1, 2) FROM enterprises t WHERE t.id = search_entries.subject
) WHERE kind = 'enterprise';
UPDATE search_entries SET (name_en, name_ml, name_key, district, division) = (
    SELECT t.name_en, t.name_ml, t.name_key, t.district, '' FROM institutions t WHERE t.id = search_entries.subject
) WHERE kind = 'institution';
UPDATE search_entries SET (name_en, name_ml, name_key, district, division) = (
    SELECT t.name_en, t.name_ml, t.name_key, t.district, '' FROM clusters t WHERE t.id = search_entries.subject
) WHERE kind = 'cluster';
UPDATE search_entries SET (name_en, name_ml, name_key, district, division) = (
    SELECT t.name_en, t.name_ml, t.name_key, '', '' FROM schemes t WHERE t.id = search_entries.subject
) WHERE kind = 'scheme';
UPDATE search_entries SET (name_en, name_ml, name_key, district, division) = (
    SELECT t.title_en, t.title_ml, t.title_key, t.district, '' FROM proposals t WHERE t.id = search_entries.subject
) WHERE kind = 'proposal';
CREATE INDEX search_entries_name_key_subject_idx ON search_entries (name_key, subject);
CREATE INDEX search_entries_district_name_key_subject_idx ON search_entries (district, name_key, subject);

-- Whose a thing is that not everybody sees: clusters, institutions and enterprises that it belongs to.
CREATE TABLE search_anchors (
    subject BLOB NOT NULL,
    target BLOB NOT NULL,
    CONSTRAINT search_anchors_subject_length_check CHECK (length(subject) = 16),
    CONSTRAINT search_anchors_target_length_check CHECK (length(target) = 16),
    PRIMARY KEY (subject, target)
) STRICT;
CREATE INDEX search_anchors_target_idx ON search_anchors (target);
INSERT INTO search_anchors (subject, target) SELECT id, cluster_id FROM proposals UNION SELECT id, institution_id FROM proposals;

-- The vocabulary: every word that people say, once. Words are added and never taken away; one that no
-- entry holds any more finds nothing. `sound` is filled by the program.
CREATE TABLE search_words (
    row_id INTEGER NOT NULL PRIMARY KEY,
    word TEXT NOT NULL,
    sound TEXT,
    CONSTRAINT search_words_word_key UNIQUE (word)
) STRICT;
CREATE INDEX search_words_sound_idx ON search_words (sound);

-- Where misspelt words are looked for. Two blanks on either side make beginnings and ends long enough
-- for an index of three letters.
CREATE VIRTUAL TABLE search_word_index USING fts5 (word, content = '', tokenize = "trigram case_sensitive 1");
CREATE TRIGGER search_words_insert AFTER INSERT ON search_words BEGIN
    INSERT INTO search_word_index (rowid, word) VALUES (new.row_id, '  ' || new.word || '  ');
END;

CREATE VIRTUAL TABLE search_index_terms USING fts5vocab(search_index, 'row');
INSERT INTO search_words (word) SELECT term FROM search_index_terms WHERE length(term) BETWEEN 2 AND 40 AND term NOT GLOB '*[0-9]*';
DROP TABLE search_index_terms;
