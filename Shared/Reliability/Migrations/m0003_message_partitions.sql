-- Creates the coming partitions of journal and inbox and removes what is past keeping; runs as the owner, so that the
-- service's role needs no right to create or drop.
--
-- The inbox has a partition a day. The journal has one a month: when a month and the next one are over and every cursor is
-- past it, it is written again without the messages' bodies, in the order of a timeline, and stays for `keep_months`.
--
-- Since it runs as the owner, nothing that its caller can make may stand in for what it means: the path names pg_temp,
-- and names it last, since it is searched first where it is not named; tables carry their schema; days are UTC's,
-- whatever the session's time zone; and whatever is asked for, the last two days and months stay.
-- Source: PostgreSQL 15, CREATE FUNCTION, "Writing SECURITY DEFINER Functions Safely".
CREATE FUNCTION {schema}.maintain_message_partitions(ahead_days int, keep_days int, keep_months int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, {schema}, pg_temp
SET timezone = 'UTC' AS $$
DECLARE
    ahead constant int := least(greatest(ahead_days, 1), 60);
    days_kept constant int := least(greatest(keep_days, 2), 3650);
    months_kept constant int := least(greatest(keep_months, 2), 1200);
    this_month constant date := date_trunc('month', current_date);
    first_day date;
    day date;
    suffix text;
    old record;
    unpublished boolean;
    first_of_day uuid;
    first_of_next uuid;
BEGIN
    -- AdvisoryLock.migration of the schema's name.
    PERFORM pg_advisory_xact_lock(2, ('x' || left(encode(sha256(convert_to('{schema}', 'UTF8')), 'hex'), 8))::bit(32)::int4);
    FOR first_day IN SELECT this_month UNION SELECT date_trunc('month', current_date + ahead)::date LOOP
        suffix := to_char(first_day, 'YYYYMM');
        IF to_regclass('{schema}.journal_' || suffix) IS NULL
           AND NOT EXISTS (SELECT FROM {schema}.journal_default
                           WHERE created_at >= first_day AND created_at < first_day + interval '1 month') THEN
            EXECUTE format('CREATE TABLE {schema}.%I PARTITION OF {schema}.journal FOR VALUES FROM (%L) TO (%L)',
                           'journal_' || suffix, first_day, first_day + interval '1 month');
            EXECUTE format('CREATE UNIQUE INDEX ON {schema}.%I (aggregate_id, aggregate_version)', 'journal_' || suffix);
            EXECUTE format('REVOKE ALL ON {schema}.%I FROM {schema}', 'journal_' || suffix);
        END IF;
    END LOOP;
    FOR day IN SELECT generate_series(current_date, current_date + ahead, interval '1 day')::date LOOP
        suffix := to_char(day, 'YYYYMMDD');
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
        SELECT child.relname AS name
        FROM pg_catalog.pg_inherits
        JOIN pg_catalog.pg_class parent ON parent.oid = inhparent
        JOIN pg_catalog.pg_class child ON child.oid = inhrelid
        WHERE parent.relnamespace = '{schema}'::regnamespace AND child.relnamespace = parent.relnamespace
          AND parent.relname = 'inbox'
          AND child.relname ~ '_\d{8}$' AND right(child.relname, 8) < to_char(current_date - days_kept, 'YYYYMMDD')
    LOOP
        EXECUTE format('DROP TABLE {schema}.%I', old.name);
    END LOOP;

    FOR old IN
        SELECT child.relname AS name, to_date(substring(child.relname FROM '\d{6}'), 'YYYYMM') AS month,
               child.relname ~ '_slim$' AS slim
        FROM pg_catalog.pg_inherits
        JOIN pg_catalog.pg_class parent ON parent.oid = inhparent
        JOIN pg_catalog.pg_class child ON child.oid = inhrelid
        WHERE parent.relnamespace = '{schema}'::regnamespace AND child.relnamespace = parent.relnamespace
          AND parent.relname = 'journal' AND child.relname ~ '^journal_\d{6}(_slim)?$'
          AND to_date(substring(child.relname FROM '\d{6}'), 'YYYYMM') < this_month - interval '1 month'
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM {schema}.%I
                                       WHERE seq > (SELECT min(floor) FROM {schema}.journal_cursor))',
                       old.name) INTO unpublished;
        CONTINUE WHEN unpublished;
        IF old.month < this_month - months_kept * interval '1 month' THEN
            EXECUTE format('DROP TABLE {schema}.%I', old.name);
        ELSIF NOT old.slim THEN
            EXECUTE format('CREATE TABLE {schema}.%I (LIKE {schema}.journal INCLUDING DEFAULTS INCLUDING CONSTRAINTS)',
                           old.name || '_slim');
            EXECUTE format('REVOKE ALL ON {schema}.%I FROM {schema}', old.name || '_slim');
            EXECUTE format(
                'INSERT INTO {schema}.%I (seq, xid, created_at, message_id, type, schema_version, aggregate_id,
                     aggregate_version, partition, area, occurred_at, action, actor, reason, traceparent, correlation,
                     causation)
                 SELECT seq, xid, created_at, message_id, type, schema_version, aggregate_id, aggregate_version,
                     partition, area, occurred_at, action, actor, reason, traceparent, correlation, causation
                 FROM {schema}.%I ORDER BY aggregate_id, aggregate_version', old.name || '_slim', old.name);
            EXECUTE format('ALTER TABLE {schema}.%I ADD PRIMARY KEY (seq, created_at)', old.name || '_slim');
            EXECUTE format('CREATE UNIQUE INDEX ON {schema}.%I (aggregate_id, aggregate_version)', old.name || '_slim');
            EXECUTE format('DROP TABLE {schema}.%I', old.name);
            EXECUTE format('ALTER TABLE {schema}.journal ATTACH PARTITION {schema}.%I FOR VALUES FROM (%L) TO (%L)',
                           old.name || '_slim', old.month, old.month + interval '1 month');
        END IF;
    END LOOP;
END
$$;
REVOKE ALL ON FUNCTION {schema}.maintain_message_partitions(int, int, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {schema}.maintain_message_partitions(int, int, int) TO {schema};
SELECT {schema}.maintain_message_partitions(3, 30, 120);
