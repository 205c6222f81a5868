-- What proves who somebody is: a person reads that he has a second factor; secrets, codes and challenges are the workers' alone.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'second_factor', 'factor_secret', 'recovery_code', 'challenge', 'email_change', 'letter_request', 'meter'
    ] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY worker ON %I TO forum_worker USING (true) WITH CHECK (true)', name);
        EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO forum_worker', name);
    END LOOP;
END
$$;

CREATE POLICY own ON second_factor FOR SELECT TO forum_app, forum_staff USING (user_id = (SELECT app_person()));
GRANT SELECT ON second_factor TO forum_app, forum_staff;

-- Holds what the rights of a writer follow from until he commits: his membership, his company's state and his duties. Whoever takes one
-- of them away waits for the commit, or is seen by it. Nobody could hold rows by himself without the right to change them.
CREATE FUNCTION app_hold() RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog
AS $$
    SELECT 1 FROM public.member WHERE company_id = public.app_company() AND user_id = public.app_person() FOR SHARE;
    SELECT 1 FROM public.company WHERE id = public.app_company() FOR SHARE;
    SELECT 1 FROM public.staff WHERE user_id = public.app_person() FOR SHARE;
$$;
REVOKE ALL ON FUNCTION app_hold() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app_hold() TO forum_app, forum_staff;
