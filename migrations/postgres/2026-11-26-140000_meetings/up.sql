-- Meetings of the core groups; what they are called for and what happened is their document.
CREATE TABLE meetings (
    id uuid NOT NULL PRIMARY KEY,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    district text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    minute_number bigint,
    facts jsonb NOT NULL,
    CONSTRAINT meetings_revision_check CHECK (revision >= 1),
    CONSTRAINT meetings_district_minute_number_key UNIQUE (district, minute_number),
    CONSTRAINT meetings_state_check CHECK (state IN (
        'called', 'in_session', 'closed', 'cancelled'
    ))
);

CREATE INDEX meetings_created_at_id_idx ON meetings (created_at, id);
CREATE INDEX meetings_updated_at_id_idx ON meetings (updated_at, id);

-- Which proposals a meeting is about, and which meetings it corrects.
CREATE TABLE agenda_items (
    meeting_id uuid NOT NULL,
    item integer NOT NULL,
    proposal_id uuid,
    corrects_id uuid,
    CONSTRAINT agenda_items_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES meetings (id),
    CONSTRAINT agenda_items_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES proposals (id),
    CONSTRAINT agenda_items_corrects_id_fkey FOREIGN KEY (corrects_id) REFERENCES meetings (id),
    PRIMARY KEY (meeting_id, item)
);

CREATE INDEX agenda_items_proposal_id_idx ON agenda_items (proposal_id);
CREATE INDEX agenda_items_corrects_id_idx ON agenda_items (corrects_id);

-- The end of each district's chain of minutes: whoever closes one holds the row.
CREATE TABLE minute_chains (
    district text COLLATE "C" NOT NULL PRIMARY KEY,
    number bigint NOT NULL,
    digest text COLLATE "C" NOT NULL
);

INSERT INTO minute_chains (district, number, digest) VALUES
    ('554', 0, '0000000000000000000000000000000000000000000000000000000000000000'),
    ('555', 0, '0000000000000000000000000000000000000000000000000000000000000000'),
    ('556', 0, '0000000000000000000000000000000000000000000000000000000000000000'),
    ('557', 0, '0000000000000000000000000000000000000000000000000000000000000000'),
    ('558', 0, '0000000000000000000000000000000000000000000000000000000000000000'),
    ('559', 0, '0000000000000000000000000000000000000000000000000000000000000000'),
    ('560', 0, '0000000000000000000000000000000000000000000000000000000000000000'),
    ('561', 0, '0000000000000000000000000000000000000000000000000000000000000000'),
    ('562', 0, '0000000000000000000000000000000000000000000000000000000000000000'),
    ('563', 0, '0000000000000000000000000000000000000000000000000000000000000000'),
    ('564', 0, '0000000000000000000000000000000000000000000000000000000000000000'),
    ('565', 0, '0000000000000000000000000000000000000000000000000000000000000000'),
    ('566', 0, '0000000000000000000000000000000000000000000000000000000000000000'),
    ('567', 0, '0000000000000000000000000000000000000000000000000000000000000000');
