DELETE FROM former_ties AS later USING former_ties AS earlier
WHERE (later.tie_id, later.one_id, later.other_id, later.ended_on)
    = (earlier.tie_id, earlier.one_id, earlier.other_id, earlier.ended_on)
    AND (later.noted_at, later.ground) > (earlier.noted_at, earlier.ground);
ALTER TABLE former_ties
    DROP CONSTRAINT former_ties_pkey,
    DROP COLUMN ground,
    DROP COLUMN noted_at,
    ADD PRIMARY KEY (tie_id, one_id, other_id, ended_on);
ALTER TABLE linkages DROP COLUMN bond;
