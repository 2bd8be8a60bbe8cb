-- Who has sent something of a council's quarter, whatever became of it. A row per extract and supplier.
select distinct
    extract,
    supplier
from audit.batch
where council = :council and data_to >= :quarter_start;
