-- Networks from which accounts have signed in, as a MAC: from there nobody else's failures keep them out.
CREATE TABLE known_networks (
    account_id BLOB NOT NULL,
    digest BLOB NOT NULL,
    used_at INTEGER NOT NULL,
    CONSTRAINT known_networks_account_id_length_check CHECK (length(account_id) = 16),
    CONSTRAINT known_networks_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts (id),
    PRIMARY KEY (account_id, digest)
) STRICT;
CREATE INDEX known_networks_used_at_idx ON known_networks (used_at);
