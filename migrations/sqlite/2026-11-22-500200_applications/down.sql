DROP INDEX proposals_call_id_idx;
ALTER TABLE proposals DROP COLUMN history;
ALTER TABLE proposals DROP COLUMN cost_lines;
ALTER TABLE proposals DROP COLUMN answers;
ALTER TABLE proposals DROP COLUMN call_id;
