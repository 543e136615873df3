-- PostgreSQL documents are jsonb, and an absent one passes: only the twin has a CHECK to rebuild.
SELECT 1;
