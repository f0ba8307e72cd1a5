-- Durations whose dates are the wrong way round have totals of their own, so that it can be chosen whether they count. Where there are such deals,
-- the totals are made again by a job; until then the facts answer.
INSERT INTO setting (key, value, changed_at) SELECT 'kpi_recount', 'true', 0 WHERE EXISTS (SELECT 1 FROM deal_fact WHERE closed_day < opened_day);
