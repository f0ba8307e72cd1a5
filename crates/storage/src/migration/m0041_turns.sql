-- Months of products are kept together, too: all stretches are added up anew.
DELETE FROM setting WHERE key = 'kpi_twelve_months';

-- Who protects somebody takes turns with everybody else by locking this row.
CREATE TABLE protection_turn (
  id BIGINT NOT NULL PRIMARY KEY
);
INSERT INTO protection_turn (id) VALUES (1);
