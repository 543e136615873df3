-- What somebody belongs to while they sit in a seat, and from when until when that was stated. The document of the
-- seat says what is stated now; what was stated before is known here alone, whatever became of the seat.
CREATE TABLE affiliations (
    account_id uuid NOT NULL,
    seat_id uuid NOT NULL,
    end_id uuid NOT NULL,
    starts_on date NOT NULL,
    stated_at timestamptz NOT NULL,
    ends_on date,
    withdrawn_at timestamptz,
    facts jsonb NOT NULL,
    PRIMARY KEY (account_id, seat_id, end_id, starts_on, stated_at),
    CONSTRAINT affiliations_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts (id)
);

-- What stands now is taken to have been stated when the seat was constituted: nothing is known of changes.
INSERT INTO affiliations (account_id, seat_id, end_id, starts_on, stated_at, ends_on, facts)
SELECT
    (tenure ->> 'account_id')::uuid,
    seats.id,
    (affiliation ->> 'id')::uuid,
    (tenure ->> 'starts_on')::date,
    seats.created_at,
    (tenure ->> 'ends_on')::date,
    affiliation
FROM seats,
    jsonb_array_elements(seats.facts -> 'tenures') AS tenure,
    jsonb_array_elements(tenure -> 'affiliations') AS affiliation
ON CONFLICT DO NOTHING;
