-- What each role may do at all; the policies say to which rows.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO forum_app, forum_staff, forum_worker, forum_auditor;

-- What is public.
GRANT SELECT ON company_public, directory_entry, sector, region, legal_form, complementarity, ownership_rule, pillar, initiative, target,
    source, trade_flow, import TO forum_app, forum_staff, forum_worker, forum_auditor;

-- Companies and people.
GRANT SELECT ON user_account, staff, company, member, moderation_case TO forum_app;
GRANT SELECT, INSERT, UPDATE ON session TO forum_app, forum_staff;
GRANT INSERT, UPDATE ON company TO forum_app;
GRANT INSERT ON member, moderation_case TO forum_app;
GRANT SELECT, INSERT, UPDATE ON listing, introduction, proposal, agreement, joint_venture, milestone, outcome TO forum_app;
GRANT SELECT, INSERT ON party, proposal_answer TO forum_app;
GRANT INSERT ON event, event_company, letter TO forum_app, forum_staff;
GRANT SELECT ON event_company TO forum_app;

-- Staff: no conversation, no unpublished venture.
GRANT SELECT ON user_account, member, listing, agreement TO forum_staff;
GRANT SELECT, UPDATE ON company, moderation_case TO forum_staff;
GRANT SELECT, INSERT, UPDATE ON staff TO forum_staff;
-- Deciding about a company changes what the public reads of it.
GRANT INSERT, UPDATE, DELETE ON company_public, directory_entry TO forum_staff;

-- Workers: sign people in, expire, count, import, send. Nothing that happened is changed or deleted.
GRANT SELECT, INSERT, UPDATE ON user_account, password, session, staff, company, member, moderation_case, listing, introduction, proposal,
    agreement, joint_venture, milestone, outcome, letter TO forum_worker;
GRANT SELECT, INSERT ON party, proposal_answer, event, event_company TO forum_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON signing_key, reading TO forum_worker;
GRANT INSERT, UPDATE, DELETE ON company_public, directory_entry, sector, region, legal_form, complementarity, ownership_rule, pillar,
    initiative, target, source, trade_flow, import TO forum_worker;

GRANT SELECT ON event, event_company TO forum_auditor;

GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO forum_app, forum_staff, forum_worker;
GRANT SELECT ON seaql_migrations TO forum_app, forum_staff, forum_worker, forum_auditor;
