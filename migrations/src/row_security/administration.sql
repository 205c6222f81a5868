-- Administrators keep what everybody reads; nothing of it is deleted by them.
GRANT INSERT, UPDATE ON sector, complementarity, pillar, initiative, target, source, trade_flow TO forum_staff;

-- Papers between states are entered and corrected; what companies sign is not theirs to touch.
GRANT INSERT, UPDATE ON agreement TO forum_staff;
CREATE POLICY enter_state_paper ON agreement FOR INSERT TO forum_staff WITH CHECK (level = 'STATE' AND published);
CREATE POLICY correct_state_paper ON agreement FOR UPDATE TO forum_staff
    USING (level = 'STATE') WITH CHECK (level = 'STATE' AND published);

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['trade_import', 'announcement'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY worker ON %I TO forum_worker USING (true) WITH CHECK (true)', name);
        EXECUTE format('CREATE POLICY staff ON %I TO forum_staff USING (true) WITH CHECK (true)', name);
    END LOOP;
END
$$;

-- A file that was brought in is kept as it was.
GRANT SELECT, INSERT ON trade_import TO forum_staff, forum_worker;

GRANT SELECT, INSERT, UPDATE ON announcement TO forum_staff, forum_worker;
GRANT SELECT ON announcement TO forum_app;
CREATE POLICY audience ON announcement FOR SELECT TO forum_app USING (
    state = 'PUBLISHED' AND (
        audience = 'PUBLIC'
        OR (audience = 'MEMBERS' AND (SELECT app_company()) IS NOT NULL)
        OR (audience = 'ONE_SIDE' AND side = (SELECT country FROM company WHERE id = (SELECT app_company())))
    )
);

-- Where an old address leads is for everybody; merging is the workers' to carry out.
GRANT SELECT ON company_redirect TO forum_app, forum_staff, forum_worker, forum_auditor;
GRANT INSERT, UPDATE ON company_redirect TO forum_worker;
