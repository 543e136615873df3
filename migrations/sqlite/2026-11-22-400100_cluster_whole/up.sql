-- What is known of a cluster beside what it is found by: special purpose vehicle, product chains,
-- shared inputs, machines, skills, brands, further anchor places.
ALTER TABLE clusters ADD COLUMN details TEXT NOT NULL DEFAULT '{}' CONSTRAINT clusters_details_check CHECK (json_valid(details));

-- Where clusters are anchored: several constituencies, local bodies and blocks each.
CREATE TABLE cluster_places (
    cluster_id BLOB NOT NULL,
    level TEXT NOT NULL,
    code TEXT NOT NULL,
    CONSTRAINT cluster_places_pkey PRIMARY KEY (cluster_id, level, code),
    CONSTRAINT cluster_places_cluster_id_fkey FOREIGN KEY (cluster_id) REFERENCES clusters (id),
    CONSTRAINT cluster_places_cluster_id_length_check CHECK (length(cluster_id) = 16)
) STRICT;

CREATE INDEX cluster_places_level_code_idx ON cluster_places (level, code);

INSERT INTO cluster_places (cluster_id, level, code)
SELECT id, 'assembly_constituency', constituency FROM clusters WHERE constituency IS NOT NULL;
