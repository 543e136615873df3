-- The day after which something of an award is late, if nothing happens until then: what a list of late
-- awards is narrowed by. The program keeps it with each change; the limits are those of the versions in the
-- code (180 days for a certificate, 30 for a refund).
ALTER TABLE awards ADD COLUMN due_on TEXT;
UPDATE awards SET due_on = (SELECT min(day) FROM (
    SELECT json_extract(terms.value, '$.due_on') AS day
        FROM json_each(awards.facts, '$.course.terms.milestones') AS terms
        JOIN json_each(awards.facts, '$.course.milestones') AS milestone ON milestone.key = terms.key
        WHERE json_extract(milestone.value, '$.reported_on') IS NULL
            AND json_extract(awards.facts, '$.course.ended_on') IS NULL
    UNION ALL
    SELECT date(json_extract(tranche.value, '$.disbursed_on'), '+180 days')
        FROM json_each(awards.facts, '$.course.tranches') AS tranche
        WHERE json_extract(tranche.value, '$.certificate') IS NULL
    UNION ALL
    SELECT date(json_extract(awards.facts, '$.course.owes_since'), '+30 days')
));
CREATE INDEX awards_due_on_idx ON awards (due_on);
