-- A notice to be sent. No row when the same was written for this recipient before.
insert into audit.notice (council, role, channel, target, about, words)
values (:council, :role, :channel, :target, :about, :words)
on conflict (council, channel, target, role, about) do nothing;
