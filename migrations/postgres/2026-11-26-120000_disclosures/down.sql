DROP TABLE disclosed_enterprises;
DROP TABLE disclosures;
