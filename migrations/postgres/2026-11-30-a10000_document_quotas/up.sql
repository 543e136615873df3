-- How much an account has attached has a limit: what is summed up stands in columns.
ALTER TABLE documents ADD COLUMN uploaded_by uuid;
ALTER TABLE documents ADD CONSTRAINT documents_uploaded_by_fkey FOREIGN KEY (uploaded_by) REFERENCES accounts (id);
ALTER TABLE documents ADD COLUMN bytes bigint NOT NULL DEFAULT 0
    CONSTRAINT documents_bytes_check CHECK (bytes >= 0);
UPDATE documents SET
    uploaded_by = (facts ->> 'uploaded_by')::uuid,
    bytes = (facts ->> 'bytes')::bigint;
CREATE INDEX documents_uploaded_by_idx ON documents (uploaded_by);
