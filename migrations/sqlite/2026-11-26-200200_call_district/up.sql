-- The district whose call it is, where it is for one alone: drafts are listed for those who may write them.
ALTER TABLE calls ADD COLUMN district TEXT;
UPDATE calls SET district = json_extract(facts, '$.facts.districts[0]')
    WHERE json_array_length(facts, '$.facts.districts') = 1;
