-- Enterprises and clusters come by nearness too: the cell of the grid that such lists look through, and where a cluster
-- stands, in millionths of a degree. A cell is a hundredth of a degree in both directions, 401 of them from 74° to 78° east.
ALTER TABLE enterprises ADD COLUMN cell INTEGER;
UPDATE enterprises SET cell = (latitude - 8000000) / 10000 * 401 + (longitude - 74000000) / 10000
WHERE latitude BETWEEN 8000000 AND 13000000 AND longitude BETWEEN 74000000 AND 78000000;
CREATE INDEX enterprises_cell_latitude_longitude_id_idx ON enterprises (cell, latitude, longitude, id);

ALTER TABLE clusters ADD COLUMN latitude INTEGER;
ALTER TABLE clusters ADD COLUMN longitude INTEGER;
ALTER TABLE clusters ADD COLUMN cell INTEGER;
CREATE INDEX clusters_cell_latitude_longitude_id_idx ON clusters (cell, latitude, longitude, id);
