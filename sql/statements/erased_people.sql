-- The marks of a council's children who were erased. A row per mark.
select distinct mark
from audit.erased_person
where council = :council;
