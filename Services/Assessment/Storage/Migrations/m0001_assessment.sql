-- The ledger and what it is made from. Row-level policies read minqing.area, which each transaction sets; without it no
-- row is seen. An area's text code is a prefix of the codes inside it, so a range of codes is an area and all in it.
-- Days are counted from 1970-01-01 as day 0, in Asia/Shanghai.

-- Each member's area, as Registry tells it, and balance: the sum of the member's lines.
CREATE TABLE members (
    id            uuid   PRIMARY KEY,
    -- The area of the first work order until Registry has told the member's own.
    area          text COLLATE "C" NOT NULL,
    area_told     boolean NOT NULL DEFAULT false,
    -- Units: quarter hours.
    quarter_hours bigint NOT NULL DEFAULT 0 CHECK (quarter_hours >= 0),
    -- Units: hundredths of a point.
    points        bigint NOT NULL DEFAULT 0 CHECK (points >= 0)
) WITH (fillfactor = 70);
ALTER TABLE members ENABLE ROW LEVEL SECURITY;
ALTER TABLE members FORCE ROW LEVEL SECURITY;
CREATE POLICY members_in_scope ON members
    USING (in_scope(area)) WITH CHECK (in_scope(area));
-- Members see their own rows, wherever they served.
CREATE POLICY members_own ON members FOR SELECT
    USING (id = nullif(current_setting('minqing.actor', true), '')::uuid);

-- What is known of each work order, whichever queue told it first.
CREATE TABLE service_files (
    work_order_id uuid PRIMARY KEY,
    -- The city until the work order's own area is known.
    area          text COLLATE "C" NOT NULL,
    submitted_at  timestamptz,
    submitted_day integer,
    -- Whether its request was reopened because the result did not hold.
    reopened      boolean NOT NULL DEFAULT false,
    request_id    uuid,
    member_id     uuid,
    served_at     timestamptz,
    served_day    integer,
    -- Units: quarter hours.
    quarter_hours integer,
    -- Units: tenths.
    difficulty    smallint,
    urgency       smallint,
    profession    smallint,
    quality       smallint
) WITH (fillfactor = 70);
CREATE INDEX service_files_by_day ON service_files (member_id, served_day) WHERE member_id IS NOT NULL;
ALTER TABLE service_files ENABLE ROW LEVEL SECURITY;
ALTER TABLE service_files FORCE ROW LEVEL SECURITY;
CREATE POLICY service_files_in_scope ON service_files
    USING (in_scope(area)) WITH CHECK (in_scope(area));

-- What each work order has in the ledger now. Written only by whoever holds the member's row.
CREATE TABLE credits (
    work_order_id uuid PRIMARY KEY,
    area          text COLLATE "C" NOT NULL,
    -- Null where nothing stands.
    quarter_hours integer,
    points        bigint,
    postings      integer NOT NULL
) WITH (fillfactor = 70);
ALTER TABLE credits ENABLE ROW LEVEL SECURITY;
ALTER TABLE credits FORCE ROW LEVEL SECURITY;
CREATE POLICY credits_in_scope ON credits
    USING (in_scope(area)) WITH CHECK (in_scope(area));

-- The ledger. Insert-only: a mistake is taken back by a posting of its own.
CREATE TABLE postings (
    number        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id            uuid    NOT NULL UNIQUE,
    kind          text    NOT NULL CHECK (kind IN ('service', 'reversal')),
    work_order_id uuid    NOT NULL,
    sequence      integer NOT NULL,
    request_id    uuid    NOT NULL,
    member_id     uuid    NOT NULL,
    area          text COLLATE "C" NOT NULL,
    day           integer NOT NULL,
    quarter_hours integer NOT NULL CHECK (quarter_hours >= 0),
    points        bigint  NOT NULL CHECK (points >= 0),
    -- The posting that a reversal takes back.
    reverses      uuid,
    posted_at     timestamptz NOT NULL,
    CHECK ((kind = 'reversal') = (reverses IS NOT NULL)),
    UNIQUE (work_order_id, sequence)
);
CREATE INDEX postings_by_member ON postings (member_id, number);
CREATE TABLE entries (
    posting_id uuid    NOT NULL,
    account    text    NOT NULL,
    unit       text    NOT NULL CHECK (unit IN ('points', 'hours')),
    -- Units: hundredths of a point, or quarter hours.
    amount     bigint  NOT NULL,
    -- The member whose account it is; null for an issuing district's.
    member_id  uuid,
    area       text COLLATE "C" NOT NULL,
    day        integer NOT NULL,
    PRIMARY KEY (posting_id, unit, account)
);
CREATE INDEX entries_by_area ON entries (area, day) INCLUDE (member_id, unit, amount) WHERE member_id IS NOT NULL;
REVOKE UPDATE, DELETE, TRUNCATE ON postings, entries FROM assessment;
ALTER TABLE postings ENABLE ROW LEVEL SECURITY;
ALTER TABLE postings FORCE ROW LEVEL SECURITY;
CREATE POLICY postings_in_scope ON postings
    USING (in_scope(area)) WITH CHECK (in_scope(area));
CREATE POLICY postings_own ON postings FOR SELECT
    USING (member_id = nullif(current_setting('minqing.actor', true), '')::uuid);
ALTER TABLE entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE entries FORCE ROW LEVEL SECURITY;
CREATE POLICY entries_in_scope ON entries
    USING (in_scope(area)) WITH CHECK (in_scope(area));

-- What requesters said, without who they are.
CREATE TABLE callbacks (
    request_id uuid     NOT NULL,
    round      smallint NOT NULL,
    attempt    smallint NOT NULL,
    area       text COLLATE "C" NOT NULL,
    answer     text     NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (request_id, round, attempt)
);
CREATE INDEX callbacks_by_area ON callbacks (area, at) INCLUDE (answer);
ALTER TABLE callbacks ENABLE ROW LEVEL SECURITY;
ALTER TABLE callbacks FORCE ROW LEVEL SECURITY;
CREATE POLICY callbacks_in_scope ON callbacks
    USING (in_scope(area)) WITH CHECK (in_scope(area));
CREATE TABLE ratings (
    request_id    uuid     NOT NULL,
    work_order_id uuid     NOT NULL,
    area          text COLLATE "C" NOT NULL,
    stars         smallint NOT NULL CHECK (stars BETWEEN 1 AND 5),
    at            timestamptz NOT NULL,
    PRIMARY KEY (work_order_id)
);
ALTER TABLE ratings ENABLE ROW LEVEL SECURITY;
ALTER TABLE ratings FORCE ROW LEVEL SECURITY;
CREATE POLICY ratings_in_scope ON ratings
    USING (in_scope(area)) WITH CHECK (in_scope(area));
