-- Answers dated before their registration are counted by themselves, and past days of registrations that were sent again or answered late are told anew.
INSERT INTO setting (key, value, changed_at) SELECT 'kpi_recount', '1', 0
  WHERE EXISTS (SELECT 1 FROM registration_fact)
  AND NOT EXISTS (SELECT 1 FROM setting WHERE key = 'kpi_recount');

-- The last months in which partners were signed.
CREATE INDEX partner_signed_idx ON partner (signed_on);
