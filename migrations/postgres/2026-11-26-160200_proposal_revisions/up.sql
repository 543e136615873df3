-- What a proposal stated at each amendment and each submission.
CREATE TABLE proposal_revisions (
    proposal_id uuid NOT NULL,
    number integer NOT NULL,
    made_at timestamptz NOT NULL,
    submitted_at timestamptz,
    facts jsonb NOT NULL,
    PRIMARY KEY (proposal_id, number),
    CONSTRAINT proposal_revisions_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES proposals (id),
    CONSTRAINT proposal_revisions_number_check CHECK (number >= 1)
);
