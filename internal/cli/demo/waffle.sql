-- The demo's content in the tables of django-waffle.
-- django-waffle 5.0.0 as its own migrations make it (Django 5.2), with the parts of Django's own tables that it refers to.
CREATE TABLE auth_user (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, username varchar(150) NOT NULL UNIQUE, email varchar(254) NOT NULL);
CREATE TABLE auth_group (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, name varchar(150) NOT NULL UNIQUE);
CREATE TABLE django_content_type (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, app_label varchar(100) NOT NULL, model varchar(100) NOT NULL, UNIQUE (app_label, model));
CREATE TABLE django_admin_log (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, action_time datetime NOT NULL, object_id text, object_repr varchar(200) NOT NULL,
  action_flag smallint unsigned NOT NULL CHECK (action_flag >= 0), change_message text NOT NULL, content_type_id integer REFERENCES django_content_type, user_id integer NOT NULL REFERENCES auth_user);
CREATE TABLE waffle_flag (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, name varchar(100) NOT NULL UNIQUE, everyone bool, percent decimal,
  testing bool NOT NULL, superusers bool NOT NULL, staff bool NOT NULL, authenticated bool NOT NULL, languages text NOT NULL, rollout bool NOT NULL,
  note text NOT NULL, created datetime NOT NULL, modified datetime NOT NULL);
CREATE TABLE waffle_switch (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, name varchar(100) NOT NULL UNIQUE, active bool NOT NULL, note text NOT NULL, created datetime NOT NULL, modified datetime NOT NULL);
CREATE TABLE waffle_sample (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, name varchar(100) NOT NULL UNIQUE, percent decimal NOT NULL, note text NOT NULL, created datetime NOT NULL, modified datetime NOT NULL);
CREATE TABLE waffle_flag_users (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, flag_id integer NOT NULL REFERENCES waffle_flag, user_id integer NOT NULL REFERENCES auth_user, UNIQUE (flag_id, user_id));
CREATE TABLE waffle_flag_groups (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, flag_id integer NOT NULL REFERENCES waffle_flag, group_id integer NOT NULL REFERENCES auth_group, UNIQUE (flag_id, group_id));
CREATE INDEX waffle_flag_users_flag_id ON waffle_flag_users (flag_id);
CREATE INDEX waffle_flag_users_user_id ON waffle_flag_users (user_id);
CREATE INDEX waffle_flag_groups_flag_id ON waffle_flag_groups (flag_id);
CREATE INDEX waffle_flag_groups_group_id ON waffle_flag_groups (group_id);

INSERT INTO auth_user (username, email) SELECT lower(replace(replace(name, ' ', '.'), '&', 'and')), 'it@customer' || id || '.example' FROM customer ORDER BY id;
INSERT INTO auth_group (name) VALUES ('Beta testers'), ('Customer advisory board'), ('Support');
INSERT INTO django_content_type (app_label, model) VALUES ('waffle', 'flag'), ('waffle', 'switch'), ('waffle', 'sample');

INSERT INTO waffle_flag (name, everyone, percent, testing, superusers, staff, authenticated, languages, rollout, note, created, modified)
  SELECT e.name, CASE WHEN e.name IN ('reports.carbon_footprint', 'platform.new_navigation', 'api.graphql') OR NOT enabled AND e.name IN (SELECT name FROM own) THEN NULL ELSE enabled END,
    CASE e.name WHEN 'reports.carbon_footprint' THEN 25.5 END, 0, e.name NOT IN (SELECT name FROM own), e.name = 'api.graphql', 0, '', 0, coalesce(d.description, ''), at, at
    FROM everybody e LEFT JOIN flagtui_definition d USING (name) WHERE e.name NOT LIKE 'platform.%_m%' AND e.name NOT LIKE 'files.%' ORDER BY e.name;
INSERT INTO waffle_switch (name, active, note, created, modified)
  SELECT e.name, enabled, description, at, at FROM everybody e JOIN flagtui_definition USING (name) WHERE e.name NOT IN (SELECT name FROM waffle_flag) ORDER BY e.name;
INSERT INTO waffle_sample (name, percent, note, created, modified) VALUES
  ('search.log_queries', 2.5, 'Record every fortieth search, to tune the ranking.', '2026-05-19 08:20:31.009914', '2026-05-19 08:20:31.009914'),
  ('shipping.trace_requests', 10, 'Trace calls of the carriers'' interfaces.', '2026-08-27 14:05:50.772301', '2026-08-27 14:05:50.772301');
INSERT INTO waffle_flag_users (flag_id, user_id)
  SELECT f.id, u.id FROM own JOIN waffle_flag f USING (name) JOIN customer c ON c.id = own.id JOIN auth_user u ON u.email = 'it@customer' || c.id || '.example' WHERE enabled;
INSERT INTO waffle_flag_groups (flag_id, group_id) SELECT id, 1 FROM waffle_flag WHERE name IN ('platform.new_navigation', 'search.semantic_ranking');

-- The flags have no journal at a customer: customers are users here.
DELETE FROM flagtui_change WHERE scope <> 'system';
UPDATE flagtui_change SET before = 0 WHERE before IS NULL AND name = 'shipping.rate_shopping';
DROP TABLE flagtui_definition;
