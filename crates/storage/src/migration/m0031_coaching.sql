-- Coaching rules as they were changed or added here, each change a version; a key that is not in here is as offered. Never changed or deleted.
CREATE TABLE coaching_rule (
  id UUID NOT NULL PRIMARY KEY,
  rule_key TEXT NOT NULL,
  version BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  -- The rule as JSON; the program alone reads it.
  rule TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  CONSTRAINT coaching_rule_version_key UNIQUE (rule_key, version)
);

-- Of which partners the rules speak; made again every day, and can be made again at any time.
CREATE TABLE coaching_finding (
  id UUID NOT NULL PRIMARY KEY,
  partner_id UUID NOT NULL REFERENCES partner (id),
  program_id UUID NOT NULL REFERENCES program (id),
  rule_key TEXT NOT NULL,
  -- 0: as offered.
  rule_version BIGINT NOT NULL,
  -- Days since 1970-01-01: since when it is so without a break.
  since_day BIGINT NOT NULL,
  -- What was counted, as JSON.
  named TEXT NOT NULL,
  CONSTRAINT coaching_finding_key UNIQUE (partner_id, program_id, rule_key)
);
CREATE INDEX coaching_finding_since_idx ON coaching_finding (since_day, id);
CREATE INDEX coaching_finding_rule_idx ON coaching_finding (rule_key, since_day, id);
