-- What each partner adds to the totals of the lifecycle and of the phases. All of it can be made again from history.
CREATE TABLE partner_fact (
  partner_id UUID NOT NULL PRIMARY KEY,
  signed_day BIGINT,
  -- The last day the fact speaks of.
  latest_day BIGINT NOT NULL,
  -- Opaque to SQL.
  fact TEXT NOT NULL
);
CREATE INDEX partner_fact_latest_idx ON partner_fact (latest_day);
-- A partner's first and last deal.
CREATE INDEX deal_fact_opened_idx ON deal_fact (partner_id, opened_day);
-- How many fell into which bucket, in one text instead of a row for each; `bucket` is 0 from now on.
ALTER TABLE kpi_total ADD COLUMN runs TEXT NOT NULL DEFAULT '';
-- Where there is something already, the totals are made again by a job; until then the facts answer.
INSERT INTO setting (key, value, changed_at) SELECT 'kpi_recount', 'true', 0
  WHERE NOT EXISTS (SELECT 1 FROM setting WHERE key = 'kpi_recount')
  AND (EXISTS (SELECT 1 FROM partner) OR EXISTS (SELECT 1 FROM deal_fact) OR EXISTS (SELECT 1 FROM registration_fact));
