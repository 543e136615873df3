DROP INDEX institutions_cell_latitude_longitude_id_idx;
ALTER TABLE institutions DROP COLUMN cell;
ALTER TABLE institutions DROP COLUMN longitude;
ALTER TABLE institutions DROP COLUMN latitude;
