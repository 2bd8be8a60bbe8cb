-- A command gave somebody rows about children, officers' words, or a login.
insert into audit.access_log (account, council, command, subject)
values (:account, :council, :command, :subject);
