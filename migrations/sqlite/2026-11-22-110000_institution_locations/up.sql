-- Where an institution stands: millionths of a degree, and the cell of the grid that lists by nearness look through.
ALTER TABLE institutions ADD COLUMN latitude INTEGER;
ALTER TABLE institutions ADD COLUMN longitude INTEGER;
ALTER TABLE institutions ADD COLUMN cell INTEGER;
CREATE INDEX institutions_cell_latitude_longitude_id_idx ON institutions (cell, latitude, longitude, id);
