-- Documents of proposals, and their content in pieces: it comes and goes with the row, in one
-- transaction, and is part of every backup.
CREATE TABLE documents (
    id uuid NOT NULL PRIMARY KEY,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    proposal_id uuid NOT NULL,
    facts jsonb NOT NULL,
    CONSTRAINT documents_revision_check CHECK (revision >= 1),
    CONSTRAINT documents_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES proposals (id)
);

CREATE INDEX documents_created_at_id_idx ON documents (created_at, id);
CREATE INDEX documents_updated_at_id_idx ON documents (updated_at, id);
CREATE INDEX documents_proposal_id_idx ON documents (proposal_id);

CREATE TABLE document_pieces (
    document_id uuid NOT NULL,
    number integer NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (document_id, number),
    CONSTRAINT document_pieces_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents (id)
);
-- PDF, PNG and JPEG are compressed already.
ALTER TABLE document_pieces ALTER COLUMN bytes SET STORAGE EXTERNAL;
