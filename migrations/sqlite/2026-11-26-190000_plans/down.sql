DROP INDEX enterprises_id_name_key_district_idx;
DELETE FROM sqlite_stat1;
