-- How far the deal of a registration has come; empty where it has none.
ALTER TABLE registration_fact ADD COLUMN deal_outcome TEXT NOT NULL DEFAULT '';
CREATE INDEX registration_deal_idx ON registration (deal_id);
-- The largest of a division, in order. Months below -1 are stretches of months that are kept in one cell.
CREATE INDEX kpi_total_rank_idx ON kpi_total (grouping_set, measure, month, currency, amount DESC, cases DESC, group_value) WHERE month < -1;
-- Where there is something already, the totals are made again by a job; until then the facts answer.
INSERT INTO setting (key, value, changed_at) SELECT 'kpi_recount', 'true', 0
  WHERE NOT EXISTS (SELECT 1 FROM setting WHERE key = 'kpi_recount')
  AND (EXISTS (SELECT 1 FROM partner) OR EXISTS (SELECT 1 FROM deal_fact) OR EXISTS (SELECT 1 FROM registration_fact));
