-- Service requests 诉求. Words, names, phones and addresses lie apart, sealed; this table holds codes and times only.
CREATE SEQUENCE request_numbers;

CREATE TABLE requests (
    id            uuid        PRIMARY KEY,
    number        text        NOT NULL UNIQUE,
    area          text        COLLATE "C" NOT NULL,
    district      text        COLLATE "C" NOT NULL GENERATED ALWAYS AS (left(area, 6)) STORED,
    channel       text        NOT NULL,
    category      text        COLLATE "C",
    urgency       text        NOT NULL,
    located       boolean     NOT NULL,
    doubt         text,
    state         text        COLLATE "C" NOT NULL,
    -- The state that ended it; null while it is open.
    ended_as      text        COLLATE "C" GENERATED ALWAYS AS
        (CASE WHEN state IN ('closed', 'handed_over', 'refused', 'withdrawn') THEN state END) STORED,
    round         int         NOT NULL,
    work_order_id uuid,
    attempts      int         NOT NULL,
    leader_case   boolean     NOT NULL,
    callback      text,
    stars         int         CHECK (stars BETWEEN 1 AND 5),
    registered_at timestamptz NOT NULL,
    since         timestamptz NOT NULL,
    -- Since when its requester is to be called back; null where nobody is, or a leader's case is.
    callback_since timestamptz GENERATED ALWAYS AS
        (CASE WHEN state = 'callback_due' AND NOT leader_case THEN since END) STORED,
    ended_at      timestamptz,
    tracking_hash bytea       NOT NULL,
    version       bigint      NOT NULL CHECK (version > 0)
) WITH (fillfactor = 70);

-- A page of a list is in the order of ids, which is that of registration. No index has a key or a condition on the state,
-- which changes with every step: such an update would write into each index.
CREATE INDEX requests_by_district ON requests (district, id);
CREATE INDEX requests_open ON requests (id) WHERE ended_as IS NULL;
CREATE INDEX requests_ended ON requests (ended_as, id) WHERE ended_as IS NOT NULL;
CREATE INDEX requests_by_category ON requests (category, id);
CREATE INDEX requests_callbacks ON requests (callback_since, id) WHERE callback_since IS NOT NULL;
CREATE UNIQUE INDEX requests_by_tracking ON requests (tracking_hash);

-- Who asked. Each value is sealed (AES-GCM, bound to row and column); the indexes are keyed hashes, the last four
-- digits' one short of its kind on purpose. No foreign key: both rows are written by one statement list or not at all.
CREATE TABLE requesters (
    request_id      uuid  PRIMARY KEY,
    area            text  COLLATE "C" NOT NULL,
    name            bytea,
    phone           bytea,
    address         bytea,
    phone_index     bytea,
    last_four_index bytea
);
CREATE INDEX requesters_by_phone ON requesters (phone_index, request_id) WHERE phone_index IS NOT NULL;

-- What was asked, and the exact place, sealed.
CREATE TABLE texts (
    request_id uuid  PRIMARY KEY,
    area       text  COLLATE "C" NOT NULL,
    title      bytea,
    body       bytea NOT NULL,
    place      bytea
);

-- The member who may see the contact: at most one a request, the one who took its latest work order on.
CREATE TABLE grants (
    request_id    uuid        PRIMARY KEY,
    area          text        COLLATE "C" NOT NULL,
    member_id     uuid        NOT NULL,
    work_order_id uuid        NOT NULL,
    granted_at    timestamptz NOT NULL
);

-- Who saw a contact, when and why.
CREATE TABLE contact_reveals (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id uuid        NOT NULL,
    actor      uuid        NOT NULL,
    role       text        NOT NULL,
    reason     text        NOT NULL,
    at         timestamptz NOT NULL
);
CREATE INDEX contact_reveals_by_request ON contact_reveals (request_id, id);

-- Answers kept for replays, sealed. `owner` tells callers apart; 'double-submit' owns those that were made without a key.
CREATE TABLE idempotency_keys (
    owner      text        COLLATE "C" NOT NULL,
    key        text        COLLATE "C" NOT NULL,
    body_hash  bytea       NOT NULL,
    request_id uuid        NOT NULL,
    receipt    bytea       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (owner, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- The registry's areas: a projection of `registry.area`. The boundary is latitude, longitude, latitude, …
CREATE TABLE areas (
    code       text        COLLATE "C" PRIMARY KEY,
    name       text        NOT NULL,
    boundary   double precision[] NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

ALTER TABLE requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE requests FORCE ROW LEVEL SECURITY;
CREATE POLICY requests_area ON requests
    USING (in_scope(area)) WITH CHECK (in_scope(area));

ALTER TABLE requesters ENABLE ROW LEVEL SECURITY;
ALTER TABLE requesters FORCE ROW LEVEL SECURITY;
CREATE POLICY requesters_area ON requesters
    USING (in_scope(area)) WITH CHECK (in_scope(area));

ALTER TABLE texts ENABLE ROW LEVEL SECURITY;
ALTER TABLE texts FORCE ROW LEVEL SECURITY;
CREATE POLICY texts_area ON texts
    USING (in_scope(area)) WITH CHECK (in_scope(area));

ALTER TABLE grants ENABLE ROW LEVEL SECURITY;
ALTER TABLE grants FORCE ROW LEVEL SECURITY;
CREATE POLICY grants_area ON grants
    USING (in_scope(area)) WITH CHECK (in_scope(area));

-- The log is read only where its request is; who may change a request may add to it.
ALTER TABLE contact_reveals ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_reveals FORCE ROW LEVEL SECURITY;
CREATE POLICY contact_reveals_read ON contact_reveals FOR SELECT
    USING (EXISTS (SELECT FROM requests WHERE requests.id = request_id));
CREATE POLICY contact_reveals_add ON contact_reveals FOR INSERT WITH CHECK (true);

-- The service adds to it and never changes it.
DO $$ BEGIN
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON contact_reveals FROM %I', current_schema());
END $$;
