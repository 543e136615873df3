-- The latest round of each seat stays.
CREATE TABLE reviews_rebuilt (
    id BLOB NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    proposal_id BLOB NOT NULL,
    seat_id BLOB NOT NULL,
    state TEXT NOT NULL,
    facts TEXT NOT NULL,
    CONSTRAINT reviews_id_length_check CHECK (length(id) = 16),
    CONSTRAINT reviews_proposal_id_length_check CHECK (length(proposal_id) = 16),
    CONSTRAINT reviews_seat_id_length_check CHECK (length(seat_id) = 16),
    CONSTRAINT reviews_revision_check CHECK (revision >= 1),
    CONSTRAINT reviews_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES proposals (id),
    CONSTRAINT reviews_seat_id_fkey FOREIGN KEY (seat_id) REFERENCES seats (id),
    CONSTRAINT reviews_proposal_id_seat_id_key UNIQUE (proposal_id, seat_id),
    CONSTRAINT reviews_state_check CHECK (state IN (
        'draft', 'submitted'
    )),
    CONSTRAINT reviews_facts_check CHECK (json_valid(facts))
) STRICT;

INSERT INTO reviews_rebuilt (id, revision, created_at, updated_at, proposal_id, seat_id, state, facts)
SELECT id, revision, created_at, updated_at, proposal_id, seat_id, state, json_remove(facts, '$.proposal_revision')
FROM reviews
WHERE NOT EXISTS (
    SELECT 1 FROM reviews AS later
    WHERE later.proposal_id = reviews.proposal_id AND later.seat_id = reviews.seat_id
        AND later.proposal_revision > reviews.proposal_revision
);

DROP TABLE reviews;
ALTER TABLE reviews_rebuilt RENAME TO reviews;

CREATE INDEX reviews_created_at_id_idx ON reviews (created_at, id);
CREATE INDEX reviews_updated_at_id_idx ON reviews (updated_at, id);
CREATE INDEX reviews_seat_id_idx ON reviews (seat_id);
