-- The demo's customers for other layouts: the tenants of demo.sql, and 300 small ones.

CREATE TEMP TABLE customer AS
  SELECT row_number() OVER (ORDER BY created_at) AS id, id AS tenant, name, created_at FROM tenants_tenant;

WITH place (p, nth) AS (VALUES ('Aalborg', 0), ('Bergamo', 1), ('Coimbra', 2), ('Dundee', 3), ('Esbjerg', 4), ('Freiburg', 5), ('Ghent', 6), ('Haarlem', 7),
    ('Innsbruck', 8), ('Jena', 9), ('Kaunas', 10), ('Leuven', 11), ('Malmö', 12), ('Nantes', 13), ('Oulu', 14), ('Porto', 15), ('Quimper', 16), ('Rostock', 17), ('Split', 18), ('Turku', 19)),
  trade (t, nth) AS (VALUES ('Bakery Supplies', 0), ('Cycle Works', 1), ('Dairy', 2), ('Electrics', 3), ('Fasteners', 4), ('Garden Centre', 5), ('Hospitality', 6), ('Instruments', 7),
    ('Joinery', 8), ('Kitchens', 9), ('Leather Goods', 10), ('Marine Stores', 11), ('Optics', 12), ('Paints', 13), ('Roofing', 14))
INSERT INTO customer
  SELECT 101 + place.nth * 15 + trade.nth, NULL, p || ' ' || t, printf('2026-%02d-%02d %02d:15:30.250000', 1 + place.nth % 10, 1 + trade.nth * 2 % 28, 6 + trade.nth % 12) FROM place, trade;

-- The flags that small customers try.
CREATE TEMP TABLE pilot AS
  SELECT f.name, customer.id, created_at FROM customer
    JOIN (SELECT 'search.semantic_ranking' AS name, 4 AS every UNION ALL SELECT 'shipping.carrier_api_v2', 7 UNION ALL SELECT 'orders.promised_dates', 12 UNION ALL SELECT 'returns.photo_evidence', 25) f
    ON customer.id > 100 AND customer.id % every = 0;

-- The value of each flag for everybody. These layouts have no defaults in code.
CREATE TEMP TABLE everybody AS
  SELECT name, enabled, coalesce(updated_at, created_at) AS at FROM feature_flags_override WHERE scope = 'system'
  UNION ALL SELECT name, default_enabled, '2026-01-12 08:30:00.000000' FROM flagtui_definition
    WHERE name NOT IN (SELECT name FROM feature_flags_override WHERE scope = 'system');

-- The value of each flag for a customer.
CREATE TEMP TABLE own AS
  SELECT o.name, c.id, o.enabled, coalesce(o.updated_at, o.created_at) AS at FROM feature_flags_override o JOIN customer c ON c.tenant = o.scope_id WHERE o.scope = 'tenant'
  UNION ALL SELECT name, id, 1, created_at FROM pilot;

-- A history agrees with the rows that the layouts have.
UPDATE flagtui_change SET before = 1 WHERE name = 'shipping.rate_shopping' AND before IS NULL;
UPDATE flagtui_change SET after = 1 WHERE name = 'shipping.rate_shopping' AND after IS NULL;
UPDATE flagtui_definition SET default_enabled = 0, scopes = '';

DROP TABLE feature_flags_override;
DROP TABLE tenants_tenant;
DROP TABLE audit_log_audit_entry;
DROP TABLE scoped_feature_flag_states;
DROP TABLE audit_log_events;
DROP TABLE sections;
DROP TABLE projects;
DROP TABLE authors;
