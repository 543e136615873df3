-- The kind of a thing in the trail is written by the program alone, out of one list; a second list
-- here would only have to be widened for every new kind.
ALTER TABLE audit DROP CONSTRAINT audit_kind_check;
ALTER TABLE changes DROP CONSTRAINT changes_kind_check;
ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check;
ALTER TABLE search_entries DROP CONSTRAINT search_entries_kind_check;
