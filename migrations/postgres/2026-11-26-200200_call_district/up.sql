-- The district whose call it is, where it is for one alone: drafts are listed for those who may write them.
ALTER TABLE calls ADD COLUMN district text COLLATE "C";
UPDATE calls SET district = facts #>> '{facts,districts,0}'
    WHERE jsonb_array_length(facts #> '{facts,districts}') = 1;
