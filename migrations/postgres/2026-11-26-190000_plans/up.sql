-- PostgreSQL counts its rows by itself, and so is told nothing of them; see the twin.

-- Ordering what a search has found among the enterprises needs the key of each name and nothing else of its
-- row, which is large: this index holds both.
CREATE INDEX enterprises_id_name_key_district_idx ON enterprises (id, name_key, district);
