DELETE FROM rule_sets WHERE subject IN ('quorum', 'conflicts');
ALTER TABLE rule_sets DROP CONSTRAINT rule_sets_subject_check;
ALTER TABLE rule_sets ADD CONSTRAINT rule_sets_subject_check CHECK (subject IN (
    'ladder', 'scorecard'
));
