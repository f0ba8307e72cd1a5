-- What a deal's own row said, where a log of its own tells its stages: the row has the last word, and neither undoes the other when it comes again.
CREATE TABLE deal_told (
  deal_id UUID NOT NULL PRIMARY KEY,
  -- The stage, opening and closing as the row named them; empty where it said nothing.
  stage_id UUID,
  opened_on TEXT,
  closed_on TEXT,
  -- 1 when a log gave its stages.
  logged BIGINT NOT NULL,
  -- 1 when the last of them is the row's word and not the log's.
  ended BIGINT NOT NULL,
  CONSTRAINT deal_told_logged_check CHECK (logged IN (0, 1)),
  CONSTRAINT deal_told_ended_check CHECK (ended IN (0, 1))
);

-- The category of a deal whose only line has no amount and so is no line.
ALTER TABLE deal ADD COLUMN category TEXT;

-- How registrations stood that were decided again, opened again or ended without an answer: every state before the present one.
CREATE TABLE registration_spell (
  registration_id UUID NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  -- approved, declined or empty.
  decision TEXT NOT NULL,
  decided_at BIGINT,
  decided_day BIGINT,
  decided_month BIGINT,
  -- Without the time the partner was asked.
  decision_micros BIGINT,
  -- The first answer that was owed then.
  answer_due_at BIGINT,
  PRIMARY KEY (registration_id, from_at),
  CONSTRAINT registration_spell_decision_check CHECK (decision IN ('', 'approved', 'declined'))
);

-- Registrations that were decided again or opened again before this are counted anew.
INSERT INTO setting (key, value, changed_at) SELECT 'kpi_recount', 'true', 0
 WHERE EXISTS (SELECT 1 FROM registration_step a JOIN registration_step b ON b.registration_id = a.registration_id AND b.position > a.position
   WHERE a.status IN ('approved', 'declined', 'withdrawn') AND b.status IS NOT NULL AND b.status NOT IN ('converted', 'expired'))
   AND NOT EXISTS (SELECT 1 FROM setting WHERE key = 'kpi_recount');
