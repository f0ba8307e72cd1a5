-- How deals stood that were closed and opened again: every state before the present one, so that a past day can be asked about.
CREATE TABLE deal_spell (
  deal_id UUID NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  stage_id UUID NOT NULL,
  closed_day BIGINT,
  closed_month BIGINT,
  PRIMARY KEY (deal_id, from_at),
  CONSTRAINT deal_spell_outcome_check CHECK (outcome IN ('open','won','lost'))
);

-- Deals that were opened again before this are counted anew.
INSERT INTO setting (key, value, changed_at) SELECT 'kpi_recount', 'true', 0
 WHERE EXISTS (SELECT 1 FROM deal_stage s JOIN stage_definition d ON d.id = s.stage_id WHERE d.outcome <> 'open' AND s.left_at IS NOT NULL)
   AND NOT EXISTS (SELECT 1 FROM setting WHERE key = 'kpi_recount');
