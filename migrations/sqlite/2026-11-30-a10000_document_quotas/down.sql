DROP INDEX documents_uploaded_by_idx;
ALTER TABLE documents DROP COLUMN bytes;
ALTER TABLE documents DROP COLUMN uploaded_by;
