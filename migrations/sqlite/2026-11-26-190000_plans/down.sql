DROP INDEX enterprises_id_name_key_district_idx;
DROP TABLE sqlite_stat1;
