-- The demo's content in tables of the application's own. See Custom in layouts.go.

CREATE TABLE workspace (id INTEGER PRIMARY KEY, display_name TEXT NOT NULL, created_at TIMESTAMP NOT NULL);
CREATE TABLE feature (slug VARCHAR(100) PRIMARY KEY, description TEXT NOT NULL);
CREATE TABLE feature_flag (
  id INTEGER PRIMARY KEY,
  feature VARCHAR(100) NOT NULL,
  workspace_id INTEGER REFERENCES workspace, -- NULL: every workspace
  enabled BOOLEAN NOT NULL,
  rollout_percentage INTEGER,
  updated_at TIMESTAMP NOT NULL,
  updated_by VARCHAR(255) NOT NULL
);
CREATE UNIQUE INDEX feature_flag_once ON feature_flag (feature, workspace_id);
CREATE INDEX feature_flag_workspace ON feature_flag (workspace_id);

INSERT INTO workspace SELECT id, name, created_at FROM customer;
INSERT INTO feature SELECT name, description FROM flagtui_definition ORDER BY name;
INSERT INTO feature_flag (feature, workspace_id, enabled, rollout_percentage, updated_at, updated_by)
  SELECT name, NULL, enabled, NULL, at, 'ops@quaywise.example' FROM everybody WHERE enabled OR name NOT LIKE 'academy.%'
  UNION ALL SELECT name, id, enabled, NULL, at, 'support@quaywise.example' FROM own;
UPDATE feature_flag SET enabled = 1, rollout_percentage = 25 WHERE workspace_id IS NULL AND feature = 'reports.carbon_footprint';
UPDATE feature_flag SET enabled = 1, rollout_percentage = 50 WHERE workspace_id IS NULL AND feature = 'platform.new_navigation';

UPDATE flagtui_change SET scope = 'workspace', scope_id = (SELECT CAST(id AS TEXT) FROM customer WHERE tenant = scope_id) WHERE scope = 'tenant';
UPDATE flagtui_change SET before = 0 WHERE scope = 'system' AND before IS NULL;
DROP TABLE flagtui_definition;
