-- Which enterprises the documents of clusters name: by this a merge finds what to lead on, and nothing that is
-- named is removed. Documents of before may name what is gone already: that is not counted.
CREATE TABLE named_enterprises (
    cluster_id BLOB NOT NULL,
    enterprise_id BLOB NOT NULL,
    CONSTRAINT named_enterprises_pkey PRIMARY KEY (cluster_id, enterprise_id),
    CONSTRAINT named_enterprises_cluster_id_fkey FOREIGN KEY (cluster_id) REFERENCES clusters (id),
    CONSTRAINT named_enterprises_enterprise_id_fkey FOREIGN KEY (enterprise_id) REFERENCES enterprises (id),
    CONSTRAINT named_enterprises_cluster_id_length_check CHECK (length(cluster_id) = 16),
    CONSTRAINT named_enterprises_enterprise_id_length_check CHECK (length(enterprise_id) = 16)
) STRICT;

CREATE INDEX named_enterprises_enterprise_id_idx ON named_enterprises (enterprise_id);

INSERT INTO named_enterprises (cluster_id, enterprise_id)
SELECT DISTINCT clusters.id, enterprises.id
FROM clusters, json_tree(clusters.details) AS named, enterprises
WHERE named.key = 'id' AND named.type = 'text' AND enterprises.id = unhex(replace(named.atom, '-', ''));
