-- Days to which the data of a supply's deliveries run that are past their time and were removed. A row per day.
select distinct data_to
from audit.batch
where
    council = :council
    and extract = :extract
    and supplier = :supplier
    and emptied_at is not null;
