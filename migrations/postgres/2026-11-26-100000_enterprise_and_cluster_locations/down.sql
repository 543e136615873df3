DROP INDEX clusters_cell_latitude_longitude_id_idx;
ALTER TABLE clusters DROP COLUMN cell;
ALTER TABLE clusters DROP COLUMN longitude;
ALTER TABLE clusters DROP COLUMN latitude;
DROP INDEX enterprises_cell_latitude_longitude_id_idx;
ALTER TABLE enterprises DROP COLUMN cell;
