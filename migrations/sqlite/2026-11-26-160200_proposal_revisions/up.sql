-- What a proposal stated at each amendment and each submission.
CREATE TABLE proposal_revisions (
    proposal_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    submitted_at INTEGER,
    facts TEXT NOT NULL,
    PRIMARY KEY (proposal_id, number),
    CONSTRAINT proposal_revisions_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES proposals (id),
    CONSTRAINT proposal_revisions_proposal_id_length_check CHECK (length(proposal_id) = 16),
    CONSTRAINT proposal_revisions_number_check CHECK (number >= 1),
    CONSTRAINT proposal_revisions_facts_check CHECK (json_valid(facts))
) STRICT;
