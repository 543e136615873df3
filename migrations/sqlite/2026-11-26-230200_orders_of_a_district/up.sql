-- What is new or has changed in a district, as systems that keep up with it ask: without these, all of the district is
-- put in order for each page.
CREATE INDEX enterprises_district_created_at_id_idx ON enterprises (district, created_at, id);
CREATE INDEX enterprises_district_updated_at_id_idx ON enterprises (district, updated_at, id);
-- As the migration `plans` tells of the other orders.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('enterprises', 'enterprises_district_created_at_id_idx', '1000000 70000 2 1'),
    ('enterprises', 'enterprises_district_updated_at_id_idx', '1000000 70000 2 1');
