DROP INDEX proposals_state_state_since_idx;
DROP TABLE conflict_declarations;
DROP TABLE reviews;
