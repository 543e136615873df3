-- What tied two actors until a day, and what somebody spoke for until a day, whatever is stated afterwards: for
-- conflicts of interest it cools like a tie that ended. What is removed leaves no other row.
CREATE TABLE former_ties (
    tie_id BLOB NOT NULL,
    one_id BLOB NOT NULL,
    other_id BLOB NOT NULL,
    ended_on TEXT NOT NULL,
    facts TEXT NOT NULL,
    CONSTRAINT former_ties_tie_id_length_check CHECK (length(tie_id) = 16),
    CONSTRAINT former_ties_one_id_length_check CHECK (length(one_id) = 16),
    CONSTRAINT former_ties_other_id_length_check CHECK (length(other_id) = 16),
    CONSTRAINT former_ties_facts_check CHECK (json_valid(facts)),
    PRIMARY KEY (tie_id, one_id, other_id, ended_on)
) STRICT;

CREATE INDEX former_ties_one_id_idx ON former_ties (one_id);
CREATE INDEX former_ties_other_id_idx ON former_ties (other_id);

CREATE TABLE former_belongings (
    account_id BLOB NOT NULL,
    end_id BLOB NOT NULL,
    ended_on TEXT NOT NULL,
    facts TEXT NOT NULL,
    CONSTRAINT former_belongings_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT former_belongings_account_id_length_check CHECK (length(account_id) = 16),
    CONSTRAINT former_belongings_end_id_length_check CHECK (length(end_id) = 16),
    CONSTRAINT former_belongings_facts_check CHECK (json_valid(facts)),
    PRIMARY KEY (account_id, end_id, ended_on)
) STRICT;
