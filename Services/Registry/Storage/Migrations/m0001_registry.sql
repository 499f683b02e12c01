-- Areas, organisations and members. Row-level policies read minqing.area, which each transaction sets; without it no
-- row is seen. An area's text code is a prefix of the codes inside it, so a range of codes is an area and all in it.

CREATE TABLE areas (
    code     text COLLATE "C" PRIMARY KEY CHECK (code ~ '^[1-9]\d*$'),
    level    smallint NOT NULL GENERATED ALWAYS AS (length(code)) STORED,
    name     text     NOT NULL,
    -- 'latitude longitude;…', WGS 84; null where the area is the sum of its grids.
    boundary text,
    version  bigint   NOT NULL CHECK (version > 0)
);
CREATE INDEX areas_by_level ON areas (level, code);
ALTER TABLE areas ENABLE ROW LEVEL SECURITY;
ALTER TABLE areas FORCE ROW LEVEL SECURITY;
CREATE POLICY areas_in_scope ON areas
    USING (in_scope(code)) WITH CHECK (in_scope(code));

CREATE TABLE organisations (
    id      uuid   PRIMARY KEY,
    code    text   NOT NULL UNIQUE,
    name    text   NOT NULL,
    kind    text   NOT NULL,
    area    text COLLATE "C" NOT NULL,
    version bigint NOT NULL CHECK (version > 0)
);
ALTER TABLE organisations ENABLE ROW LEVEL SECURITY;
ALTER TABLE organisations FORCE ROW LEVEL SECURITY;
-- Members check in where they live and work elsewhere: an employer is read from any area and changed in its own.
CREATE POLICY organisations_read ON organisations FOR SELECT
    USING (nullif(current_setting('minqing.area', true), '') IS NOT NULL);
CREATE POLICY organisations_in_scope ON organisations
    USING (in_scope(area)) WITH CHECK (in_scope(area));

-- Which member identifiers are taken anywhere in the city. It says nothing else, and so has no policy: an import has to
-- know that a number is taken by another district without seeing by whom.
CREATE TABLE member_identifiers (
    id uuid PRIMARY KEY
);

CREATE TABLE members (
    id              uuid   PRIMARY KEY,
    number          text   NOT NULL UNIQUE,
    -- The grid checked in to, before that the home.
    area            text COLLATE "C" NOT NULL,
    home            text   NOT NULL,
    organisation_id uuid,
    skills          text[] NOT NULL,
    standing        text   NOT NULL CHECK (standing IN ('registered', 'enrolled')),
    availability    text,
    duty_area       text,
    duty_since      timestamptz,
    duty_until      timestamptz,
    -- AES-GCM with the key outside of the database; the row and the column are bound in.
    name            bytea  NOT NULL,
    phone           bytea  NOT NULL,
    fingerprint     bytea  NOT NULL,
    version         bigint NOT NULL CHECK (version > 0),
    CHECK ((standing = 'enrolled') = (availability IS NOT NULL)),
    CHECK (duty_area IS NULL OR standing = 'enrolled'),
    CHECK ((duty_area IS NULL) = (duty_since IS NULL) AND (duty_area IS NULL) = (duty_until IS NULL))
) WITH (fillfactor = 80);
CREATE INDEX members_by_area ON members (area, id);
CREATE INDEX members_on_duty ON members (duty_until) WHERE duty_until IS NOT NULL;
ALTER TABLE members ENABLE ROW LEVEL SECURITY;
ALTER TABLE members FORCE ROW LEVEL SECURITY;
CREATE POLICY members_in_scope ON members
    USING (in_scope(area)) WITH CHECK (in_scope(area));
