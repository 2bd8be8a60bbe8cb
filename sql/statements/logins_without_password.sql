-- Logins of a council's readers that have no password. A row per login.
select reader.role_name
from mart.reader_council as reader
inner join pg_catalog.pg_authid as login on reader.role_name = login.rolname
where reader.council = :council and login.rolcanlogin and login.rolpassword is null
order by reader.role_name;
