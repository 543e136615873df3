DROP INDEX enterprises_uncompared_since_id_idx;
DROP INDEX enterprises_mobile_idx;
ALTER TABLE enterprises DROP COLUMN uncompared_since;
ALTER TABLE enterprises DROP COLUMN mobile;
DROP TABLE duplicate_candidates;
