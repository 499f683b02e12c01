-- One small transaction in one round trip.
\set key :key + 1
\startpipeline
BEGIN ISOLATION LEVEL READ COMMITTED;
INSERT INTO small (id, value) VALUES (:client_id * 100000000 + :key, :key);
COMMIT;
\endpipeline
