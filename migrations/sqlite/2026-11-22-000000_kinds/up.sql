-- The kind of a thing in the trail is written by the program alone, out of one list; a second list
-- here would only have to be widened for every new kind. SQLite cannot drop a CHECK, so the four
-- tables are made anew; nothing refers to them but the index of search, which goes by row ids.

CREATE TABLE audit_rebuilt (
    id BLOB NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    actor BLOB,
    action TEXT NOT NULL,
    event TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject BLOB NOT NULL,
    revision INTEGER NOT NULL,
    facts TEXT NOT NULL,
    request_id TEXT NOT NULL,
    seq INTEGER,
    digest BLOB,
    CONSTRAINT audit_id_length_check CHECK (length(id) = 16),
    CONSTRAINT audit_actor_length_check CHECK (length(actor) = 16),
    CONSTRAINT audit_subject_length_check CHECK (length(subject) = 16),
    CONSTRAINT audit_facts_check CHECK (json_valid(facts)),
    CONSTRAINT audit_seq_key UNIQUE (seq)
) STRICT;
INSERT INTO audit_rebuilt (id, at, actor, action, event, kind, subject, revision, facts, request_id, seq, digest)
SELECT id, at, actor, action, event, kind, subject, revision, facts, request_id, seq, digest FROM audit;
DROP TABLE audit;
ALTER TABLE audit_rebuilt RENAME TO audit;

CREATE TABLE changes_rebuilt (
    id BLOB NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject BLOB NOT NULL,
    revision INTEGER NOT NULL,
    change TEXT NOT NULL,
    event TEXT NOT NULL,
    position INTEGER,
    CONSTRAINT changes_id_length_check CHECK (length(id) = 16),
    CONSTRAINT changes_subject_length_check CHECK (length(subject) = 16),
    CONSTRAINT changes_change_check CHECK (change IN (
        'created', 'updated', 'removed'
    )),
    CONSTRAINT changes_position_key UNIQUE (position)
) STRICT;
INSERT INTO changes_rebuilt (id, at, kind, subject, revision, change, event, position)
SELECT id, at, kind, subject, revision, change, event, position FROM changes;
DROP TABLE changes;
ALTER TABLE changes_rebuilt RENAME TO changes;

CREATE TABLE outbox_rebuilt (
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
INSERT INTO outbox_rebuilt (id, at, kind, subject, revision, event, delivered_at)
SELECT id, at, kind, subject, revision, event, delivered_at FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_rebuilt RENAME TO outbox;

CREATE TABLE search_entries_rebuilt (
    row_id INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    subject BLOB NOT NULL,
    words TEXT NOT NULL,
    CONSTRAINT search_entries_subject_key UNIQUE (subject),
    CONSTRAINT search_entries_subject_length_check CHECK (length(subject) = 16)
) STRICT;
INSERT INTO search_entries_rebuilt (row_id, kind, subject, words)
SELECT row_id, kind, subject, words FROM search_entries;
DROP TABLE search_entries;
ALTER TABLE search_entries_rebuilt RENAME TO search_entries;

CREATE INDEX changes_subject_idx ON changes (subject);
CREATE INDEX audit_subject_idx ON audit (subject);
CREATE INDEX audit_unsealed_idx ON audit (id) WHERE seq IS NULL;
CREATE INDEX outbox_undelivered_idx ON outbox (id) WHERE delivered_at IS NULL;

CREATE TRIGGER search_entries_insert AFTER INSERT ON search_entries BEGIN
    INSERT INTO search_index (rowid, words) VALUES (new.row_id, new.words);
END;

CREATE TRIGGER search_entries_delete AFTER DELETE ON search_entries BEGIN
    INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', old.row_id, old.words);
END;

CREATE TRIGGER search_entries_update AFTER UPDATE ON search_entries WHEN old.words <> new.words BEGIN
    INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', old.row_id, old.words);
    INSERT INTO search_index (rowid, words) VALUES (new.row_id, new.words);
END;
