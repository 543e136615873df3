-- PostgreSQL counts its rows by itself; see the twin.
SELECT 1;
