-- Each revision of an application that is handed in has a round of reviews of its own. A UNIQUE cannot be
-- changed: the table is made anew.
CREATE TABLE reviews_rebuilt (
    id BLOB NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    proposal_id BLOB NOT NULL,
    seat_id BLOB NOT NULL,
    proposal_revision INTEGER NOT NULL,
    state TEXT NOT NULL,
    facts TEXT NOT NULL,
    CONSTRAINT reviews_id_length_check CHECK (length(id) = 16),
    CONSTRAINT reviews_proposal_id_length_check CHECK (length(proposal_id) = 16),
    CONSTRAINT reviews_seat_id_length_check CHECK (length(seat_id) = 16),
    CONSTRAINT reviews_revision_check CHECK (revision >= 1),
    CONSTRAINT reviews_proposal_revision_check CHECK (proposal_revision >= 1),
    CONSTRAINT reviews_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES proposals (id),
    CONSTRAINT reviews_seat_id_fkey FOREIGN KEY (seat_id) REFERENCES seats (id),
    CONSTRAINT reviews_proposal_id_seat_id_proposal_revision_key UNIQUE (proposal_id, seat_id, proposal_revision),
    CONSTRAINT reviews_state_check CHECK (state IN (
        'draft', 'submitted'
    )),
    CONSTRAINT reviews_facts_check CHECK (json_valid(facts))
) STRICT;

INSERT INTO reviews_rebuilt (
    id, revision, created_at, updated_at, proposal_id, seat_id, proposal_revision, state, facts
)
SELECT id, revision, created_at, updated_at, proposal_id, seat_id, round, state,
    json_set(facts, '$.proposal_revision', round)
FROM (SELECT reviews.*, coalesce((
    SELECT max(number) FROM proposal_revisions
    WHERE proposal_revisions.proposal_id = reviews.proposal_id
        AND submitted_at IS NOT NULL AND submitted_at <= reviews.created_at
), 1) AS round FROM reviews);

DROP TABLE reviews;
ALTER TABLE reviews_rebuilt RENAME TO reviews;

CREATE INDEX reviews_created_at_id_idx ON reviews (created_at, id);
CREATE INDEX reviews_updated_at_id_idx ON reviews (updated_at, id);
CREATE INDEX reviews_seat_id_idx ON reviews (seat_id);
