-- What tied two actors until a day, and what somebody spoke for until a day, whatever is stated afterwards: for
-- conflicts of interest it cools like a tie that ended. What is removed leaves no other row.
CREATE TABLE former_ties (
    tie_id uuid NOT NULL,
    one_id uuid NOT NULL,
    other_id uuid NOT NULL,
    ended_on date NOT NULL,
    facts jsonb NOT NULL,
    PRIMARY KEY (tie_id, one_id, other_id, ended_on)
);

CREATE INDEX former_ties_one_id_idx ON former_ties (one_id);
CREATE INDEX former_ties_other_id_idx ON former_ties (other_id);

CREATE TABLE former_belongings (
    account_id uuid NOT NULL,
    end_id uuid NOT NULL,
    ended_on date NOT NULL,
    facts jsonb NOT NULL,
    PRIMARY KEY (account_id, end_id, ended_on),
    CONSTRAINT former_belongings_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts (id)
);
