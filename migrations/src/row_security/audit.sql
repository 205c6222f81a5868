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

-- What the types of the program allow only after a permit, the database allows a company's own role only where it follows from what
-- others did: nobody finds himself verified, and nobody believes his own word for another.
CREATE FUNCTION guard_company() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF current_setting('role') <> 'forum_app' THEN
        RETURN NEW;
    END IF;
    IF NEW.state <> OLD.state AND NEW.state IN ('VERIFIED', 'REJECTED', 'SUSPENDED') THEN
        RAISE EXCEPTION 'a company does not decide about itself' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.verification IS DISTINCT FROM OLD.verification AND NEW.verification IS NOT NULL THEN
        RAISE EXCEPTION 'a company does not find what it says to be true' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (NEW.id, NEW.registered_by, NEW.registered_at) IS DISTINCT FROM (OLD.id, OLD.registered_by, OLD.registered_at) THEN
        RAISE EXCEPTION 'who registered a company stays' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER guard BEFORE UPDATE ON company FOR EACH ROW EXECUTE FUNCTION guard_company();

-- These run as whoever writes: parties see each other's answers, and what they do not see confirms nothing.
-- A version says what it said when it was proposed. It is confirmed when every other party has confirmed it, and disputed when one has.
CREATE FUNCTION guard_proposal() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF current_setting('role') <> 'forum_app' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'PENDING' OR NEW.proposed_by IS DISTINCT FROM public.app_company() THEN
            RAISE EXCEPTION 'a version is proposed in one''s own name, and believed by nobody else yet' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - 'state' <> to_jsonb(OLD) - 'state' THEN
        RAISE EXCEPTION 'a version does not change' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.state <> OLD.state AND NEW.state = 'CONFIRMED' AND EXISTS (
        SELECT FROM public.party p WHERE p.record_id = NEW.record_id AND p.company_id <> NEW.proposed_by AND NOT EXISTS (
            SELECT FROM public.proposal_answer a
            WHERE a.proposal_id = NEW.id AND a.company_id = p.company_id AND a.verdict = 'CONFIRMED')
    ) THEN
        RAISE EXCEPTION 'not every party has confirmed it' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.state <> OLD.state AND NEW.state = 'DISPUTED' AND NOT EXISTS (
        SELECT FROM public.proposal_answer a WHERE a.proposal_id = NEW.id AND a.verdict = 'DISPUTED'
    ) THEN
        RAISE EXCEPTION 'no party has disputed it' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.state <> OLD.state AND (NEW.state = 'PENDING' OR OLD.state = 'CONFIRMED') THEN
        RAISE EXCEPTION 'what was answered stays answered' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON proposal FOR EACH ROW EXECUTE FUNCTION guard_proposal();

-- What a paper or an outcome counts as is what its version counts as.
CREATE FUNCTION guard_confirmed() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF current_setting('role') = 'forum_app' AND NEW.state = 'CONFIRMED' AND NOT EXISTS (
        SELECT FROM public.proposal p WHERE p.id = NEW.proposal_id AND p.state = 'CONFIRMED'
    ) THEN
        RAISE EXCEPTION 'its version is not confirmed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON agreement FOR EACH ROW EXECUTE FUNCTION guard_confirmed();
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON outcome FOR EACH ROW EXECUTE FUNCTION guard_confirmed();

-- An introduction is answered by the company that was asked.
CREATE FUNCTION guard_introduction() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF current_setting('role') = 'forum_app' AND NEW.state <> OLD.state AND NEW.state IN ('ACCEPTED', 'DECLINED')
        AND OLD.to_company_id IS DISTINCT FROM public.app_company() THEN
        RAISE EXCEPTION 'an introduction is answered by whom it was asked of' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER guard BEFORE UPDATE ON introduction FOR EACH ROW EXECUTE FUNCTION guard_introduction();
REVOKE ALL ON FUNCTION guard_company(), guard_proposal(), guard_confirmed(), guard_introduction() FROM PUBLIC;
