-- What was known of deals until it was corrected: a state for each day that ended with it. An answer as of a past day is told by it.
CREATE TABLE deal_was (
  deal_id UUID NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  source TEXT NOT NULL,
  phase TEXT NOT NULL,
  stage_id UUID NOT NULL,
  outcome TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount BIGINT,
  opened_day BIGINT,
  known_day BIGINT NOT NULL,
  closed_day BIGINT,
  opened_month BIGINT,
  closed_month BIGINT,
  reached BIGINT NOT NULL,
  PRIMARY KEY (deal_id, until_at),
  CONSTRAINT deal_was_outcome_check CHECK (outcome IN ('open','won','lost'))
);
CREATE INDEX deal_was_until_idx ON deal_was (until_at, from_at);

CREATE TABLE deal_was_line (
  deal_id UUID NOT NULL,
  until_at BIGINT NOT NULL,
  position BIGINT NOT NULL,
  product_id UUID,
  category TEXT NOT NULL,
  amount BIGINT,
  PRIMARY KEY (deal_id, until_at, position)
);

-- Since when what is kept of a deal has been known: what it was before is not known any more.
ALTER TABLE deal_fact ADD COLUMN recorded_at BIGINT NOT NULL DEFAULT 0;
UPDATE deal_fact SET recorded_at = COALESCE((SELECT d.changed_at FROM deal d WHERE d.id = deal_fact.deal_id), 0);

-- Answers dated before their registration that nobody had promised anything are counted as such no more.
INSERT INTO setting (key, value, changed_at) SELECT 'kpi_recount', 'true', 0
 WHERE EXISTS (SELECT 1 FROM registration_fact WHERE answer_micros < 0 AND answer_due_at IS NULL)
   AND NOT EXISTS (SELECT 1 FROM setting WHERE key = 'kpi_recount');
