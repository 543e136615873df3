ALTER TABLE calls DROP COLUMN district;
