-- Notifications, conversations and dismissals: each person reads what he is told, each company what it takes part in.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'notification', 'notification_preference', 'mail_refusal', 'conversation', 'message', 'conversation_mark', 'dismissal', 'exposure'
    ] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY worker ON %I TO forum_worker USING (true) WITH CHECK (true)', name);
    END LOOP;
END
$$;

-- Workers write what people are told; a person marks it as read. What concerned a company that he has left is his no longer.
GRANT SELECT ON notification TO forum_app, forum_staff;
GRANT UPDATE (read_at, digest_due_at) ON notification TO forum_app, forum_staff;
GRANT SELECT, INSERT, UPDATE ON notification TO forum_worker;
CREATE POLICY own ON notification FOR SELECT TO forum_app
    USING (user_id = (SELECT app_person()) AND (company_id IS NULL OR company_id = ANY (ARRAY(SELECT app_memberships()))));
CREATE POLICY mark ON notification FOR UPDATE TO forum_app
    USING (user_id = (SELECT app_person())) WITH CHECK (user_id = (SELECT app_person()));
CREATE POLICY own_of_staff ON notification FOR SELECT TO forum_staff USING (user_id = (SELECT app_person()));
CREATE POLICY mark_of_staff ON notification FOR UPDATE TO forum_staff
    USING (user_id = (SELECT app_person())) WITH CHECK (user_id = (SELECT app_person()));

GRANT SELECT, INSERT, UPDATE ON notification_preference TO forum_app, forum_staff, forum_worker;
CREATE POLICY own ON notification_preference TO forum_app, forum_staff
    USING (user_id = (SELECT app_person())) WITH CHECK (user_id = (SELECT app_person()));

GRANT SELECT ON mail_refusal TO forum_app, forum_staff;
GRANT SELECT, INSERT, UPDATE, DELETE ON mail_refusal TO forum_worker;
CREATE POLICY own ON mail_refusal FOR SELECT TO forum_app, forum_staff USING (user_id = (SELECT app_person()));

-- The two companies of an introduction that was accepted, and of staff whoever has opened this one record by a case, while that holds.
GRANT SELECT, INSERT ON conversation TO forum_app;
-- When it was opened is written again by whoever takes the row for himself.
GRANT UPDATE (last_message_at, messages, opened_at) ON conversation TO forum_app;
GRANT SELECT, INSERT, UPDATE ON conversation TO forum_worker;
CREATE POLICY taking_part ON conversation FOR SELECT TO forum_app
    USING (from_company_id = (SELECT app_company()) OR to_company_id = (SELECT app_company()));
CREATE POLICY open ON conversation FOR INSERT TO forum_app WITH CHECK (EXISTS (
    SELECT FROM introduction i WHERE i.id = introduction_id AND i.state = 'ACCEPTED'
        AND i.from_company_id = conversation.from_company_id AND i.to_company_id = conversation.to_company_id
));
CREATE POLICY write ON conversation FOR UPDATE TO forum_app
    USING (from_company_id = (SELECT app_company()) OR to_company_id = (SELECT app_company()))
    WITH CHECK (from_company_id = (SELECT app_company()) OR to_company_id = (SELECT app_company()));

GRANT SELECT ON conversation, message TO forum_staff;
CREATE POLICY glass ON conversation FOR SELECT TO forum_staff USING (id = ANY (ARRAY(SELECT app_opened_records())));
CREATE POLICY glass ON message FOR SELECT TO forum_staff USING (conversation_id = ANY (ARRAY(SELECT app_opened_records())));
-- The two companies read who looked, on what grounds.
CREATE POLICY taking_part ON break_glass FOR SELECT TO forum_app USING (record_id = ANY (ARRAY(SELECT c.id FROM conversation c)));

-- The policy of `conversation` says which ones these are.
GRANT SELECT, INSERT ON message TO forum_app;
GRANT UPDATE (body, retracted_at) ON message TO forum_app;
GRANT SELECT, INSERT, UPDATE ON message TO forum_worker;
CREATE POLICY taking_part ON message FOR SELECT TO forum_app USING (conversation_id = ANY (ARRAY(SELECT c.id FROM conversation c)));
-- A person writes in his own name and his company's, and takes back what he wrote.
CREATE POLICY write ON message FOR INSERT TO forum_app WITH CHECK (
    company_id = (SELECT app_company()) AND author = (SELECT app_person()) AND retracted_at IS NULL
    AND conversation_id = ANY (ARRAY(SELECT c.id FROM conversation c))
);
CREATE POLICY retract ON message FOR UPDATE TO forum_app
    USING (company_id = (SELECT app_company()) AND author = (SELECT app_person()))
    WITH CHECK (company_id = (SELECT app_company()) AND author = (SELECT app_person()) AND retracted_at IS NOT NULL);

GRANT SELECT, INSERT, UPDATE ON conversation_mark TO forum_app, forum_worker;
CREATE POLICY own ON conversation_mark TO forum_app USING (user_id = (SELECT app_person()))
    WITH CHECK (user_id = (SELECT app_person()) AND company_id = (SELECT app_company())
        AND conversation_id = ANY (ARRAY(SELECT c.id FROM conversation c)));

-- Whom a company would rather not see is its own affair: the other side never reads it.
GRANT SELECT, INSERT, UPDATE ON dismissal TO forum_app;
GRANT SELECT ON dismissal TO forum_worker;
CREATE POLICY own ON dismissal TO forum_app USING (company_id = (SELECT app_company())) WITH CHECK (company_id = (SELECT app_company()));

GRANT SELECT, INSERT, UPDATE ON exposure TO forum_worker;

GRANT USAGE, SELECT ON SEQUENCE notification_seq_seq TO forum_worker;
