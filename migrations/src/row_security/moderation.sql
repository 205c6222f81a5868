-- What staff decide about, and what of it a company reads.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['approval', 'case_entry', 'report', 'break_glass', 'publication'] LOOP
        EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', name);
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY worker ON %I TO forum_worker USING (true) WITH CHECK (true)', name);
    END LOOP;
END
$$;

-- Two people ---------------------------------------------------------------------------------------------------------------------
GRANT SELECT, INSERT, UPDATE ON approval TO forum_staff, forum_worker;
CREATE POLICY staff_read ON approval FOR SELECT TO forum_staff USING (true);
-- Whoever proposes does so in his own name and has not decided about it.
CREATE POLICY propose ON approval FOR INSERT TO forum_staff WITH CHECK (proposer = (SELECT app_person()) AND state = 'PENDING');
CREATE POLICY decide ON approval FOR UPDATE TO forum_staff USING (state = 'PENDING')
    WITH CHECK (state = 'WITHDRAWN' OR proposer <> (SELECT app_person()));
-- What is carried out then: listings of a company that is suspended are withheld with it.
GRANT UPDATE ON listing TO forum_staff;
CREATE POLICY staff_decide ON listing FOR UPDATE TO forum_staff USING (state <> 'DRAFT') WITH CHECK (true);

-- Cases --------------------------------------------------------------------------------------------------------------------------
GRANT INSERT ON moderation_case TO forum_staff;
GRANT UPDATE ON moderation_case TO forum_app;
DROP POLICY own ON moderation_case;
CREATE POLICY own ON moderation_case FOR SELECT TO forum_app USING (company_id = (SELECT app_company()) AND shared);
-- A company answers what was asked of it, and so puts the case before staff again; it decides nothing.
CREATE POLICY answer ON moderation_case FOR UPDATE TO forum_app
    USING (company_id = (SELECT app_company()) AND state = 'CHANGES_REQUESTED')
    WITH CHECK (company_id = (SELECT app_company()) AND state = 'OPEN');

GRANT SELECT, INSERT ON case_entry TO forum_app, forum_staff, forum_worker;
CREATE POLICY own ON case_entry FOR SELECT TO forum_app USING (
    company_id = (SELECT app_company()) AND kind <> 'NOTE'
    AND case_id IN (SELECT c.id FROM moderation_case c WHERE c.company_id = (SELECT app_company()) AND c.shared)
);
CREATE POLICY write ON case_entry FOR INSERT TO forum_app WITH CHECK (
    company_id = (SELECT app_company()) AND author = (SELECT app_person()) AND side IS NULL AND duty IS NULL
    AND kind IN ('OPENED', 'MESSAGE', 'ANSWERED')
);
CREATE POLICY staff_read ON case_entry FOR SELECT TO forum_staff USING (true);
CREATE POLICY staff_write ON case_entry FOR INSERT TO forum_staff WITH CHECK (author = (SELECT app_person()));

-- Reports: the reporter reads his own, staff all, the company none.
GRANT SELECT ON report TO forum_app;
GRANT SELECT, UPDATE ON report TO forum_staff;
GRANT SELECT, INSERT, UPDATE ON report TO forum_worker;
CREATE POLICY own ON report FOR SELECT TO forum_app USING (user_id = (SELECT app_person()));
CREATE POLICY staff ON report TO forum_staff USING (true) WITH CHECK (true);

-- A listing that nobody sees is no business of staff, unless a case is about it.
DROP POLICY staff_read ON listing;
CREATE POLICY staff_read ON listing FOR SELECT TO forum_staff USING (
    state IN ('PUBLISHED', 'IN_REVIEW', 'HIDDEN', 'WITHHELD')
    OR id IN (SELECT c.subject_id FROM moderation_case c WHERE c.subject_kind = 'LISTING')
);

-- Publication --------------------------------------------------------------------------------------------------------------------
GRANT SELECT, INSERT, UPDATE ON publication TO forum_app, forum_worker;
GRANT SELECT, UPDATE ON publication TO forum_staff;
CREATE POLICY shared ON publication TO forum_app
    USING (record_id = ANY (ARRAY(SELECT app_shared_records())))
    WITH CHECK (record_id = ANY (ARRAY(SELECT app_shared_records())) AND state <> 'PUBLISHED');
CREATE POLICY staff ON publication TO forum_staff USING (state <> 'PROPOSED') WITH CHECK (state <> 'PROPOSED');
GRANT SELECT ON published_record TO forum_app, forum_staff, forum_worker, forum_auditor;
GRANT INSERT, UPDATE, DELETE ON published_record TO forum_staff, forum_worker;

-- Breaking the glass: one record, for one member of staff, while the grant is open -------------------------------------------------
GRANT SELECT ON break_glass TO forum_staff;
GRANT SELECT ON break_glass TO forum_app;
-- Nobody opens a record to himself: the use case does, once it has seen who asks and why.
GRANT SELECT, INSERT, UPDATE ON break_glass TO forum_worker;
CREATE POLICY staff_read ON break_glass FOR SELECT TO forum_staff USING (true);
-- The companies whose record it is read who looked, on what grounds.
CREATE POLICY shared ON break_glass FOR SELECT TO forum_app USING (record_id = ANY (ARRAY(SELECT app_shared_records())));

CREATE FUNCTION app_opened_records() RETURNS SETOF uuid LANGUAGE sql STABLE SET search_path = pg_catalog
AS $$ SELECT record_id FROM public.break_glass WHERE user_id = public.app_person() AND ended_at IS NULL $$;
REVOKE ALL ON FUNCTION app_opened_records() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app_opened_records() TO forum_staff;

GRANT SELECT ON joint_venture, party, proposal, proposal_answer, milestone, outcome TO forum_staff;
DROP POLICY staff_read ON agreement;
CREATE POLICY staff_read ON agreement FOR SELECT TO forum_staff USING (published OR id = ANY (ARRAY(SELECT app_opened_records())));
CREATE POLICY glass ON joint_venture FOR SELECT TO forum_staff USING (id = ANY (ARRAY(SELECT app_opened_records())));
CREATE POLICY glass ON party FOR SELECT TO forum_staff USING (record_id = ANY (ARRAY(SELECT app_opened_records())));
CREATE POLICY glass ON proposal FOR SELECT TO forum_staff USING (record_id = ANY (ARRAY(SELECT app_opened_records())));
CREATE POLICY glass ON proposal_answer FOR SELECT TO forum_staff USING (record_id = ANY (ARRAY(SELECT app_opened_records())));
CREATE POLICY glass ON milestone FOR SELECT TO forum_staff USING (joint_venture_id = ANY (ARRAY(SELECT app_opened_records())));
CREATE POLICY glass ON outcome FOR SELECT TO forum_staff USING (joint_venture_id = ANY (ARRAY(SELECT app_opened_records())));
