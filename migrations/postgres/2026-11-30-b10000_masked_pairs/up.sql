-- Pairs that a masked number makes alike are a worklist of their own. Pairs that are known and say that a number is the
-- same go there with what was decided; both enterprises are compared again, so that what is alike in the open is found.
ALTER TABLE duplicate_candidates ADD COLUMN basis text COLLATE "C" NOT NULL DEFAULT 'open_facts';
ALTER TABLE duplicate_candidates ALTER COLUMN basis DROP DEFAULT;
UPDATE duplicate_candidates SET basis = 'masked_numbers'
    WHERE facts::text LIKE '%"same_mobile"%' OR facts::text LIKE '%"same_pan"%' OR facts::text LIKE '%"same_gstin"%';
UPDATE duplicate_candidates SET facts = jsonb_set(facts, '{basis}', to_jsonb(basis));
ALTER TABLE duplicate_candidates ADD CONSTRAINT duplicate_candidates_basis_check CHECK (basis IN ('open_facts', 'masked_numbers'));
ALTER TABLE duplicate_candidates DROP CONSTRAINT duplicate_candidates_one_id_other_id_key;
ALTER TABLE duplicate_candidates ADD CONSTRAINT duplicate_candidates_one_id_other_id_basis_key UNIQUE (one_id, other_id, basis);
UPDATE enterprises SET uncompared_since = updated_at WHERE id IN (
    SELECT one_id FROM duplicate_candidates WHERE basis = 'masked_numbers'
    UNION SELECT other_id FROM duplicate_candidates WHERE basis = 'masked_numbers'
);

-- The GST number of an enterprise that states its PAN is masked with it, and so no word to be found by.
UPDATE search_entries SET words = trim(replace(' ' || words || ' ', ' ' || lower(e.gstin) || ' ', ' '))
    FROM enterprises e WHERE e.id = search_entries.subject AND e.gstin IS NOT NULL AND e.facts #> '{facts,pan}' IS NOT NULL;
