-- The tables of a database that flagtui makes itself, for PostgreSQL 15 or
-- later: psql -f schema.sql. SQLite gets the same tables: see schema.go.
--
-- An application's own database needs none of this. There the application's
-- migrations have made the first three tables, and flagtui adds its own two
-- only when told to, with "flagtui init".
--
-- Running it again changes nothing. Keep semicolons and double hyphens out of
-- literals: schema.go splits this file without parsing it.

-- ---------------------------------------------------------------------------
-- The application's tables
-- ---------------------------------------------------------------------------

-- One override of a flag, for the whole system or for one tenant. A tenant's
-- override beats the system's, and that one the definition's default.
CREATE TABLE IF NOT EXISTS feature_flags_override (
  created_at TIMESTAMP WITH TIME ZONE DEFAULT (CURRENT_TIMESTAMP) NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE,    -- NULL: never changed since
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

-- Tenants. Overrides refer to their id without a foreign key, so a tenant that
-- is not listed here may have overrides too.
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

-- The application's audit trail of every kind of entity.
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

-- ---------------------------------------------------------------------------
-- flagtui's own tables
-- ---------------------------------------------------------------------------

-- The catalogue: the flags as the application declares them.
CREATE TABLE IF NOT EXISTS flagtui_definition (
  name VARCHAR(200) NOT NULL,
  description TEXT DEFAULT '' NOT NULL,
  default_enabled BOOLEAN DEFAULT FALSE NOT NULL,
  scopes VARCHAR(255) DEFAULT '' NOT NULL,  -- kinds with spaces between, '': system tenant
  CONSTRAINT pk_flagtui_definition PRIMARY KEY (name)
);

-- History: one row for each override that was changed, written in the
-- transaction of the change itself. What is changed together shares a
-- change-set.
CREATE TABLE IF NOT EXISTS flagtui_change (
  id BIGSERIAL NOT NULL,
  change VARCHAR(64) NOT NULL,            -- the change-set's id
  at TIMESTAMP WITH TIME ZONE DEFAULT (CURRENT_TIMESTAMP) NOT NULL,
  actor VARCHAR(255) NOT NULL,            -- the person, not the database role
  reason TEXT DEFAULT '' NOT NULL,
  scope VARCHAR(10) NOT NULL,
  scope_id VARCHAR(64) NOT NULL,
  name VARCHAR(255) NOT NULL,
  before BOOLEAN,                         -- NULL: there was no override
  after BOOLEAN,                          -- NULL: there is none any more
  undoes VARCHAR(64),                     -- the change-set that this one puts back
  CONSTRAINT pk_flagtui_change PRIMARY KEY (id)
);
-- Read backwards for the newest first. The id settles which of two rows of
-- the same instant came later.
CREATE INDEX IF NOT EXISTS ix_flagtui_change_at ON flagtui_change (at, id);
CREATE INDEX IF NOT EXISTS ix_flagtui_change_name ON flagtui_change (name, at, id);
CREATE INDEX IF NOT EXISTS ix_flagtui_change_scope ON flagtui_change (scope, scope_id, at, id);
CREATE INDEX IF NOT EXISTS ix_flagtui_change_row ON flagtui_change (scope, scope_id, name, at, id);
CREATE INDEX IF NOT EXISTS ix_flagtui_change_change ON flagtui_change (change);
CREATE INDEX IF NOT EXISTS ix_flagtui_change_undoes ON flagtui_change (undoes, scope, scope_id, name);
