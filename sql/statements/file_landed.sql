-- A file is in the landing store. The same file again changes nothing.
insert into audit.file (council, extract, supplier, file_name, sha256, size_bytes)
values (:council, :extract, :supplier, :file_name, :sha256, :size_bytes)
on conflict do nothing;
