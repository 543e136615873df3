-- What somebody belongs to while they sit in a seat, and from when until when that was stated. The document of the
-- seat says what is stated now; what was stated before is known here alone, whatever became of the seat.
CREATE TABLE affiliations (
    account_id BLOB NOT NULL,
    seat_id BLOB NOT NULL,
    end_id BLOB NOT NULL,
    starts_on TEXT NOT NULL,
    stated_at INTEGER NOT NULL,
    ends_on TEXT,
    withdrawn_at INTEGER,
    facts TEXT NOT NULL,
    CONSTRAINT affiliations_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT affiliations_account_id_length_check CHECK (length(account_id) = 16),
    CONSTRAINT affiliations_seat_id_length_check CHECK (length(seat_id) = 16),
    CONSTRAINT affiliations_end_id_length_check CHECK (length(end_id) = 16),
    CONSTRAINT affiliations_facts_check CHECK (json_valid(facts)),
    PRIMARY KEY (account_id, seat_id, end_id, starts_on, stated_at)
) STRICT;

-- What stands now is taken to have been stated when the seat was constituted: nothing is known of changes.
INSERT OR IGNORE INTO affiliations (account_id, seat_id, end_id, starts_on, stated_at, ends_on, facts)
SELECT
    unhex(replace(json_extract(tenure.value, '$.account_id'), '-', '')),
    seats.id,
    unhex(replace(json_extract(affiliation.value, '$.id'), '-', '')),
    json_extract(tenure.value, '$.starts_on'),
    seats.created_at,
    json_extract(tenure.value, '$.ends_on'),
    json(affiliation.value)
FROM seats, json_each(seats.facts, '$.tenures') AS tenure, json_each(tenure.value, '$.affiliations') AS affiliation;
