-- The latest round of each seat stays.
DELETE FROM reviews USING reviews AS later
WHERE later.proposal_id = reviews.proposal_id AND later.seat_id = reviews.seat_id
    AND later.proposal_revision > reviews.proposal_revision;
ALTER TABLE reviews DROP CONSTRAINT reviews_proposal_id_seat_id_proposal_revision_key;
ALTER TABLE reviews ADD CONSTRAINT reviews_proposal_id_seat_id_key UNIQUE (proposal_id, seat_id);
ALTER TABLE reviews DROP COLUMN proposal_revision;
UPDATE reviews SET facts = facts - 'proposal_revision';
