DO $$
DECLARE
    name text;
BEGIN
    -- The directory is read by everybody still; now that companies edit what it says of them, each may write its own card only.
    FOREACH name IN ARRAY ARRAY[
        'former_member', 'invitation', 'join_request', 'handover', 'company_key', 'case_finding', 'company_public', 'directory_entry'
    ] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY worker ON %I TO forum_worker USING (true) WITH CHECK (true)', name);
    END LOOP;
END
$$;

-- Whether the person is an owner of the company that he acts for.
CREATE FUNCTION app_owns() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$ SELECT EXISTS (SELECT FROM public.member
    WHERE company_id = public.app_company() AND user_id = public.app_person() AND role = 'OWNER') $$;

-- The address of the person, once it is proved: by it invitations find their reader.
CREATE FUNCTION app_address() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$ SELECT email_key FROM public.user_account WHERE id = public.app_person() AND email_verified_at IS NOT NULL $$;

-- Whether the person is asked into the company in this role.
CREATE FUNCTION app_invited(company uuid, wanted text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$ SELECT EXISTS (SELECT FROM public.invitation i
    WHERE i.company_id = $1 AND i.role = $2 AND i.state = 'PENDING' AND i.email_key = public.app_address()) $$;

-- Whoever asks to be let into the company that the person acts for.
CREATE FUNCTION app_askers() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$ SELECT user_id FROM public.join_request WHERE company_id = public.app_company() AND state = 'PENDING' $$;

-- Whether the ownership of the company is offered to the person.
CREATE FUNCTION app_receives() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$ SELECT EXISTS (SELECT FROM public.handover
    WHERE company_id = public.app_company() AND to_user_id = public.app_person() AND state = 'PENDING') $$;

REVOKE ALL ON FUNCTION app_owns(), app_address(), app_invited(uuid, text), app_askers(), app_receives() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app_owns(), app_address(), app_invited(uuid, text), app_askers(), app_receives()
    TO forum_app, forum_staff, forum_worker, forum_auditor;

-- Members ------------------------------------------------------------------------------------------------------------------------
CREATE POLICY accept ON member FOR INSERT TO forum_app WITH CHECK (user_id = (SELECT app_person()) AND app_invited(company_id, role));
CREATE POLICY admit ON member FOR INSERT TO forum_app
    WITH CHECK (company_id = (SELECT app_company()) AND (SELECT app_owns()) AND user_id = ANY (ARRAY(SELECT app_askers())));
CREATE POLICY appoint ON member FOR UPDATE TO forum_app
    -- One's own row too, so that whoever leaves can see to it that nobody else changes it meanwhile; what it becomes is the owner's to say.
    USING (company_id = (SELECT app_company()) AND (user_id = (SELECT app_person()) OR (SELECT app_owns()) OR (SELECT app_receives())))
    WITH CHECK (company_id = (SELECT app_company()) AND ((SELECT app_owns()) OR (SELECT app_receives())));
CREATE POLICY part ON member FOR DELETE TO forum_app
    USING (company_id = (SELECT app_company()) AND (user_id = (SELECT app_person()) OR (SELECT app_owns())));
CREATE POLICY own ON former_member FOR SELECT TO forum_app USING (company_id = (SELECT app_company()));
CREATE POLICY part ON former_member FOR INSERT TO forum_app WITH CHECK (company_id = (SELECT app_company()));
-- An owner reads who asks to be let in.
CREATE POLICY asking ON user_account FOR SELECT TO forum_app USING (id = ANY (ARRAY(SELECT app_askers())));

CREATE POLICY read ON invitation FOR SELECT TO forum_app
    USING (company_id = (SELECT app_company()) OR email_key = (SELECT app_address()));
CREATE POLICY invite ON invitation FOR INSERT TO forum_app
    WITH CHECK (company_id = (SELECT app_company()) AND (SELECT app_owns()) AND state = 'PENDING');
CREATE POLICY answer ON invitation FOR UPDATE TO forum_app
    USING ((company_id = (SELECT app_company()) AND (SELECT app_owns())) OR email_key = (SELECT app_address()))
    WITH CHECK ((company_id = (SELECT app_company()) AND (SELECT app_owns())) OR email_key = (SELECT app_address()));

CREATE POLICY read ON join_request FOR SELECT TO forum_app
    USING (company_id = (SELECT app_company()) OR user_id = (SELECT app_person()));
CREATE POLICY ask ON join_request FOR INSERT TO forum_app WITH CHECK (user_id = (SELECT app_person()) AND state = 'PENDING');
CREATE POLICY answer ON join_request FOR UPDATE TO forum_app
    USING ((company_id = (SELECT app_company()) AND (SELECT app_owns())) OR user_id = (SELECT app_person()))
    WITH CHECK ((company_id = (SELECT app_company()) AND (SELECT app_owns())) OR user_id = (SELECT app_person()));

CREATE POLICY own ON handover FOR SELECT TO forum_app USING (company_id = (SELECT app_company()));
CREATE POLICY offer ON handover FOR INSERT TO forum_app
    WITH CHECK (company_id = (SELECT app_company()) AND from_user_id = (SELECT app_person()) AND (SELECT app_owns()) AND state = 'PENDING');
CREATE POLICY answer ON handover FOR UPDATE TO forum_app
    USING (company_id = (SELECT app_company()))
    WITH CHECK (company_id = (SELECT app_company()) AND ((SELECT app_person()) IN (from_user_id, to_user_id) OR (SELECT app_owns())));

-- The directory ------------------------------------------------------------------------------------------------------------------
CREATE POLICY read ON company_public FOR SELECT TO forum_app, forum_staff, forum_auditor USING (true);
CREATE POLICY read ON directory_entry FOR SELECT TO forum_app, forum_staff, forum_auditor USING (true);
CREATE POLICY add ON company_public FOR INSERT TO forum_app WITH CHECK (id = (SELECT app_company()));
CREATE POLICY remove ON company_public FOR DELETE TO forum_app USING (id = (SELECT app_company()));
CREATE POLICY add ON directory_entry FOR INSERT TO forum_app WITH CHECK (company_id = (SELECT app_company()));
CREATE POLICY remove ON directory_entry FOR DELETE TO forum_app USING (company_id = (SELECT app_company()));
CREATE POLICY staff ON company_public TO forum_staff USING (true) WITH CHECK (true);
CREATE POLICY staff ON directory_entry TO forum_staff USING (true) WITH CHECK (true);

-- Which companies are like one another: found by workers, read by staff ----------------------------------------------------------
CREATE POLICY staff ON case_finding FOR SELECT TO forum_staff USING (true);

GRANT UPDATE, DELETE ON member TO forum_app;
GRANT SELECT, INSERT ON former_member TO forum_app, forum_worker;
GRANT SELECT, INSERT, UPDATE ON invitation, join_request, handover TO forum_app, forum_worker;
GRANT INSERT, DELETE ON company_public, directory_entry TO forum_app;
GRANT SELECT, INSERT, DELETE ON company_key TO forum_worker;
GRANT SELECT, INSERT ON case_finding TO forum_worker;
GRANT SELECT ON case_finding TO forum_staff;
