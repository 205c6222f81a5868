-- Every table of tenants and people is behind a policy that holds for its owner too.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'user_account', 'password', 'session', 'staff', 'signing_key', 'company', 'member', 'moderation_case', 'listing', 'introduction',
        'party', 'proposal', 'proposal_answer', 'agreement', 'joint_venture', 'milestone', 'outcome', 'event', 'event_company', 'letter', 'reading'
    ] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        -- Workers act for no tenant and see what they carry out for all of them; the grants say what they may write.
        EXECUTE format('CREATE POLICY worker ON %I TO forum_worker USING (true) WITH CHECK (true)', name);
    END LOOP;
END
$$;

-- People -------------------------------------------------------------------------------------------------------------------------
CREATE POLICY own ON user_account FOR SELECT TO forum_app
    USING (id = (SELECT app_person()) OR id = ANY (ARRAY(SELECT app_colleagues())));
CREATE POLICY staff ON user_account FOR SELECT TO forum_staff USING (true);
CREATE POLICY own ON session TO forum_app, forum_staff USING (user_id = (SELECT app_person())) WITH CHECK (user_id = (SELECT app_person()));
CREATE POLICY own ON staff FOR SELECT TO forum_app USING (user_id = (SELECT app_person()));
CREATE POLICY staff ON staff TO forum_staff USING (true) WITH CHECK (true);

-- Companies ----------------------------------------------------------------------------------------------------------------------
CREATE POLICY read ON company FOR SELECT TO forum_app
    USING (state = 'VERIFIED' OR id = (SELECT app_company()) OR id = ANY (ARRAY(SELECT app_memberships())));
CREATE POLICY register ON company FOR INSERT TO forum_app WITH CHECK (registered_by = (SELECT app_person()) AND state = 'DRAFT');
CREATE POLICY amend ON company FOR UPDATE TO forum_app USING (id = (SELECT app_company())) WITH CHECK (id = (SELECT app_company()));
CREATE POLICY staff_read ON company FOR SELECT TO forum_staff USING (true);
CREATE POLICY staff_decide ON company FOR UPDATE TO forum_staff USING (true) WITH CHECK (true);

CREATE POLICY read ON member FOR SELECT TO forum_app
    USING (company_id = (SELECT app_company()) OR user_id = (SELECT app_person()));
-- Nobody becomes a member by his own word but the founder of a company that has none.
CREATE POLICY register ON member FOR INSERT TO forum_app WITH CHECK (user_id = (SELECT app_person()) AND role = 'OWNER' AND app_founds(company_id));
CREATE POLICY staff_read ON member FOR SELECT TO forum_staff USING (true);

CREATE POLICY own ON moderation_case FOR SELECT TO forum_app USING (company_id = (SELECT app_company()));
CREATE POLICY open ON moderation_case FOR INSERT TO forum_app WITH CHECK (company_id = (SELECT app_company()) AND state = 'OPEN');
CREATE POLICY staff ON moderation_case TO forum_staff USING (true) WITH CHECK (true);

-- Listings and introductions -----------------------------------------------------------------------------------------------------
CREATE POLICY read ON listing FOR SELECT TO forum_app USING (state = 'PUBLISHED' OR company_id = (SELECT app_company()));
CREATE POLICY draft ON listing FOR INSERT TO forum_app WITH CHECK (company_id = (SELECT app_company()));
CREATE POLICY amend ON listing FOR UPDATE TO forum_app
    USING (company_id = (SELECT app_company())) WITH CHECK (company_id = (SELECT app_company()));
CREATE POLICY staff_read ON listing FOR SELECT TO forum_staff USING (true);

CREATE POLICY taking_part ON introduction FOR SELECT TO forum_app
    USING (from_company_id = (SELECT app_company()) OR to_company_id = (SELECT app_company()));
CREATE POLICY request ON introduction FOR INSERT TO forum_app WITH CHECK (from_company_id = (SELECT app_company()));
CREATE POLICY answer ON introduction FOR UPDATE TO forum_app
    USING (from_company_id = (SELECT app_company()) OR to_company_id = (SELECT app_company()))
    WITH CHECK (from_company_id = (SELECT app_company()) OR to_company_id = (SELECT app_company()));

-- Agreements and ventures --------------------------------------------------------------------------------------------------------
CREATE POLICY shared ON party FOR SELECT TO forum_app USING (record_id = ANY (ARRAY(SELECT app_shared_records())));
-- The first party of a new record is the company itself; it names the others.
CREATE POLICY open ON party FOR INSERT TO forum_app WITH CHECK (
    (company_id = (SELECT app_company()) AND NOT app_record_exists(record_id)) OR record_id = ANY (ARRAY(SELECT app_shared_records()))
);

CREATE POLICY shared ON proposal TO forum_app
    USING (record_id = ANY (ARRAY(SELECT app_shared_records()))) WITH CHECK (record_id = ANY (ARRAY(SELECT app_shared_records())));
CREATE POLICY shared ON proposal_answer FOR SELECT TO forum_app USING (record_id = ANY (ARRAY(SELECT app_shared_records())));
-- A company answers for itself only.
CREATE POLICY answer ON proposal_answer FOR INSERT TO forum_app
    WITH CHECK (company_id = (SELECT app_company()) AND record_id = ANY (ARRAY(SELECT app_shared_records())));

CREATE POLICY read ON agreement FOR SELECT TO forum_app USING (published OR id = ANY (ARRAY(SELECT app_shared_records())));
CREATE POLICY open ON agreement FOR INSERT TO forum_app
    WITH CHECK (level = 'COMPANY' AND NOT published AND id = ANY (ARRAY(SELECT app_shared_records())));
CREATE POLICY amend ON agreement FOR UPDATE TO forum_app
    USING (level = 'COMPANY' AND id = ANY (ARRAY(SELECT app_shared_records())))
    WITH CHECK (level = 'COMPANY' AND id = ANY (ARRAY(SELECT app_shared_records())));
CREATE POLICY staff_read ON agreement FOR SELECT TO forum_staff USING (published);

CREATE POLICY shared ON joint_venture TO forum_app
    USING (id = ANY (ARRAY(SELECT app_shared_records()))) WITH CHECK (id = ANY (ARRAY(SELECT app_shared_records())));
CREATE POLICY shared ON milestone TO forum_app
    USING (joint_venture_id = ANY (ARRAY(SELECT app_shared_records())))
    WITH CHECK (joint_venture_id = ANY (ARRAY(SELECT app_shared_records())));
CREATE POLICY shared ON outcome TO forum_app
    USING (joint_venture_id = ANY (ARRAY(SELECT app_shared_records())))
    WITH CHECK (joint_venture_id = ANY (ARRAY(SELECT app_shared_records())));

-- Events and letters are written by everybody and read by workers; a company reads what concerns it.
CREATE POLICY append ON event FOR INSERT TO forum_app, forum_staff WITH CHECK (true);
CREATE POLICY append ON event_company FOR INSERT TO forum_app, forum_staff WITH CHECK (true);
CREATE POLICY own ON event_company FOR SELECT TO forum_app USING (company_id = (SELECT app_company()));
CREATE POLICY audit ON event FOR SELECT TO forum_auditor USING (true);
CREATE POLICY audit ON event_company FOR SELECT TO forum_auditor USING (true);
CREATE POLICY write ON letter FOR INSERT TO forum_app, forum_staff WITH CHECK (state = 'WAITING');
