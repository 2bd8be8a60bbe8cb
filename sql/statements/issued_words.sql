-- The words with which a publication was issued. One row or none.
select
    words,
    sha256
from audit.issued_words
where publication_id = :publication_id;
