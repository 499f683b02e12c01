-- Creates the coming days' partitions and drops what is past keeping; runs as the owner, so that the service's role
-- needs no right to create or drop. A day of the outbox goes only when every cursor is past it.
CREATE FUNCTION maintain_message_partitions(ahead_days int, keep_days int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    day date;
    suffix text;
    old record;
    unpublished boolean;
    first_of_day uuid;
    first_of_next uuid;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext(current_schema()), hashtext('message_partitions'));
    FOR day IN SELECT generate_series(current_date, current_date + ahead_days, interval '1 day')::date LOOP
        suffix := to_char(day, 'YYYYMMDD');
        IF to_regclass('outbox_' || suffix) IS NULL
           AND NOT EXISTS (SELECT FROM outbox_default WHERE created_at >= day AND created_at < day + 1) THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF outbox FOR VALUES FROM (%L) TO (%L)',
                           'outbox_' || suffix, day, day + 1);
            EXECUTE format('CREATE UNIQUE INDEX ON %I (aggregate_id, aggregate_version)', 'outbox_' || suffix);
        END IF;
        first_of_day := (lpad(to_hex((extract(epoch FROM day::timestamptz) * 1000)::bigint), 12, '0')
                         || repeat('0', 20))::uuid;
        first_of_next := (lpad(to_hex((extract(epoch FROM (day + 1)::timestamptz) * 1000)::bigint), 12, '0')
                          || repeat('0', 20))::uuid;
        IF to_regclass('inbox_' || suffix) IS NULL
           AND NOT EXISTS (SELECT FROM inbox_default
                           WHERE message_id >= first_of_day AND message_id < first_of_next) THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF inbox FOR VALUES FROM (%L) TO (%L)',
                           'inbox_' || suffix, first_of_day, first_of_next);
        END IF;
    END LOOP;

    FOR old IN
        SELECT parent.relname AS parent, child.relname AS child
        FROM pg_inherits
        JOIN pg_class parent ON parent.oid = inhparent
        JOIN pg_class child ON child.oid = inhrelid
        WHERE parent.relnamespace = current_schema()::regnamespace AND parent.relname IN ('outbox', 'inbox')
          AND child.relname ~ '_\d{8}$' AND right(child.relname, 8) < to_char(current_date - keep_days, 'YYYYMMDD')
    LOOP
        unpublished := false;
        IF old.parent = 'outbox' THEN
            EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE seq > (SELECT min(floor) FROM outbox_cursor))',
                           old.child) INTO unpublished;
        END IF;
        IF NOT unpublished THEN
            EXECUTE format('DROP TABLE %I', old.child);
        END IF;
    END LOOP;
END
$$;
SELECT maintain_message_partitions(3, 30);
