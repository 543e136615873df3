-- Search over everything: what an entry is shown as, ordered by and narrowed by stands beside its words,
-- so that a search looks at one table. Empty text is "none".
ALTER TABLE search_entries ADD COLUMN name_en text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE search_entries ADD COLUMN name_ml text COLLATE "C";
ALTER TABLE search_entries ADD COLUMN name_key text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE search_entries ADD COLUMN district text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE search_entries ADD COLUMN division text COLLATE "C" NOT NULL DEFAULT '';
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
-- Common words are known to the planner by name, so that it reads along an order instead of the index.
ALTER TABLE search_entries ALTER COLUMN lexemes SET STATISTICS 500;

-- Whose a thing is that not everybody sees: clusters, institutions and enterprises that it belongs to.
CREATE TABLE search_anchors (
    subject uuid NOT NULL,
    target uuid NOT NULL,
    PRIMARY KEY (subject, target)
);
CREATE INDEX search_anchors_target_idx ON search_anchors (target);
INSERT INTO search_anchors (subject, target) SELECT id, cluster_id FROM proposals UNION SELECT id, institution_id FROM proposals;

-- The vocabulary: every word that people say, once. Words are added and never taken away; one that no
-- entry holds any more finds nothing. `sound` is filled by the program.
CREATE TABLE search_words (
    row_id bigint GENERATED ALWAYS AS IDENTITY NOT NULL PRIMARY KEY,
    word text COLLATE "C" NOT NULL,
    sound text COLLATE "C",
    CONSTRAINT search_words_word_key UNIQUE (word)
);
CREATE INDEX search_words_sound_idx ON search_words (sound);
INSERT INTO search_words (word) SELECT DISTINCT term FROM search_entries, unnest(string_to_array(words, ' ')) AS term
    WHERE length(term) BETWEEN 2 AND 40 AND term !~ '[0-9]';

-- Where misspelt words are looked for. The owner of a database may create this extension from
-- PostgreSQL 13 on; where it cannot be had, the vocabulary is read from end to end instead: slower, and
-- with the same answers.
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE INDEX search_words_trigrams_idx ON search_words USING gin (word gin_trgm_ops);
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported OR undefined_object THEN
    RAISE NOTICE 'pg_trgm is not available: misspelt words are found without an index';
END
$$;
