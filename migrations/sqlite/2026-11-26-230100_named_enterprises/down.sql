DROP TABLE named_enterprises;
