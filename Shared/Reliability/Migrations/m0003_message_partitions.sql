-- Creates the coming days' partitions and drops what is past keeping; runs as the owner, so that the service's role
-- needs no right to create or drop. A day of the outbox goes only when every cursor is past it.
-- Since it runs as the owner, nothing that its caller can make may stand in for what it means: the path names pg_temp,
-- and names it last, since it is searched first where it is not named; tables carry their schema; days are UTC's,
-- whatever the session's time zone; and whatever is asked for, today's and yesterday's partitions stay.
-- Source: PostgreSQL 15, CREATE FUNCTION, "Writing SECURITY DEFINER Functions Safely".
CREATE FUNCTION {schema}.maintain_message_partitions(ahead_days int, keep_days int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, {schema}, pg_temp
SET timezone = 'UTC' AS $$
DECLARE
    ahead constant int := least(greatest(ahead_days, 1), 60);
    kept constant int := least(greatest(keep_days, 2), 3650);
    day date;
    suffix text;
    old record;
    unpublished boolean;
    first_of_day uuid;
    first_of_next uuid;
BEGIN
    -- AdvisoryLock.migration of the schema's name.
    PERFORM pg_advisory_xact_lock(2, ('x' || left(encode(sha256(convert_to('{schema}', 'UTF8')), 'hex'), 8))::bit(32)::int4);
    FOR day IN SELECT generate_series(current_date, current_date + ahead, interval '1 day')::date LOOP
        suffix := to_char(day, 'YYYYMMDD');
        IF to_regclass('{schema}.outbox_' || suffix) IS NULL
           AND NOT EXISTS (SELECT FROM {schema}.outbox_default WHERE created_at >= day AND created_at < day + 1) THEN
            EXECUTE format('CREATE TABLE {schema}.%I PARTITION OF {schema}.outbox FOR VALUES FROM (%L) TO (%L)',
                           'outbox_' || suffix, day, day + 1);
            EXECUTE format('CREATE UNIQUE INDEX ON {schema}.%I (aggregate_id, aggregate_version)', 'outbox_' || suffix);
        END IF;
        first_of_day := (lpad(to_hex((extract(epoch FROM day::timestamptz) * 1000)::bigint), 12, '0')
                         || repeat('0', 20))::uuid;
        first_of_next := (lpad(to_hex((extract(epoch FROM (day + 1)::timestamptz) * 1000)::bigint), 12, '0')
                          || repeat('0', 20))::uuid;
        IF to_regclass('{schema}.inbox_' || suffix) IS NULL
           AND NOT EXISTS (SELECT FROM {schema}.inbox_default
                           WHERE message_id >= first_of_day AND message_id < first_of_next) THEN
            EXECUTE format('CREATE TABLE {schema}.%I PARTITION OF {schema}.inbox FOR VALUES FROM (%L) TO (%L)',
                           'inbox_' || suffix, first_of_day, first_of_next);
        END IF;
    END LOOP;

    FOR old IN
        SELECT parent.relname AS parent, child.relname AS child
        FROM pg_catalog.pg_inherits
        JOIN pg_catalog.pg_class parent ON parent.oid = inhparent
        JOIN pg_catalog.pg_class child ON child.oid = inhrelid
        WHERE parent.relnamespace = '{schema}'::regnamespace AND child.relnamespace = parent.relnamespace
          AND parent.relname IN ('outbox', 'inbox')
          AND child.relname ~ '_\d{8}$' AND right(child.relname, 8) < to_char(current_date - kept, 'YYYYMMDD')
    LOOP
        unpublished := false;
        IF old.parent = 'outbox' THEN
            EXECUTE format('SELECT EXISTS (SELECT FROM {schema}.%I
                                           WHERE seq > (SELECT min(floor) FROM {schema}.outbox_cursor))',
                           old.child) INTO unpublished;
        END IF;
        IF NOT unpublished THEN
            EXECUTE format('DROP TABLE {schema}.%I', old.child);
        END IF;
    END LOOP;
END
$$;
REVOKE ALL ON FUNCTION {schema}.maintain_message_partitions(int, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {schema}.maintain_message_partitions(int, int) TO {schema};
SELECT {schema}.maintain_message_partitions(3, 30);
