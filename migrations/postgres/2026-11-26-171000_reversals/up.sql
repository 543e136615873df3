-- Why a posting takes another one back.
ALTER TABLE postings ADD COLUMN reason text COLLATE "C";
