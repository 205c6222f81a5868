-- Salts, consents, holds and exports: each person's own, and what the forum's staff place on him.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['subject_salt', 'consent', 'legal_hold', 'data_export'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY worker ON %I TO forum_worker USING (true) WITH CHECK (true)', name);
    END LOOP;
END
$$;

-- Whoever writes something of a person in the audit commits to it under that person's salt.
CREATE POLICY own ON subject_salt FOR SELECT TO forum_app
    USING (user_id = (SELECT app_person()) OR user_id = ANY (ARRAY(SELECT app_colleagues())));
CREATE POLICY staff ON subject_salt FOR SELECT TO forum_staff USING (true);
-- What was agreed to is added to and never changed.
CREATE POLICY own ON consent FOR SELECT TO forum_app USING (user_id = (SELECT app_person()));
CREATE POLICY record ON consent FOR INSERT TO forum_app WITH CHECK (user_id = (SELECT app_person()));
CREATE POLICY staff ON legal_hold TO forum_staff USING (true) WITH CHECK (true);
CREATE POLICY own ON data_export FOR SELECT TO forum_app USING (user_id = (SELECT app_person()));
CREATE POLICY request ON data_export FOR INSERT TO forum_app WITH CHECK (user_id = (SELECT app_person()));

GRANT SELECT ON legal_text TO forum_app, forum_staff, forum_worker, forum_auditor;
GRANT INSERT ON legal_text TO forum_worker;
GRANT SELECT ON subject_salt TO forum_app, forum_staff;
GRANT SELECT, INSERT ON consent, data_export TO forum_app;
GRANT SELECT, INSERT, UPDATE ON legal_hold TO forum_staff;
GRANT SELECT, INSERT ON consent TO forum_worker;
GRANT SELECT, INSERT, UPDATE ON legal_hold TO forum_worker;
-- What is destroyed is held first, which asks for the right to change it.
GRANT SELECT, INSERT, UPDATE, DELETE ON subject_salt, data_export TO forum_worker;
-- Erasing a person leaves nothing of what proved who he was, nor of what was written to him.
GRANT DELETE ON password, session, letter, member TO forum_worker;
