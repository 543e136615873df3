-- Where an institution stands: millionths of a degree, and the cell of the grid that lists by nearness look through.
ALTER TABLE institutions ADD COLUMN latitude integer;
ALTER TABLE institutions ADD COLUMN longitude integer;
ALTER TABLE institutions ADD COLUMN cell integer;
CREATE INDEX institutions_cell_latitude_longitude_id_idx ON institutions (cell, latitude, longitude, id);
