-- The tables of a database that flagtui makes itself, for PostgreSQL 15 or
-- later: psql -f schema.sql. SQLite gets the same tables: see schema.go.
--
-- An application's own database does not need this file: the application's migrations
-- make its tables, and "flagtui init" adds flagtui's own two.
--
-- Running the file again changes nothing. Do not write semicolons or double hyphens in
-- literals: schema.go splits this file without parsing it.

-- ---------------------------------------------------------------------------
-- The application's tables
-- ---------------------------------------------------------------------------

-- One override of a flag, for the whole system or for one tenant. A tenant's override
-- takes precedence over the system's, and the system's over the default.
CREATE TABLE IF NOT EXISTS feature_flags_override (
  created_at TIMESTAMP WITH TIME ZONE DEFAULT (CURRENT_TIMESTAMP) NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE,    -- NULL: not changed since it was made
  created_by VARCHAR(255),
  updated_by VARCHAR(255),
  id SERIAL NOT NULL,
  scope VARCHAR(10) NOT NULL,             -- 'system' or 'tenant'
  scope_id VARCHAR(64) NOT NULL,          -- tenants_tenant.id, or '' for the system
  name VARCHAR(200) NOT NULL,             -- of the flag
  enabled BOOLEAN NOT NULL,
  CONSTRAINT pk_feature_flags_override PRIMARY KEY (id),
  CONSTRAINT uq_feature_flags_override_scope_scope_id_name UNIQUE (scope, scope_id, name)
);
CREATE INDEX IF NOT EXISTS ix_feature_flags_override_name ON feature_flags_override (name);
CREATE INDEX IF NOT EXISTS ix_feature_flags_override_scope ON feature_flags_override (scope);
CREATE INDEX IF NOT EXISTS ix_feature_flags_override_scope_id ON feature_flags_override (scope_id);

-- Tenants. Overrides have a tenant's id without a foreign key, so an unknown tenant may
-- have overrides, too.
CREATE TABLE IF NOT EXISTS tenants_tenant (
  created_at TIMESTAMP WITH TIME ZONE DEFAULT (CURRENT_TIMESTAMP) NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE,
  created_by VARCHAR(255),
  updated_by VARCHAR(255),
  id VARCHAR(32) NOT NULL PRIMARY KEY,
  slug VARCHAR(50) NOT NULL,
  name VARCHAR(200) NOT NULL,
  status VARCHAR(20) NOT NULL             -- 'active' or 'suspended'
);
CREATE UNIQUE INDEX IF NOT EXISTS ix_tenants_tenant_slug ON tenants_tenant (slug);
CREATE INDEX IF NOT EXISTS ix_tenants_tenant_status ON tenants_tenant (status);

-- The application's audit trail, of flags and of other entities.
CREATE TABLE IF NOT EXISTS audit_log_audit_entry (
  id UUID NOT NULL PRIMARY KEY,           -- version 4, made by the writer
  entity_type VARCHAR(255) NOT NULL,      -- 'FeatureFlagOverride' for a flag
  entity_id VARCHAR(255) NOT NULL,        -- feature_flags_override.id as text
  action VARCHAR(20) NOT NULL,            -- 'created', 'updated' or 'deleted'
  changes JSON,                           -- [{"field": "enabled", "old": false, "new": true}]
  user_id VARCHAR(255),
  correlation_id VARCHAR(255),
  created_at TIMESTAMP WITH TIME ZONE DEFAULT (CURRENT_TIMESTAMP) NOT NULL,
  tenant_id VARCHAR(50)
);
CREATE INDEX IF NOT EXISTS ix_audit_entry_entity_type ON audit_log_audit_entry (entity_type);
CREATE INDEX IF NOT EXISTS ix_audit_entry_entity_id ON audit_log_audit_entry (entity_id);
CREATE INDEX IF NOT EXISTS ix_audit_entry_user_id ON audit_log_audit_entry (user_id);
CREATE INDEX IF NOT EXISTS ix_audit_entry_created_at ON audit_log_audit_entry (created_at);
CREATE INDEX IF NOT EXISTS ix_audit_entry_tenant_created ON audit_log_audit_entry (tenant_id, created_at);

-- ---------------------------------------------------------------------------
-- The tables of scoped feature flags, of another application
-- ---------------------------------------------------------------------------

-- Projects and sections, for which a feature can be on. The application's own tables have
-- more columns.
CREATE TABLE IF NOT EXISTS projects (
  id BIGSERIAL NOT NULL PRIMARY KEY,
  title VARCHAR(255),
  slug VARCHAR(255),
  status VARCHAR(255),                    -- 'active' or 'deleted', NULL: active
  inserted_at TIMESTAMP WITH TIME ZONE DEFAULT (CURRENT_TIMESTAMP) NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE DEFAULT (CURRENT_TIMESTAMP) NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS index_slug_projects ON projects (slug);

CREATE TABLE IF NOT EXISTS sections (
  id BIGSERIAL NOT NULL PRIMARY KEY,
  type VARCHAR(255) DEFAULT 'enrollable' NOT NULL, -- or 'blueprint'
  title VARCHAR(255),
  slug VARCHAR(255),
  status VARCHAR(255) DEFAULT 'active',   -- or 'deleted' or 'archived'
  base_project_id BIGINT REFERENCES projects (id),
  inserted_at TIMESTAMP WITH TIME ZONE DEFAULT (CURRENT_TIMESTAMP) NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE DEFAULT (CURRENT_TIMESTAMP) NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS index_slug_sections ON sections (slug);

-- The authors that the audit trail can name.
CREATE TABLE IF NOT EXISTS authors (
  id BIGSERIAL NOT NULL PRIMARY KEY,
  email VARCHAR(255),
  name VARCHAR(255)
);

-- A row means that the feature is on. No row means off.
-- Times are UTC, in whole seconds.
CREATE TABLE IF NOT EXISTS scoped_feature_flag_states (
  id BIGSERIAL NOT NULL PRIMARY KEY,
  feature_name VARCHAR(255) NOT NULL,
  project_id BIGINT CONSTRAINT scoped_feature_flag_states_project_id_fkey REFERENCES projects (id) ON DELETE CASCADE,
  section_id BIGINT CONSTRAINT scoped_feature_flag_states_section_id_fkey REFERENCES sections (id) ON DELETE CASCADE,
  inserted_at TIMESTAMP(0) WITHOUT TIME ZONE NOT NULL,
  updated_at TIMESTAMP(0) WITHOUT TIME ZONE NOT NULL,
  CONSTRAINT exactly_one_resource CHECK (
    (project_id IS NOT NULL AND section_id IS NULL) OR
    (project_id IS NULL AND section_id IS NOT NULL))
);
CREATE UNIQUE INDEX IF NOT EXISTS scoped_feature_flag_states_feature_name_project_id_index ON scoped_feature_flag_states (feature_name, project_id);
CREATE UNIQUE INDEX IF NOT EXISTS scoped_feature_flag_states_feature_name_section_id_index ON scoped_feature_flag_states (feature_name, section_id);
CREATE INDEX IF NOT EXISTS scoped_feature_flag_states_project_id_index ON scoped_feature_flag_states (project_id);
CREATE INDEX IF NOT EXISTS scoped_feature_flag_states_section_id_index ON scoped_feature_flag_states (section_id);
CREATE INDEX IF NOT EXISTS scoped_feature_flag_states_feature_name_index ON scoped_feature_flag_states (feature_name);

-- That application's audit trail.
CREATE TABLE IF NOT EXISTS audit_log_events (
  id BIGSERIAL NOT NULL PRIMARY KEY,
  user_id INTEGER,
  author_id INTEGER,
  event_type VARCHAR(255) NOT NULL,       -- 'feature_flag_enabled', '..._disabled', '..._removed'
  section_id INTEGER,
  project_id INTEGER,
  resource_id INTEGER,
  details JSONB DEFAULT '{}',
  inserted_at TIMESTAMP WITH TIME ZONE NOT NULL
);
CREATE INDEX IF NOT EXISTS audit_log_events_author_id_index ON audit_log_events (author_id);
CREATE INDEX IF NOT EXISTS audit_log_events_section_id_index ON audit_log_events (section_id);
CREATE INDEX IF NOT EXISTS audit_log_events_project_id_index ON audit_log_events (project_id);
CREATE INDEX IF NOT EXISTS audit_log_events_event_type_index ON audit_log_events (event_type);
CREATE INDEX IF NOT EXISTS audit_log_events_inserted_at_index ON audit_log_events (inserted_at);

-- ---------------------------------------------------------------------------
-- flagtui's own tables
-- ---------------------------------------------------------------------------

-- The catalogue: the definitions of the flags.
CREATE TABLE IF NOT EXISTS flagtui_definition (
  name VARCHAR(255) NOT NULL,
  description TEXT DEFAULT '' NOT NULL,
  default_enabled BOOLEAN DEFAULT FALSE NOT NULL,
  scopes VARCHAR(255) DEFAULT '' NOT NULL,  -- kinds with spaces between, '': system tenant
  rollout_mode VARCHAR(20) DEFAULT '' NOT NULL, -- 'canary', or '': scoped_only
  CONSTRAINT pk_flagtui_definition PRIMARY KEY (name)
);

-- History: one row for each changed override, written in the transaction of the change.
-- Overrides that are changed together have the same change-set.
CREATE TABLE IF NOT EXISTS flagtui_change (
  id BIGSERIAL NOT NULL,
  change VARCHAR(64) NOT NULL,            -- the change-set's id
  at TIMESTAMP WITH TIME ZONE DEFAULT (CURRENT_TIMESTAMP) NOT NULL,
  actor VARCHAR(255) NOT NULL,            -- the person, not the database role
  reason TEXT DEFAULT '' NOT NULL,
  scope VARCHAR(64) NOT NULL,
  scope_id VARCHAR(255) NOT NULL,
  name VARCHAR(255) NOT NULL,
  before BOOLEAN,                         -- NULL: there was no override
  after BOOLEAN,                          -- NULL: the override was removed
  undoes VARCHAR(64),                     -- the change-set that this one undoes
  client VARCHAR(255) DEFAULT '' NOT NULL, -- where the person came from, as by SSH, or '': from here
  before_rows TEXT DEFAULT '' NOT NULL,   -- the whole rows before and after, as JSON, where
  after_rows TEXT DEFAULT '' NOT NULL,    -- they say more than on or off
  layout VARCHAR(255) DEFAULT '' NOT NULL, -- whose rows they are, where contexts share a database
  CONSTRAINT pk_flagtui_change PRIMARY KEY (id)
);
-- Rows are read from the newest to the oldest. Of two rows with the same time the one with
-- the higher id is newer.
CREATE INDEX IF NOT EXISTS ix_flagtui_change_at ON flagtui_change (at, id);
CREATE INDEX IF NOT EXISTS ix_flagtui_change_name ON flagtui_change (name, at, id);
CREATE INDEX IF NOT EXISTS ix_flagtui_change_scope ON flagtui_change (scope, scope_id, at, id);
CREATE INDEX IF NOT EXISTS ix_flagtui_change_row ON flagtui_change (scope, scope_id, name, at, id);
CREATE INDEX IF NOT EXISTS ix_flagtui_change_change ON flagtui_change (change);
CREATE INDEX IF NOT EXISTS ix_flagtui_change_undoes ON flagtui_change (undoes, scope, scope_id, name);
