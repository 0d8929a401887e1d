-- The demo's content in the table of FunWithFlags.
-- FunWithFlags 1.13 with the Ecto adapter on SQLite.
CREATE TABLE fun_with_flags_toggles (id INTEGER PRIMARY KEY AUTOINCREMENT, flag_name TEXT NOT NULL, gate_type TEXT NOT NULL,
  target TEXT NOT NULL, enabled INTEGER NOT NULL);
CREATE UNIQUE INDEX fwf_flag_name_gate_target_idx ON fun_with_flags_toggles (flag_name, gate_type, target);

INSERT INTO fun_with_flags_toggles (flag_name, gate_type, target, enabled)
  SELECT name, 'boolean', '_fwf_none', enabled FROM everybody WHERE enabled OR name NOT LIKE 'academy.%'
  UNION ALL SELECT name, 'actor', 'account:' || id, enabled FROM own
  UNION ALL VALUES ('api.graphql', 'group', 'staff', 1), ('platform.new_navigation', 'group', 'beta_testers', 1),
    ('reports.carbon_footprint', 'percentage', 'actors/0.25', 1), ('access.magic_links', 'percentage', 'time/0.1', 1);

UPDATE flagtui_change SET scope = 'actor', scope_id = 'account:' || (SELECT id FROM customer WHERE tenant = scope_id) WHERE scope = 'tenant';
UPDATE flagtui_change SET before = 0 WHERE scope = 'system' AND before IS NULL;
