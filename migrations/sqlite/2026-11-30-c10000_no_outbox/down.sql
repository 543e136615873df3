CREATE TABLE outbox (
    id BLOB NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject BLOB NOT NULL,
    revision INTEGER NOT NULL,
    event TEXT NOT NULL,
    delivered_at INTEGER,
    CONSTRAINT outbox_id_length_check CHECK (length(id) = 16),
    CONSTRAINT outbox_subject_length_check CHECK (length(subject) = 16)
) STRICT;
CREATE INDEX outbox_undelivered_idx ON outbox (id) WHERE delivered_at IS NULL;
INSERT INTO outbox (id, at, kind, subject, revision, event)
SELECT id, at, kind, subject, revision, event FROM changes;
