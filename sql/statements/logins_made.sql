-- Which of these logins the server has. A row per login.
select rolname
from pg_catalog.pg_roles
where rolname = any(:names) and rolcanlogin
order by rolname;
