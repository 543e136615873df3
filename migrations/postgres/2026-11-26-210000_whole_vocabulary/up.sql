-- The vocabulary keeps every word of the entries but those that begin with a figure. Until now it kept no word
-- with a figure anywhere, of one letter, or of more than forty; now the words that begin with a typed one
-- are all in it, so that an index can be asked for each of them instead of for a beginning.
INSERT INTO search_words (word) SELECT DISTINCT term FROM search_entries, unnest(string_to_array(words, ' ')) AS term
    WHERE term <> '' AND term !~ '^[0-9]' ON CONFLICT (word) DO NOTHING;
