-- Each revision of an application that is handed in has a round of reviews of its own.
ALTER TABLE reviews ADD COLUMN proposal_revision integer NOT NULL DEFAULT 1;
UPDATE reviews SET proposal_revision = coalesce((
    SELECT max(number) FROM proposal_revisions
    WHERE proposal_revisions.proposal_id = reviews.proposal_id
        AND submitted_at IS NOT NULL AND submitted_at <= reviews.created_at
), 1);
UPDATE reviews SET facts = jsonb_set(facts, '{proposal_revision}', to_jsonb(proposal_revision));
ALTER TABLE reviews ALTER COLUMN proposal_revision DROP DEFAULT;
ALTER TABLE reviews ADD CONSTRAINT reviews_proposal_revision_check CHECK (proposal_revision >= 1);
ALTER TABLE reviews DROP CONSTRAINT reviews_proposal_id_seat_id_key;
ALTER TABLE reviews ADD CONSTRAINT reviews_proposal_id_seat_id_proposal_revision_key
    UNIQUE (proposal_id, seat_id, proposal_revision);
