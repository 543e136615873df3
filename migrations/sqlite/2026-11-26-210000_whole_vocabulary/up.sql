-- The vocabulary keeps every word of the entries but those that begin with a figure. Until now it kept no word
-- with a figure anywhere, of one letter, or of more than forty; now the words that begin with a typed one
-- are all in it, so that an index can be asked for each of them instead of for a beginning.
INSERT OR IGNORE INTO search_words (word) SELECT DISTINCT value
    FROM search_entries, json_each('["' || replace(words, ' ', '","') || '"]')
    WHERE value <> '' AND value NOT GLOB '[0-9]*';
