-- What one euro was worth on a day, by the European Central Bank.
CREATE TABLE exchange_rate (
  currency TEXT NOT NULL,
  -- Days since 1970-01-01, as in facts.
  day BIGINT NOT NULL,
  -- Millionths of the currency's unit for one euro.
  units BIGINT NOT NULL,
  source TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (currency, day),
  CONSTRAINT exchange_rate_units_check CHECK (units > 0),
  CONSTRAINT exchange_rate_source_check CHECK (source IN ('ecb'))
);
CREATE INDEX exchange_rate_day_idx ON exchange_rate (day);
