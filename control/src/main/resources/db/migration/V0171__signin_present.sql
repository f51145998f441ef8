-- Who is behind a session, for which customer they act (the one that was chosen, or else the first joined), and the roles that they
-- have for single instances: what every signed-in request asks, in one question instead of three. Rights are read anew with each
-- request, so the crossing to the other rooms' tables stands here, where all of them can be seen.
CREATE VIEW signin.present AS
SELECT s.token_hash, s.id, s.operator, s.place, s.device, s.created_at, s.last_used_at, s.proved_at,
       p.id AS person_id, p.email, p.language, p.time_zone, p.staff_role, p.created_at AS person_since,
       m.customer_id, m.role, m.joined_at,
       CASE WHEN m.several THEN coalesce(c.company, c.id) END AS customer_name,
       (SELECT string_agg(g.instance_id || ' ' || g.role, ' ') FROM role.given g
        WHERE g.person_id = p.id AND g.customer_id = m.customer_id) AS given
FROM signin.session s
JOIN account.person p ON p.id = s.person_id AND p.disabled_at IS NULL
LEFT JOIN LATERAL (
    SELECT * FROM (
        SELECT *, count(*) OVER () > 1 AS several FROM account.member WHERE person_id = p.id) all_of_them
    WHERE s.customer_id IS NULL OR s.customer_id = all_of_them.customer_id
    ORDER BY joined_at, customer_id LIMIT 1) m ON true
LEFT JOIN account.customer c ON c.id = m.customer_id
WHERE p.operator OR m.customer_id IS NOT NULL;

GRANT SELECT ON signin.present TO casemate_control;
