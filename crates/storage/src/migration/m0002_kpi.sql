-- What each deal and registration contributes to the KPIs (facts), and the totals kept over them. All of it can be made again from history.
-- *_day: days since 1970-01-01. *_month: year * 12 + month - 1. Texts are '' and ids NULL where a thing is not known.

CREATE TABLE deal_fact (
  deal_id UUID NOT NULL PRIMARY KEY,
  program_id UUID NOT NULL,
  partner_id UUID,
  segment_id UUID,
  owner_id UUID,
  stage_id UUID NOT NULL,
  -- The partner's phase on the day the deal was closed; now, while it is open.
  phase TEXT NOT NULL,
  region TEXT NOT NULL,
  country TEXT NOT NULL,
  source TEXT NOT NULL,
  outcome TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount BIGINT,
  opened_day BIGINT,
  -- The day it was opened, or the day it was entered here when that is not known.
  known_day BIGINT NOT NULL,
  closed_day BIGINT,
  opened_month BIGINT,
  closed_month BIGINT,
  -- Position of the farthest stage the deal has been in.
  reached BIGINT NOT NULL
);
CREATE INDEX deal_fact_closed_idx ON deal_fact (outcome, closed_day, deal_id);
CREATE INDEX deal_fact_partner_idx ON deal_fact (partner_id, outcome, closed_day);

-- How a deal's amount divides into products; one line for a deal without lines of its own.
CREATE TABLE deal_fact_line (
  deal_id UUID NOT NULL,
  position BIGINT NOT NULL,
  product_id UUID,
  category TEXT NOT NULL,
  amount BIGINT,
  PRIMARY KEY (deal_id, position)
);
CREATE INDEX deal_fact_line_product_idx ON deal_fact_line (product_id, deal_id);

CREATE TABLE registration_fact (
  registration_id UUID NOT NULL PRIMARY KEY,
  program_id UUID NOT NULL,
  partner_id UUID,
  segment_id UUID,
  owner_id UUID,
  product_id UUID,
  category TEXT NOT NULL,
  -- The partner's phase when the registration came in.
  phase TEXT NOT NULL,
  region TEXT NOT NULL,
  country TEXT NOT NULL,
  source TEXT NOT NULL,
  submitted_at BIGINT NOT NULL,
  submitted_day BIGINT NOT NULL,
  submitted_month BIGINT NOT NULL,
  -- Microseconds from submission to the first answer; negative where the history says so.
  answer_micros BIGINT,
  answer_due_at BIGINT,
  -- 1 answered in time, 0 not, -1 not decided yet or nothing promised.
  in_time BIGINT NOT NULL,
  decision TEXT NOT NULL,
  decided_at BIGINT,
  decided_day BIGINT,
  decided_month BIGINT,
  -- Microseconds from submission to the decision, without the time the partner was asked.
  decision_micros BIGINT
);
CREATE INDEX registration_fact_submitted_idx ON registration_fact (submitted_day, registration_id);
CREATE INDEX registration_fact_partner_idx ON registration_fact (partner_id, submitted_day);

-- One cell per grouping set, its value, month, measure, currency and bucket (whole days or minutes of a duration, position of a stage).
CREATE TABLE kpi_total (
  grouping_set TEXT NOT NULL,
  measure TEXT NOT NULL,
  group_value TEXT NOT NULL,
  month BIGINT NOT NULL,
  currency TEXT NOT NULL,
  bucket BIGINT NOT NULL,
  cases BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  PRIMARY KEY (grouping_set, measure, group_value, month, currency, bucket)
);

-- Writers of totals take turns by locking this row, so that two of them never wait for each other's cells.
CREATE TABLE kpi_turn (
  id BIGINT NOT NULL PRIMARY KEY
);
INSERT INTO kpi_turn (id) VALUES (1);
