INSERT INTO search_word_index (search_word_index, rank) VALUES ('secure-delete', 0);
DROP TRIGGER search_words_delete;
DROP TABLE search_words_left;
