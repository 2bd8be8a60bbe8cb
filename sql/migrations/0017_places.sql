-- What the place of a finding counts: lines of a file, records of an XML file, rows of a sheet.

alter table audit.finding add column counted_in varchar(6) not null default 'line'
constraint finding_counted_in check (counted_in in ('line', 'record', 'row'));
comment on column audit.finding.counted_in is
'What first_row counts: line of the file, record of its XML, row of the sheet.';
comment on column audit.finding.first_row is 'Where the first of them is; in a file with a header, that is line 1.';
