-- The journal: what happened, one row per event, only added to, a partition a month. It is at once what the relay
-- publishes, by sequence and by the difference of two snapshots, the record of who did what, and the timeline of an
-- aggregate.
CREATE SEQUENCE journal_seq;

CREATE TABLE journal (
    seq               bigint      NOT NULL DEFAULT nextval('journal_seq'),
    xid               xid8        NOT NULL DEFAULT pg_current_xact_id(),
    created_at        timestamptz NOT NULL DEFAULT now(),
    message_id        uuid        NOT NULL,
    type              text        NOT NULL,
    schema_version    int         NOT NULL,
    aggregate_id      uuid        NOT NULL,
    aggregate_version bigint      NOT NULL CHECK (aggregate_version > 0),
    partition         int         NOT NULL,
    area              text        COLLATE "C" NOT NULL,
    occurred_at       timestamptz NOT NULL,
    -- The command that led to it; null where the context names none.
    action            text,
    -- Null where a message or a timer acted.
    actor             uuid,
    -- The coded reason that was given.
    reason            text,
    traceparent       text,
    correlation       uuid,
    causation         uuid,
    -- The message as it is published; null once the month is over and published.
    body              bytea,
    PRIMARY KEY (seq, created_at)
) PARTITION BY RANGE (created_at);

CREATE TABLE journal_default PARTITION OF journal DEFAULT;
CREATE UNIQUE INDEX ON journal_default (aggregate_id, aggregate_version);

-- The service adds to it and reads it, and nothing else; not by its partitions either, which no policy guards.
REVOKE UPDATE, DELETE, TRUNCATE ON journal FROM {schema};
REVOKE ALL ON journal_default FROM {schema};

-- One row per destination. `seen` is the snapshot up to which all is published; while a later one is being worked
-- through, `target` holds it and `position` the last sequence published of it. No row below `floor` is outside `seen`.
CREATE TABLE journal_cursor (
    name       text        PRIMARY KEY,
    seen       pg_snapshot NOT NULL DEFAULT '1:1:',
    floor      bigint      NOT NULL DEFAULT 0,
    target     pg_snapshot,
    position   bigint      NOT NULL DEFAULT 0,
    published  bigint      NOT NULL DEFAULT 0,
    updated_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO journal_cursor (name) VALUES ('minqing.events');
