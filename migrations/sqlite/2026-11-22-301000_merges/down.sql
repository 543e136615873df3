DROP TABLE search_aliases;
DROP TABLE merges;
