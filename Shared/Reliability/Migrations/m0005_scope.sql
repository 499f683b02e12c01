-- Whether an area lies in the scope of the transaction: `minqing.area`, which each one sets; without it nothing does. An
-- area's code is a prefix of the codes inside it, so a range of codes is an area and all in it.
-- Why CASE: as a bare range the planner would take it for a condition that leaves one row in 40,000, and read a small
-- table's whole index on areas rather than look up the few keys that were asked for. Of a CASE it expects one in two.
CREATE FUNCTION in_scope(area text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN area COLLATE "C" >= nullif(current_setting('minqing.area', true), '')
            AND area COLLATE "C" < nullif(current_setting('minqing.area', true), '') || ':' THEN true
        ELSE false
    END
$$;

-- The journal shows what happened in the area, and what happened to the aggregates that the transaction has loaded within
-- its scope, wherever they were before. The relay, which answers nobody, sees all of it. The owner is not held to this: the
-- upkeep has to see what is not published.
ALTER TABLE journal ENABLE ROW LEVEL SECURITY;
CREATE POLICY journal_read ON journal FOR SELECT USING (
    in_scope(area)
    OR aggregate_id = ANY ((SELECT string_to_array(nullif(current_setting('minqing.loaded', true), ''), ','))::uuid[])
    OR (SELECT current_setting('minqing.relay', true)) = 'on');
CREATE POLICY journal_add ON journal FOR INSERT WITH CHECK (true);
