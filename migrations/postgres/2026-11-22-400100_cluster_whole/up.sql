-- What is known of a cluster beside what it is found by: special purpose vehicle, product chains,
-- shared inputs, machines, skills, brands, further anchor places.
ALTER TABLE clusters ADD COLUMN details jsonb NOT NULL DEFAULT '{}';

-- Where clusters are anchored: several constituencies, local bodies and blocks each.
CREATE TABLE cluster_places (
    cluster_id uuid NOT NULL,
    level text COLLATE "C" NOT NULL,
    code text COLLATE "C" NOT NULL,
    CONSTRAINT cluster_places_pkey PRIMARY KEY (cluster_id, level, code),
    CONSTRAINT cluster_places_cluster_id_fkey FOREIGN KEY (cluster_id) REFERENCES clusters (id)
);

CREATE INDEX cluster_places_level_code_idx ON cluster_places (level, code);

INSERT INTO cluster_places (cluster_id, level, code)
SELECT id, 'assembly_constituency', constituency FROM clusters WHERE constituency IS NOT NULL;
