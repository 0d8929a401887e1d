-- The demo's content in the tables of Flipper.
-- Flipper 1.x (flipper-active_record) as its own migration makes it.
CREATE TABLE flipper_features (id integer PRIMARY KEY AUTOINCREMENT NOT NULL, key varchar NOT NULL, created_at datetime(6) NOT NULL, updated_at datetime(6) NOT NULL);
CREATE UNIQUE INDEX index_flipper_features_on_key ON flipper_features (key);
CREATE TABLE flipper_gates (id integer PRIMARY KEY AUTOINCREMENT NOT NULL, feature_key varchar NOT NULL, key varchar NOT NULL, value text,
  created_at datetime(6) NOT NULL, updated_at datetime(6) NOT NULL);
CREATE UNIQUE INDEX index_flipper_gates_on_feature_key_and_key_and_value ON flipper_gates (feature_key, key, value);

INSERT INTO flipper_features (key, created_at, updated_at) SELECT name, at, at FROM everybody ORDER BY name;

INSERT INTO flipper_gates (feature_key, key, value, created_at, updated_at)
  SELECT name, 'boolean', 'true', at, at FROM everybody WHERE enabled
  UNION ALL SELECT name, 'actors', 'Account;' || id, at, at FROM own WHERE enabled AND name IN (SELECT name FROM everybody)
  UNION ALL SELECT 'api.graphql', 'groups', 'staff', '2026-04-02 09:11:40.201773', '2026-04-02 09:11:40.201773'
  UNION ALL SELECT 'platform.new_navigation', 'groups', 'beta_testers', '2026-09-21 07:02:13.884120', '2026-09-21 07:02:13.884120'
  UNION ALL SELECT 'reports.carbon_footprint', 'percentage_of_actors', '25', '2026-10-05 12:40:02.100382', '2026-10-05 12:40:02.100382'
  UNION ALL SELECT 'access.magic_links', 'percentage_of_time', '10', '2026-10-12 15:33:27.450019', '2026-10-12 15:33:27.450019';

-- Flipper has no off: what was off has no gate.
UPDATE flagtui_change SET scope = 'actor', scope_id = 'Account;' || (SELECT id FROM customer WHERE tenant = scope_id) WHERE scope = 'tenant';
DELETE FROM flagtui_change WHERE scope = 'actor' AND before IS NULL AND after = 0;
UPDATE flagtui_change SET after = NULL WHERE after = 0;
UPDATE flagtui_change SET before = NULL WHERE before = 0;
