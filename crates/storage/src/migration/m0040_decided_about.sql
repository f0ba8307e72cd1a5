-- The registrations whose protection a decision was about, separated by spaces: one that stands since is not decided.
ALTER TABLE beside_decision ADD COLUMN about TEXT NOT NULL DEFAULT '';

-- A partner who had left a program is in none of its phases on the days after.
INSERT INTO setting (key, value, changed_at) SELECT 'kpi_recount', '1', 0
  WHERE EXISTS (SELECT 1 FROM partner_phase WHERE left_at IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM setting WHERE key = 'kpi_recount');
