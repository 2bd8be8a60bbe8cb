-- Whole deliveries that wait because they are unlike those before, and count once a named officer has accepted them.

comment on table audit.waiver is
'Rules in spite of which rows, or a whole delivery, count by a named officer''s decision. A row per decision and slice;
rows are added, never changed. Of several about one row, the newest decides.';
comment on column audit.waiver_row.row_number is
'Line of the file, record of its XML or row of its sheet; 0 stands for the file as a whole.';
comment on column audit.decision.kind is
'freeze, accept-gap, issue, restate (an issue that replaces another), withdraw or release (held rows, or a delivery that
waited, count).';
