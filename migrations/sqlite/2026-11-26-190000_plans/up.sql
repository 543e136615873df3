-- What the planner is told of indexes whose first column has few values: rows, and rows for one value of
-- the first column, of the first two, and so on, in a registry of the size of the state. Without it, SQLite
-- takes ten rows for one value of anything, and would rather walk a whole district in the wanted order
-- than look up the twenty enterprises that a search has found. The figures are fixed and no server runs
-- ANALYZE, so that the plan does not depend on who measured last; it is right from the first row on,
-- because what is small is fast by any plan.
ANALYZE;
DROP TABLE sqlite_stat4;
DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('enterprises', 'enterprises_district_name_key_id_idx', '1000000 70000 2 1'),
    ('enterprises', 'enterprises_size_class_name_key_id_idx', '1000000 250000 2 1'),
    ('enterprises', 'enterprises_main_activity_idx', '1000000 20000'),
    ('enterprises', 'enterprises_main_activity_pin_code_district_idx', '1000000 20000 50 50'),
    ('enterprises', 'enterprises_pin_code_idx', '1000000 1000'),
    ('search_entries', 'search_entries_district_name_key_subject_idx', '1000000 70000 2 1');

-- Ordering what a search has found among the enterprises needs the key of each name and nothing else of its
-- row, which is large: this index holds both.
CREATE INDEX enterprises_id_name_key_district_idx ON enterprises (id, name_key, district);
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('enterprises', 'enterprises_id_name_key_district_idx', '1000000 1 1 1');
