DROP TABLE cluster_places;
ALTER TABLE clusters DROP COLUMN details;
