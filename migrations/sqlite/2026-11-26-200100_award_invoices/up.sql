-- The invoices of the certificates that stand, handed in or accepted, by supplier and number however they are
-- spelt: one is counted once over all awards. The program folds the spelling; what was there before is folded
-- as far as the database can.
CREATE TABLE award_invoices (
    award_id BLOB NOT NULL,
    invoice_key TEXT NOT NULL,
    PRIMARY KEY (award_id, invoice_key),
    CONSTRAINT award_invoices_award_id_fkey FOREIGN KEY (award_id) REFERENCES awards (id),
    CONSTRAINT award_invoices_award_id_length_check CHECK (length(award_id) = 16)
) STRICT;
CREATE INDEX award_invoices_invoice_key_idx ON award_invoices (invoice_key);

INSERT OR IGNORE INTO award_invoices (award_id, invoice_key)
    SELECT awards.id, lower(json_extract(invoice.value, '$.supplier')) || char(10)
            || lower(json_extract(invoice.value, '$.number'))
        FROM awards, json_each(awards.facts, '$.course.tranches') AS tranche,
            json_each(tranche.value, '$.certificate.invoices') AS invoice;
