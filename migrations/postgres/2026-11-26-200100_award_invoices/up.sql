-- The invoices of the certificates that stand, handed in or accepted, by supplier and number however they are
-- spelt: one is counted once over all awards. The program folds the spelling; what was there before is folded
-- as far as the database can.
CREATE TABLE award_invoices (
    award_id uuid NOT NULL,
    invoice_key text COLLATE "C" NOT NULL,
    CONSTRAINT award_invoices_pkey PRIMARY KEY (award_id, invoice_key),
    CONSTRAINT award_invoices_award_id_fkey FOREIGN KEY (award_id) REFERENCES awards (id)
);
CREATE INDEX award_invoices_invoice_key_idx ON award_invoices (invoice_key);

INSERT INTO award_invoices (award_id, invoice_key)
    SELECT DISTINCT awards.id, lower(invoice.value ->> 'supplier') || chr(10) || lower(invoice.value ->> 'number')
        FROM awards, jsonb_array_elements(awards.facts #> '{course,tranches}') AS tranche (value),
            jsonb_array_elements(CASE WHEN jsonb_typeof(tranche.value #> '{certificate,invoices}') = 'array'
                THEN tranche.value #> '{certificate,invoices}' ELSE '[]'::jsonb END) AS invoice (value);
