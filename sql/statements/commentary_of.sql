-- Officers' words about a quarter that came back, in the order in which they came. A row per text.
select
    commentary_id,
    publication_id,
    kind,
    subject,
    officer,
    written_on,
    words,
    figures,
    sha256
from audit.commentary
where council = :council and quarter = :quarter
order by commentary_id;
