-- Columns of a table of core, in order.
select column_name
from information_schema.columns
where table_schema = 'core' and table_name = :table_name
order by ordinal_position;
