-- A report is in its place. The same one again (its folder had gone) takes the place of the row before.
insert into audit.report (publication_id, audience, render_fingerprint, folder, sha256)
values (:publication_id, :audience, :render_fingerprint, :folder, :sha256)
on conflict (publication_id, audience, render_fingerprint) do update
    set folder = excluded.folder, sha256 = excluded.sha256;
