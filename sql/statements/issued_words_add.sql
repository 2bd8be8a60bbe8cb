-- The words with which a publication is issued.
insert into audit.issued_words (publication_id, council, quarter, words, sha256)
values (:publication_id, :council, :quarter, :words, :sha256);
