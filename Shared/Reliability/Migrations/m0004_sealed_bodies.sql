-- A body that may tell of a person waits, and is dead, in a form that only its context can open.
ALTER TABLE inbox_waiting ADD COLUMN sealed boolean NOT NULL DEFAULT false;
ALTER TABLE dead_letters ADD COLUMN sealed boolean NOT NULL DEFAULT false;
