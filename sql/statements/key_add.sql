-- A key comes into use for a council's pseudonyms.
insert into audit.council_key (council, key_id, by_name, reason)
values (:council, :key_id, :by_name, :reason);
