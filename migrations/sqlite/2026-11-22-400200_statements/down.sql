DROP INDEX enterprises_main_activity_pin_code_district_idx;
DROP TABLE rule_sets;
DROP TABLE gate_tries;
DROP TABLE statements;
