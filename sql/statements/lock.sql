-- Wait until no other transaction holds this name, and hold it until ours ends.
select pg_advisory_xact_lock(hashtextextended(:name, 0));
