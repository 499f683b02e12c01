-- Work orders, offers, timers and the projection of members. Row-level policies read minqing.area, which each
-- transaction sets; without it no row is seen.

-- An order is one row: columns for what a query or a policy reads, and a document for what the next decision needs. The
-- document is json and no jsonb, since nothing searches in it: jsonb takes longer to write and more room.
-- No index has a key or a condition that changes with every step: such an update would write into each index.
CREATE TABLE work_orders (
    id          uuid   PRIMARY KEY,
    request_id  uuid   NOT NULL,
    round       int    NOT NULL CHECK (round >= 1),
    category    text   NOT NULL,
    urgency     text   NOT NULL,
    area        text COLLATE "C" NOT NULL,
    -- Its street, as a column: behind a row-level policy an index on an expression is not used.
    street      text COLLATE "C" NOT NULL GENERATED ALWAYS AS (left(area, 9)) STORED,
    issued_at   timestamptz NOT NULL,
    -- How many events it has published.
    version     bigint NOT NULL CHECK (version > 0),
    state       text   NOT NULL,
    -- The state that ended it; null while it is open.
    ended_as    text   GENERATED ALWAYS AS (CASE WHEN state IN ('verified', 'cancelled') THEN state END) STORED,
    -- On which level a unit is responsible: 0 grid … 4 city.
    level       int    NOT NULL,
    -- Who has it in hand, or had it last.
    holder      uuid,
    in_hand_of  uuid   GENERATED ALWAYS AS
        (CASE WHEN state IN ('accepted', 'working', 'submitted', 'rework') THEN holder END) STORED,
    -- The worst light published: 0 green, 1 yellow, 2 red.
    light       int    NOT NULL,
    document    json   NOT NULL,
    UNIQUE (request_id, round)
) WITH (fillfactor = 70);
CREATE INDEX work_orders_latest ON work_orders (issued_at DESC, id DESC);
CREATE INDEX work_orders_by_street ON work_orders (street, issued_at DESC, id DESC);
CREATE INDEX work_orders_open ON work_orders (issued_at DESC, id DESC) WHERE ended_as IS NULL;
CREATE INDEX work_orders_ended ON work_orders (ended_as, issued_at DESC, id DESC) WHERE ended_as IS NOT NULL;
CREATE INDEX work_orders_by_light ON work_orders (light, issued_at DESC, id DESC) WHERE light > 0;
-- Without the orders that are finished: a member's list must not read all that the member ever did.
CREATE INDEX work_orders_in_hand ON work_orders (in_hand_of, issued_at DESC, id DESC) WHERE in_hand_of IS NOT NULL;

CREATE TABLE offers (
    id            uuid PRIMARY KEY,
    work_order_id uuid NOT NULL,
    member_id     uuid NOT NULL,
    area          text COLLATE "C" NOT NULL,
    wave          int  NOT NULL,
    rank          int  NOT NULL,
    -- The reasons, per mille each.
    skill         int  NOT NULL,
    nearness      int  NOT NULL,
    duty          int  NOT NULL,
    history       int  NOT NULL,
    load          int  NOT NULL,
    offered_at    timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    state         text NOT NULL,
    reason        text,
    closed_at     timestamptz
) WITH (fillfactor = 80);
CREATE UNIQUE INDEX offers_of_order ON offers (work_order_id, wave, rank);
CREATE INDEX offers_open ON offers (member_id, expires_at) WHERE state = 'open';
-- One winner a wave, whatever else goes wrong.
CREATE UNIQUE INDEX offers_one_winner ON offers (work_order_id, wave) WHERE state = 'accepted';

-- When something falls due next on an order that is not finished; null while nothing does.
CREATE TABLE timers (
    work_order_id uuid   PRIMARY KEY,
    area          text COLLATE "C" NOT NULL,
    kind          text,
    due_at        timestamptz,
    -- The street whose members could take it, while nobody has the order and no offer is open.
    waiting_street text COLLATE "C"
) WITH (fillfactor = 70);
CREATE INDEX timers_due ON timers (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX timers_waiting ON timers (waiting_street, work_order_id) WHERE waiting_street IS NOT NULL;

-- What dispatching knows of members and grids: ids, codes and counters. No policy by area: matching looks across areas
-- by design, a counter changes wherever the work was, and nothing here is ever answered to anybody. `changed` is the
-- transaction that last wrote the row: a process takes over what changed since its last look by the difference of two
-- snapshots, so that nothing is missed however transactions overlap.
CREATE TABLE candidates (
    member_id           uuid   PRIMARY KEY,
    area                text COLLATE "C" NOT NULL,
    is_checked_in       bool   NOT NULL,
    skills              text[] NOT NULL,
    availability        text   NOT NULL,
    duty_area           text,
    duty_started_at     timestamptz,
    duty_ends_at        timestamptz,
    night_duty_ended_at timestamptz,
    open_orders         int    NOT NULL DEFAULT 0,
    offers_taken        int    NOT NULL DEFAULT 0,
    offers_counted      int    NOT NULL DEFAULT 0,
    last_offered_at     timestamptz,
    revision            bigint NOT NULL DEFAULT 1,
    changed             xid8   NOT NULL DEFAULT pg_current_xact_id()
) WITH (fillfactor = 70);
CREATE INDEX candidates_changed ON candidates (changed);

CREATE TABLE areas (
    area      text COLLATE "C" PRIMARY KEY,
    latitude  double precision NOT NULL,
    longitude double precision NOT NULL,
    changed   xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX areas_changed ON areas (changed);

DO $policies$
DECLARE
    guarded text;
BEGIN
    FOREACH guarded IN ARRAY ARRAY['work_orders', 'offers', 'timers'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', guarded);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', guarded);
        EXECUTE format(
            'CREATE POLICY %I ON %I USING (in_scope(area)) WITH CHECK (in_scope(area))',
            guarded || '_in_scope', guarded);
    END LOOP;
END
$policies$;
