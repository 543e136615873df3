CREATE TABLE outbox (
    id uuid NOT NULL PRIMARY KEY,
    at timestamptz NOT NULL,
    kind text COLLATE "C" NOT NULL,
    subject uuid NOT NULL,
    revision bigint NOT NULL,
    event text COLLATE "C" NOT NULL,
    delivered_at timestamptz
);
CREATE INDEX outbox_undelivered_idx ON outbox (id) WHERE delivered_at IS NULL;
INSERT INTO outbox (id, at, kind, subject, revision, event)
SELECT id, at, kind, subject, revision, event FROM changes;
