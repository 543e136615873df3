DROP TABLE search_words;
DROP TABLE search_anchors;
DROP INDEX search_entries_district_name_key_subject_idx;
DROP INDEX search_entries_name_key_subject_idx;
ALTER TABLE search_entries DROP COLUMN division;
ALTER TABLE search_entries DROP COLUMN district;
ALTER TABLE search_entries DROP COLUMN name_key;
ALTER TABLE search_entries DROP COLUMN name_ml;
ALTER TABLE search_entries DROP COLUMN name_en;
-- Unless others use the extension.
DO $$
BEGIN
    DROP EXTENSION IF EXISTS pg_trgm;
EXCEPTION WHEN dependent_objects_still_exist OR insufficient_privilege THEN
    RAISE NOTICE 'pg_trgm stays';
END
$$;
