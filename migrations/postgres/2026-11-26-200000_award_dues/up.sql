-- The day after which something of an award is late, if nothing happens until then: what a list of late
-- awards is narrowed by. The program keeps it with each change; the limits are those of the versions in the
-- code (180 days for a certificate, 30 for a refund).
ALTER TABLE awards ADD COLUMN due_on date;
UPDATE awards SET due_on = (SELECT min(day) FROM (
    SELECT (terms.value ->> 'due_on')::date AS day
        FROM jsonb_array_elements(awards.facts #> '{course,terms,milestones}') WITH ORDINALITY AS terms (value, at)
        JOIN jsonb_array_elements(awards.facts #> '{course,milestones}') WITH ORDINALITY AS milestone (value, at)
            ON milestone.at = terms.at
        WHERE (milestone.value ->> 'reported_on') IS NULL
            AND (awards.facts #>> '{course,ended_on}') IS NULL
    UNION ALL
    SELECT (tranche.value ->> 'disbursed_on')::date + 180
        FROM jsonb_array_elements(awards.facts #> '{course,tranches}') AS tranche (value)
        WHERE jsonb_typeof(tranche.value -> 'certificate') IS DISTINCT FROM 'object'
    UNION ALL
    SELECT (awards.facts #>> '{course,owes_since}')::date + 30
) AS dues);
CREATE INDEX awards_due_on_idx ON awards (due_on);
