-- Documents of proposals, and their content in pieces: it comes and goes with the row, in one
-- transaction, and is part of every backup.
CREATE TABLE documents (
    id BLOB NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    proposal_id BLOB NOT NULL,
    facts TEXT NOT NULL,
    CONSTRAINT documents_id_length_check CHECK (length(id) = 16),
    CONSTRAINT documents_revision_check CHECK (revision >= 1),
    CONSTRAINT documents_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES proposals (id),
    CONSTRAINT documents_proposal_id_length_check CHECK (length(proposal_id) = 16),
    CONSTRAINT documents_facts_check CHECK (json_valid(facts))
) STRICT;

CREATE INDEX documents_created_at_id_idx ON documents (created_at, id);
CREATE INDEX documents_updated_at_id_idx ON documents (updated_at, id);
CREATE INDEX documents_proposal_id_idx ON documents (proposal_id);

CREATE TABLE document_pieces (
    document_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (document_id, number),
    CONSTRAINT document_pieces_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents (id),
    CONSTRAINT document_pieces_document_id_length_check CHECK (length(document_id) = 16)
) STRICT;
