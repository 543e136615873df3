-- How much an account has attached has a limit: what is summed up stands in columns.
ALTER TABLE documents ADD COLUMN uploaded_by BLOB
    CONSTRAINT documents_uploaded_by_fkey REFERENCES accounts (id)
    CONSTRAINT documents_uploaded_by_length_check CHECK (length(uploaded_by) = 16);
ALTER TABLE documents ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0
    CONSTRAINT documents_bytes_check CHECK (bytes >= 0);
UPDATE documents SET
    uploaded_by = unhex(replace(json_extract(facts, '$.uploaded_by'), '-', '')),
    bytes = json_extract(facts, '$.bytes');
CREATE INDEX documents_uploaded_by_idx ON documents (uploaded_by);
