DROP TABLE search_words_left;
