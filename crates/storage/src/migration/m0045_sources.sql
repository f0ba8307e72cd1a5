-- Imported registrations without a source are told as unknown, no longer as a source of ours.
INSERT INTO setting (key, value, changed_at) SELECT 'kpi_recount', 'true', 0
 WHERE EXISTS (SELECT 1 FROM registration WHERE channel = 'import' AND COALESCE(intake, '') = '')
   AND NOT EXISTS (SELECT 1 FROM setting WHERE key = 'kpi_recount');
