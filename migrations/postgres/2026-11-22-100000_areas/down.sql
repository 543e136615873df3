DROP TABLE place_relations;
DROP TABLE place_pin_codes;
DROP TABLE place_codes;
DROP INDEX places_cell_latitude_longitude_id_idx;
ALTER TABLE places DROP COLUMN details;
ALTER TABLE places DROP COLUMN cell;
ALTER TABLE places DROP COLUMN longitude;
ALTER TABLE places DROP COLUMN latitude;
