-- Reviews of proposals: one per seat; what is written in one is its document.
CREATE TABLE reviews (
    id uuid NOT NULL PRIMARY KEY,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    proposal_id uuid NOT NULL,
    seat_id uuid NOT NULL,
    state text COLLATE "C" NOT NULL,
    facts jsonb NOT NULL,
    CONSTRAINT reviews_revision_check CHECK (revision >= 1),
    CONSTRAINT reviews_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES proposals (id),
    CONSTRAINT reviews_seat_id_fkey FOREIGN KEY (seat_id) REFERENCES seats (id),
    CONSTRAINT reviews_proposal_id_seat_id_key UNIQUE (proposal_id, seat_id),
    CONSTRAINT reviews_state_check CHECK (state IN (
        'draft', 'submitted'
    ))
);

CREATE INDEX reviews_created_at_id_idx ON reviews (created_at, id);
CREATE INDEX reviews_updated_at_id_idx ON reviews (updated_at, id);
CREATE INDEX reviews_seat_id_idx ON reviews (seat_id);

-- Conflicts of interest that members of core groups declared themselves.
CREATE TABLE conflict_declarations (
    id uuid NOT NULL PRIMARY KEY,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    proposal_id uuid NOT NULL,
    account_id uuid NOT NULL,
    facts jsonb NOT NULL,
    CONSTRAINT conflict_declarations_revision_check CHECK (revision >= 1),
    CONSTRAINT conflict_declarations_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES proposals (id),
    CONSTRAINT conflict_declarations_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT conflict_declarations_proposal_id_account_id_key UNIQUE (proposal_id, account_id)
);

CREATE INDEX conflict_declarations_created_at_id_idx ON conflict_declarations (created_at, id);
CREATE INDEX conflict_declarations_updated_at_id_idx ON conflict_declarations (updated_at, id);
CREATE INDEX conflict_declarations_account_id_idx ON conflict_declarations (account_id);

-- For inboxes: what has waited longest in a state.
CREATE INDEX proposals_state_state_since_idx ON proposals (state, state_since);
