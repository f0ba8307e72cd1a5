-- Stays in phases as figures count them, with their days in the organisation's time zone. All of it can be made again from partner_phase.
CREATE TABLE stay_fact (
  stay_id UUID NOT NULL PRIMARY KEY,
  partner_id UUID NOT NULL,
  program_id UUID NOT NULL,
  phase TEXT NOT NULL,
  entered_at BIGINT NOT NULL,
  entered_day BIGINT NOT NULL,
  entered_month BIGINT NOT NULL,
  left_at BIGINT,
  left_day BIGINT,
  left_month BIGINT,
  -- Whole days of twenty-four hours, of a stay that is over.
  days BIGINT,
  -- When the partner first came into a later phase of the program since.
  went_on_at BIGINT,
  -- 1 for the partner's first stay in this phase of the program.
  is_first BIGINT NOT NULL,
  -- When the partner next came into this phase again.
  again_at BIGINT,
  -- Of this stay and those before it in the same phase, once none of them lasts: when the last ended, and the days of all.
  all_left_at BIGINT,
  all_left_day BIGINT,
  all_left_month BIGINT,
  all_days BIGINT,
  CONSTRAINT stay_fact_phase_check CHECK (phase IN ('attract','onboard','cosell','grow','renew')),
  CONSTRAINT stay_fact_first_check CHECK (is_first IN (0, 1))
);
CREATE INDEX stay_fact_partner_idx ON stay_fact (partner_id, program_id, entered_at);
CREATE INDEX stay_fact_entered_idx ON stay_fact (entered_day, phase, program_id, partner_id);
CREATE INDEX stay_fact_left_idx ON stay_fact (left_day, phase, program_id, partner_id);

-- The statuses partners had before the present one, so that a past day can be asked about.
CREATE TABLE partner_status_spell (
  partner_id UUID NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (partner_id, from_at),
  CONSTRAINT partner_status_spell_status_check CHECK (status IN ('active','paused','exited'))
);
-- Those of before are told by the record of changes.
INSERT INTO partner_status_spell (partner_id, from_at, until_at, status)
  SELECT e.partner_id,
    COALESCE((SELECT MAX(x.at) FROM event x WHERE x.partner_id = e.partner_id AND x.kind = e.kind AND x.at < e.at), -9223372036854775807),
    e.at,
    CASE WHEN e.payload LIKE '%"before":"paused"%' THEN 'paused' WHEN e.payload LIKE '%"before":"exited"%' THEN 'exited' ELSE 'active' END
  FROM event e WHERE e.kind = 'partner.status_changed' AND e.partner_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM event y WHERE y.partner_id = e.partner_id AND y.kind = e.kind AND y.at = e.at AND y.id < e.id);

-- Where there are stays already, they are counted by a job.
INSERT INTO setting (key, value, changed_at) SELECT 'kpi_recount', '1', 0
  WHERE EXISTS (SELECT 1 FROM partner_phase)
  AND NOT EXISTS (SELECT 1 FROM setting WHERE key = 'kpi_recount');
