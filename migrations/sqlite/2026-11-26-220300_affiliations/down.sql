DROP TABLE affiliations;
