-- The conflict check on match keys: what live registrations are found by, more of what a customer is told by, what a finding does, accounts
-- that direct sales keeps, and companies that turned out to be one.
CREATE TABLE claim_key (
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  registration_id UUID NOT NULL REFERENCES registration (id),
  PRIMARY KEY (kind, value, registration_id)
);
CREATE INDEX claim_key_registration ON claim_key (registration_id);
ALTER TABLE registration ADD COLUMN company_city TEXT;
ALTER TABLE registration ADD COLUMN company_phone TEXT;
ALTER TABLE registration ADD COLUMN company_vat TEXT;
-- The strongest effect of a finding that was not set aside.
ALTER TABLE registration ADD COLUMN finding_effect TEXT;
ALTER TABLE registration_finding ADD COLUMN effect TEXT NOT NULL DEFAULT 'ask';
ALTER TABLE registration_finding ADD COLUMN set_aside_by TEXT;
ALTER TABLE registration_finding ADD COLUMN set_aside_at BIGINT;
ALTER TABLE registration_finding ADD COLUMN set_aside_reason TEXT;
ALTER TABLE company ADD COLUMN vat TEXT;
-- The company it turned out to be; its records moved there.
ALTER TABLE company ADD COLUMN merged_into UUID;
-- Few are; the many that are not must not make a planner think that the index leads nowhere.
CREATE INDEX company_merged_into ON company (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX company_daughters ON company (parent_id, id) WHERE parent_id IS NOT NULL;
DROP INDEX company_parent_idx;
CREATE TABLE named_account (
  company_id UUID NOT NULL PRIMARY KEY REFERENCES company (id),
  note TEXT,
  named_by TEXT NOT NULL,
  named_at BIGINT NOT NULL
);
CREATE TABLE company_merge (
  id UUID NOT NULL PRIMARY KEY,
  kept_id UUID NOT NULL REFERENCES company (id),
  merged_id UUID NOT NULL REFERENCES company (id),
  reason TEXT NOT NULL,
  -- What moved, so that it can move back: ids by table (JSON).
  moved TEXT NOT NULL,
  merged_by TEXT NOT NULL,
  merged_at BIGINT NOT NULL,
  undone_by TEXT,
  undone_at BIGINT
);
CREATE INDEX company_merge_kept ON company_merge (kept_id, merged_at);
CREATE INDEX company_merge_merged ON company_merge (merged_id, merged_at);
-- Registrations that came before nothing had an effect: what was found, asks.
UPDATE registration SET finding_effect = 'ask' WHERE finding_count > 0;
