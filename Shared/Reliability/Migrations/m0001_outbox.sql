-- The outbox: append-only, a partition a day; the relay reads it by sequence and by the difference of two snapshots.
CREATE SEQUENCE outbox_seq;

CREATE TABLE outbox (
    seq               bigint      NOT NULL DEFAULT nextval('outbox_seq'),
    xid               xid8        NOT NULL DEFAULT pg_current_xact_id(),
    created_at        timestamptz NOT NULL DEFAULT now(),
    message_id        uuid        NOT NULL,
    type              text        NOT NULL,
    schema_version    int         NOT NULL,
    aggregate_id      uuid        NOT NULL,
    aggregate_version bigint      NOT NULL CHECK (aggregate_version > 0),
    partition         int         NOT NULL,
    area              text        NOT NULL,
    occurred_at       timestamptz NOT NULL,
    traceparent       text,
    correlation       uuid,
    causation         uuid,
    body              bytea       NOT NULL,
    PRIMARY KEY (seq, created_at)
) PARTITION BY RANGE (created_at);

CREATE TABLE outbox_default PARTITION OF outbox DEFAULT;
CREATE UNIQUE INDEX ON outbox_default (aggregate_id, aggregate_version);

-- One row a destination. `seen` is the snapshot up to which all is published; while a later one is being worked
-- through, `target` holds it and `position` the last sequence published of it. No row below `floor` is outside `seen`.
CREATE TABLE outbox_cursor (
    name       text        PRIMARY KEY,
    seen       pg_snapshot NOT NULL DEFAULT '1:1:',
    floor      bigint      NOT NULL DEFAULT 0,
    target     pg_snapshot,
    position   bigint      NOT NULL DEFAULT 0,
    published  bigint      NOT NULL DEFAULT 0,
    updated_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO outbox_cursor (name) VALUES ('minqing.events');
