-- The batched transaction of a hop, statement by statement as UnitOfWork.receive sends it, in the same two round trips.
-- The values that our client sends as arrays of a hundred are made by generate_series here. @MS@: milliseconds since
-- the Unix epoch, 12 hexadecimal digits; @BODY@: the message in hexadecimal. Each client numbers its own batches.
\set batch :batch + 1
\set base (:client_id * 100000000 + :batch) * 100
\startpipeline
BEGIN ISOLATION LEVEL READ COMMITTED;
SELECT set_config('minqing.area', '3304', true), set_config('minqing.actor', '', true);
SELECT pg_advisory_xact_lock(class, number) FROM (
    SELECT * FROM (
        SELECT 4, ('x' || left(encode(sha256(convert_to(current_schema() || '.inbox.' || name, 'UTF8')), 'hex'), 8))::bit(32)::int4
        FROM unnest(ARRAY['intake.request.' || :client_id::text]) AS partition (name)
    ) AS locks (class, number) ORDER BY number
) AS locks;
SELECT pg_current_xact_id();
SELECT aggregate_id, version FROM inbox_versions WHERE aggregate_id = ANY(ARRAY(
    SELECT ('@MS@7000a' || lpad(to_hex(:base::bigint + n), 15, '0'))::uuid FROM generate_series(0, 99) AS n));
SELECT aggregate_id, aggregate_version, due_at IS NOT NULL FROM inbox_waiting WHERE aggregate_id = ANY(ARRAY(
    SELECT ('@MS@7000a' || lpad(to_hex(:base::bigint + n), 15, '0'))::uuid FROM generate_series(0, 99) AS n));
SELECT message_id, body_hash FROM inbox WHERE message_id = ANY(ARRAY(
    SELECT ('@MS@70008' || lpad(to_hex(:base::bigint + n), 15, '0'))::uuid FROM generate_series(0, 99) AS n))
AND message_id BETWEEN ('@MS@70008' || lpad(to_hex(:base::bigint), 15, '0'))::uuid
    AND ('@MS@70008' || lpad(to_hex(:base::bigint + 99), 15, '0'))::uuid;
SELECT id, request_id, version FROM orders WHERE request_id = ANY(ARRAY(
    SELECT ('@MS@7000a' || lpad(to_hex(:base::bigint + n), 15, '0'))::uuid FROM generate_series(0, 99) AS n))
ORDER BY id FOR UPDATE;
\endpipeline
\startpipeline
INSERT INTO inbox (message_id, aggregate_id, aggregate_version, body_hash)
SELECT ('@MS@70008' || lpad(to_hex(:base::bigint + n), 15, '0'))::uuid,
       ('@MS@7000a' || lpad(to_hex(:base::bigint + n), 15, '0'))::uuid, 1, :base::bigint + n
FROM generate_series(0, 99) AS n ORDER BY n;
UPDATE dead_letters SET replayed_at = clock_timestamp()
WHERE direction = 'in' AND message_id = ANY(ARRAY(
    SELECT ('@MS@70008' || lpad(to_hex(:base::bigint + n), 15, '0'))::uuid::text FROM generate_series(0, 99) AS n))
  AND replayed_at IS NULL;
INSERT INTO inbox_versions (aggregate_id, version)
SELECT ('@MS@7000a' || lpad(to_hex(:base::bigint + n), 15, '0'))::uuid, 1 FROM generate_series(0, 99) AS n
ON CONFLICT (aggregate_id) DO UPDATE SET version = excluded.version;
INSERT INTO orders (id, request_id, round, area, category, urgency, state, due, version)
SELECT ('@MS@7000b' || lpad(to_hex(:base::bigint + n), 15, '0'))::uuid,
       ('@MS@7000a' || lpad(to_hex(:base::bigint + n), 15, '0'))::uuid, 1, '330402001001001', '环境卫生/垃圾清运',
       'normal', 'issued', now(), 1
FROM generate_series(0, 99) AS n;
INSERT INTO journal (message_id, type, schema_version, aggregate_id, aggregate_version, partition, area, occurred_at,
                     traceparent, correlation, causation, body)
SELECT ('@MS@70009' || lpad(to_hex(:base::bigint + n), 15, '0'))::uuid, 'dispatch.workorder.issued', 1,
       ('@MS@7000b' || lpad(to_hex(:base::bigint + n), 15, '0'))::uuid, 1, n % 4, '330402001001001', now(), NULL,
       ('@MS@7000a' || lpad(to_hex(:base::bigint + n), 15, '0'))::uuid,
       ('@MS@70008' || lpad(to_hex(:base::bigint + n), 15, '0'))::uuid, '\x@BODY@'
FROM generate_series(0, 99) AS n ORDER BY n;
COMMIT;
\endpipeline
