DROP TABLE proposal_revisions;
