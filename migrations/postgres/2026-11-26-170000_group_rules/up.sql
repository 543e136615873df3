-- Quorum, notice and conflicts of interest are published rules, too. Their first versions are published by
-- the program when it starts, like those of the ladder.
ALTER TABLE rule_sets DROP CONSTRAINT rule_sets_subject_check;
ALTER TABLE rule_sets ADD CONSTRAINT rule_sets_subject_check CHECK (subject IN (
    'ladder', 'scorecard', 'quorum', 'conflicts'
));
