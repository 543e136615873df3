-- Who stands by a linkage: each of its ends, and K-DISC by evidence. What was confirmed before this was noted stays so,
-- by nobody knows whom, from the day on which it was declared.
ALTER TABLE linkages ADD COLUMN bond jsonb NOT NULL DEFAULT '{"confirmed":[null,null]}';
UPDATE linkages SET bond = jsonb_build_object('confirmed', jsonb_build_array(
    CASE WHEN from_is_confirmed THEN jsonb_build_object('by', NULL, 'at', word.at) END,
    CASE WHEN to_is_confirmed THEN jsonb_build_object('by', NULL, 'at', word.at) END
))
FROM (
    SELECT id, to_char(created_at AT TIME ZONE 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at FROM linkages
) AS word
WHERE word.id = linkages.id;

-- What a former tie rested on, and when it was noted: of one that is proven twice, each proof ends by itself.
ALTER TABLE former_ties
    ADD COLUMN ground text COLLATE "C" NOT NULL DEFAULT 'confirmed',
    ADD COLUMN noted_at timestamptz NOT NULL DEFAULT now();
UPDATE former_ties SET noted_at = ended_on::timestamp AT TIME ZONE 'utc';
ALTER TABLE former_ties
    ADD CONSTRAINT former_ties_ground_check CHECK (ground IN ('claimed', 'confirmed', 'attested')),
    DROP CONSTRAINT former_ties_pkey,
    ADD PRIMARY KEY (tie_id, one_id, other_id, ended_on, ground, noted_at);
