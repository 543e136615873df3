DELETE FROM duplicate_candidates c WHERE basis = 'masked_numbers' AND EXISTS (
    SELECT 1 FROM duplicate_candidates o WHERE o.one_id = c.one_id AND o.other_id = c.other_id AND o.basis = 'open_facts'
);
ALTER TABLE duplicate_candidates DROP CONSTRAINT duplicate_candidates_one_id_other_id_basis_key;
ALTER TABLE duplicate_candidates ADD CONSTRAINT duplicate_candidates_one_id_other_id_key UNIQUE (one_id, other_id);
UPDATE duplicate_candidates SET facts = facts - 'basis';
ALTER TABLE duplicate_candidates DROP COLUMN basis;
