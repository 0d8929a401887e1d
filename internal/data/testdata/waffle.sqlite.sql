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
