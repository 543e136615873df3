DELETE FROM search_words WHERE length(word) NOT BETWEEN 2 AND 40 OR word GLOB '*[0-9]*';
