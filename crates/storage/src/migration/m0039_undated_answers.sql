-- Answers dated before their registration are kept by partner too.
INSERT INTO setting (key, value, changed_at) SELECT 'kpi_recount', '1', 0
  WHERE EXISTS (SELECT 1 FROM registration_fact WHERE answer_micros < 0)
  AND NOT EXISTS (SELECT 1 FROM setting WHERE key = 'kpi_recount');

-- The last months in which partners were signed.
CREATE INDEX partner_signed_idx ON partner (signed_on);
