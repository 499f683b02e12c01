-- A transaction of registrations that came together, statement by statement as Intake sends it, in the same two round
-- trips; 32 of them, as 64 connections and two flushes at once make. @MS@: see hop.sql.
\set batch :batch + 1
\set base (:client_id * 10000000 + :batch) * 32
\startpipeline
BEGIN ISOLATION LEVEL READ COMMITTED;
SELECT set_config('minqing.area', '3304', true), set_config('minqing.actor', '', true);
SELECT pg_current_xact_id();
SELECT pg_try_advisory_xact_lock(:base::bigint + n) FROM generate_series(0, 31) AS n ORDER BY n;
SELECT k.owner, k.key, k.body_hash, k.request_id, k.receipt
FROM unnest(ARRAY(SELECT '64d9d662-7078-8eab-b45d-024ba823e853' FROM generate_series(0, 31)),
            ARRAY(SELECT 'bench-@MS@-' || (:base::bigint + n) FROM generate_series(0, 31) AS n)) AS t(owner, key)
JOIN idempotency_keys k ON k.owner = t.owner AND k.key = t.key
WHERE k.owner <> 'double-submit' OR k.created_at > statement_timestamp() - make_interval(secs => 30);
SELECT nextval('request_numbers') FROM generate_series(1, 32);
\endpipeline
\startpipeline
INSERT INTO requests (id, number, area, channel, category, urgency, located, doubt, state, round, attempts,
    leader_case, registered_at, since, tracking_hash, version)
SELECT ('@MS@70008' || lpad(to_hex(:base::bigint + n), 15, '0'))::uuid, 'b-@MS@-' || (:base::bigint + n),
       '330402001001001', 'phone', '城乡建设/城市建设和市政管理/小区管理', 'general', true, NULL, 'accepted', 1, 0, false, now(),
       now(), decode(md5('t@MS@' || (:base::bigint + n)), 'hex'), 2
FROM generate_series(0, 31) AS n;
INSERT INTO requesters (request_id, area, name, phone, address, phone_index, last_four_index)
SELECT ('@MS@70008' || lpad(to_hex(:base::bigint + n), 15, '0'))::uuid, '330402001001001',
       decode(repeat('ab', 38), 'hex'), decode(repeat('ab', 43), 'hex'), decode(repeat('ab', 63), 'hex'),
       decode(md5('p@MS@' || (:base::bigint + n)), 'hex'), '\xabababab'
FROM generate_series(0, 31) AS n;
INSERT INTO texts (request_id, area, title, body, place)
SELECT ('@MS@70008' || lpad(to_hex(:base::bigint + n), 15, '0'))::uuid, '330402001001001',
       decode(repeat('ab', 56), 'hex'), decode(repeat('ab', 146), 'hex'), decode(repeat('ab', 44), 'hex')
FROM generate_series(0, 31) AS n;
INSERT INTO idempotency_keys (owner, key, body_hash, request_id, receipt)
SELECT '64d9d662-7078-8eab-b45d-024ba823e853', 'bench-@MS@-' || (:base::bigint + n),
       decode(md5('b@MS@' || (:base::bigint + n)), 'hex'),
       ('@MS@70008' || lpad(to_hex(:base::bigint + n), 15, '0'))::uuid, decode(repeat('ab', 332), 'hex')
FROM generate_series(0, 31) AS n
ON CONFLICT (owner, key) DO UPDATE SET body_hash = excluded.body_hash, request_id = excluded.request_id,
    receipt = excluded.receipt, created_at = clock_timestamp();
INSERT INTO journal (message_id, type, schema_version, aggregate_id, aggregate_version, partition, area, occurred_at,
                     action, actor, reason, traceparent, correlation, causation, body)
SELECT ('@MS@70009' || lpad(to_hex((:base::bigint + n) * 2 + v), 15, '0'))::uuid, 'intake.request.registered', 1,
       ('@MS@70008' || lpad(to_hex(:base::bigint + n), 15, '0'))::uuid, v, n % 4, '330402001001001', now(),
       'register', '64d9d662-7078-8eab-b45d-024ba823e853', NULL,
       '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', NULL, NULL, decode(repeat('ab', 156), 'hex')
FROM generate_series(0, 31) AS n, generate_series(1, 2) AS v ORDER BY n, v;
COMMIT;
\endpipeline
