-- Nothing that happened is written, changed or deleted by a role: one function appends, and nothing else.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['audit_chain', 'audit_entry', 'audit_key', 'audit_checkpoint', 'audit_leaf'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY worker ON %I TO forum_worker USING (true) WITH CHECK (true)', name);
        EXECUTE format('CREATE POLICY audit ON %I FOR SELECT TO forum_auditor USING (true)', name);
    END LOOP;
END
$$;

REVOKE INSERT ON event, event_company FROM forum_app, forum_staff, forum_worker;
DROP POLICY append ON event;
DROP POLICY append ON event_company;

-- Appends an event, whom it concerns, and an entry to each chain. `entry` is the canonical JSON of the entry but for its end, which names
-- the place that the event was given. Chains are locked in their order, so that two that share some never wait for each other in a ring.
CREATE FUNCTION audit_append(
    event uuid, name text, body jsonb, actor_kind text, actor uuid, acting_for uuid, request text, at timestamptz,
    changes text, private text, companies uuid[], chains uuid[], entry text
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    place bigint;
    xid bigint;
    chain uuid;
    so_far bigint;
    head bytea;
    content bytea;
BEGIN
    -- Whoever asks is who the transaction was opened for.
    IF current_setting('role') IN ('forum_app', 'forum_staff') AND (actor IS DISTINCT FROM public.app_person()
        OR acting_for IS DISTINCT FROM public.app_company()) THEN
        RAISE EXCEPTION 'nobody appends in another''s name' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO public.event (event_id, name, body, actor_kind, actor_id, company_id, request_id, at, changes, private)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING seq, xact INTO place, xid;
    INSERT INTO public.event_company (event_id, company_id) SELECT $1, company FROM unnest($11) AS company;
    content := convert_to(entry || ',"seq":' || place || ',"xact":' || xid || '}', 'UTF8');
    FOREACH chain IN ARRAY chains LOOP
        SELECT c.length, c.hash INTO so_far, head FROM public.audit_chain c WHERE c.chain_id = chain FOR UPDATE;
        IF NOT FOUND THEN
            INSERT INTO public.audit_chain (chain_id, length, hash) VALUES (chain, 0, decode(repeat('00', 32), 'hex'))
                ON CONFLICT DO NOTHING;
            SELECT c.length, c.hash INTO so_far, head FROM public.audit_chain c WHERE c.chain_id = chain FOR UPDATE;
        END IF;
        so_far := so_far + 1;
        head := sha256(convert_to('pkf-audit-v1', 'UTF8') || uuid_send(chain) || int8send(so_far) || head || content);
        UPDATE public.audit_chain c SET length = so_far, hash = head WHERE c.chain_id = chain;
        INSERT INTO public.audit_entry (chain_id, number, event_id, hash) VALUES (chain, so_far, $1, head);
    END LOOP;
END
$$;

REVOKE ALL ON FUNCTION audit_append(uuid, text, jsonb, text, uuid, uuid, text, timestamptz, text, text, uuid[], uuid[], text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_append(uuid, text, jsonb, text, uuid, uuid, text, timestamptz, text, text, uuid[], uuid[], text)
    TO forum_app, forum_staff, forum_worker;

-- A company reads the entries of its own chain.
CREATE POLICY own ON audit_entry FOR SELECT TO forum_app USING (chain_id = (SELECT app_company()));
GRANT SELECT ON audit_entry TO forum_app;

-- Workers make checkpoints: they add, and change nothing.
GRANT SELECT ON audit_chain, audit_entry, audit_key, audit_checkpoint, audit_leaf TO forum_worker;
GRANT INSERT ON audit_key, audit_checkpoint, audit_leaf TO forum_worker;

-- Auditors read everything but what is private to those whom it concerns, and what seals the key.
REVOKE SELECT ON event FROM forum_auditor;
GRANT SELECT (seq, xact, event_id, name, body, actor_kind, actor_id, company_id, request_id, at, changes) ON event TO forum_auditor;
GRANT SELECT ON audit_chain, audit_entry, audit_checkpoint, audit_leaf TO forum_auditor;
GRANT SELECT (kid, public, created_at) ON audit_key TO forum_auditor;
