ALTER TABLE file ENABLE ROW LEVEL SECURITY;
ALTER TABLE file FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON file TO forum_app;
GRANT SELECT ON file TO forum_staff;
GRANT SELECT, UPDATE ON file TO forum_worker;

CREATE POLICY worker ON file TO forum_worker USING (true) WITH CHECK (true);
-- Everybody sees the picture that a company shows; a company what it handed over; the parties the texts of their papers.
CREATE POLICY read ON file FOR SELECT TO forum_app USING (
    (purpose = 'LOGO' AND attached_at IS NOT NULL AND removed_at IS NULL)
    OR company_id = (SELECT app_company())
    OR (attached_at IS NOT NULL AND agreement_id = ANY (ARRAY(SELECT app_shared_records())))
);
CREATE POLICY store ON file FOR INSERT TO forum_app
    WITH CHECK (company_id = (SELECT app_company()) AND stored_by = (SELECT app_person()) AND attached_at IS NULL AND removed_at IS NULL);
-- Only beside a paper that the company shares.
CREATE POLICY amend ON file FOR UPDATE TO forum_app
    USING (company_id = (SELECT app_company()))
    WITH CHECK (company_id = (SELECT app_company()) AND (agreement_id IS NULL OR agreement_id = ANY (ARRAY(SELECT app_shared_records()))));
CREATE POLICY shown ON file FOR SELECT TO forum_staff USING (purpose = 'LOGO' AND attached_at IS NOT NULL AND removed_at IS NULL);
