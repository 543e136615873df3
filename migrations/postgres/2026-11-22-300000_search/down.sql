-- The extension stays: others may use it.
DROP TABLE search_words;
DROP TABLE search_anchors;
DROP INDEX search_entries_district_name_key_subject_idx;
DROP INDEX search_entries_name_key_subject_idx;
ALTER TABLE search_entries DROP COLUMN division;
ALTER TABLE search_entries DROP COLUMN district;
ALTER TABLE search_entries DROP COLUMN name_key;
ALTER TABLE search_entries DROP COLUMN name_ml;
ALTER TABLE search_entries DROP COLUMN name_en;
