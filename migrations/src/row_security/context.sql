-- Who asks, as the opening statement of the transaction said it. Wrapped in a scalar sub-select where it is used, so that it is
-- worked out once per statement and not once per row.
CREATE FUNCTION app_company() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('app.company', true), '')::uuid $$;

CREATE FUNCTION app_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('app.person', true), '')::uuid $$;

-- The agreements and ventures that the company is a party to. A policy on `party` cannot read `party`, so this steps past it.
CREATE FUNCTION app_shared_records() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$ SELECT record_id FROM public.party WHERE company_id = public.app_company() $$;

-- Whether a record has parties already: nobody writes himself into one that others share.
CREATE FUNCTION app_record_exists(record uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$ SELECT EXISTS (SELECT FROM public.party WHERE record_id = record) $$;

-- The companies of the person.
CREATE FUNCTION app_memberships() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$ SELECT company_id FROM public.member WHERE user_id = public.app_person() $$;

-- The people of the company.
CREATE FUNCTION app_colleagues() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$ SELECT user_id FROM public.member WHERE company_id = public.app_company() $$;

-- Whether the person registered the company and nobody belongs to it yet: the moment in which he becomes its owner.
CREATE FUNCTION app_founds(company uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$ SELECT EXISTS (SELECT FROM public.company c WHERE c.id = $1 AND c.registered_by = public.app_person())
    AND NOT EXISTS (SELECT FROM public.member m WHERE m.company_id = $1) $$;

REVOKE ALL ON FUNCTION app_company(), app_person(), app_shared_records(), app_record_exists(uuid), app_memberships(), app_colleagues(), app_founds(uuid)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app_company(), app_person(), app_shared_records(), app_record_exists(uuid), app_memberships(), app_colleagues(), app_founds(uuid)
    TO forum_app, forum_staff, forum_worker, forum_auditor;
