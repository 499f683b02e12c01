-- The inbox: what was applied. Partitioned by the day in the UUIDv7; ids of other make land in the default partition.
CREATE TABLE inbox (
    message_id        uuid        NOT NULL PRIMARY KEY,
    aggregate_id      uuid,
    aggregate_version bigint,
    body_hash         bigint      NOT NULL,
    applied_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    place             bigint      NOT NULL
) PARTITION BY RANGE (message_id);
CREATE TABLE inbox_default PARTITION OF inbox DEFAULT;
-- The order of applying, as evidence: within an aggregate it must rise with the version.
CREATE SEQUENCE inbox_place;
ALTER TABLE inbox ALTER COLUMN place SET DEFAULT nextval('inbox_place');

-- The version gate: the last version applied of each aggregate. It has no expiry.
CREATE TABLE inbox_versions (
    aggregate_id uuid   PRIMARY KEY,
    version      bigint NOT NULL
) WITH (fillfactor = 70);

-- Messages that wait: `due_at` set = a retry at that time; null = held until its predecessor is applied.
CREATE TABLE inbox_waiting (
    message_id        uuid        PRIMARY KEY,
    aggregate_id      uuid,
    aggregate_version bigint,
    due_at            timestamptz,
    attempts          int         NOT NULL DEFAULT 0,
    error             text,
    since             timestamptz NOT NULL DEFAULT clock_timestamp(),
    routing_key       text        NOT NULL,
    properties        jsonb       NOT NULL,
    body              bytea       NOT NULL,
    UNIQUE (aggregate_id, aggregate_version)
);
CREATE INDEX inbox_waiting_due ON inbox_waiting (due_at) WHERE due_at IS NOT NULL;

-- Attempts recorded before the handling of a message that came more than once: what ends the process is found here.
CREATE TABLE inbox_attempts (
    message_id uuid PRIMARY KEY,
    attempts   int  NOT NULL
);

-- The truth about dead letters. `direction` is 'in' for what could not be applied, 'out' for what could not be sent.
CREATE TABLE dead_letters (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    direction         text        NOT NULL CHECK (direction IN ('in', 'out')),
    message_id        text,
    aggregate_id      uuid,
    aggregate_version bigint,
    reason            text        NOT NULL,
    attempts          int         NOT NULL,
    dead_at           timestamptz NOT NULL DEFAULT clock_timestamp(),
    replayed_at       timestamptz,
    routing_key       text        NOT NULL,
    properties        jsonb       NOT NULL,
    body              bytea       NOT NULL
);
CREATE INDEX dead_letters_open ON dead_letters (id) WHERE replayed_at IS NULL;
CREATE UNIQUE INDEX dead_letters_once ON dead_letters (direction, message_id) WHERE replayed_at IS NULL;
