-- What a figure shall be in a period: of everything, or of one program, segment, owner, partner, or several of these together.
CREATE TABLE kpi_target (
  id UUID NOT NULL PRIMARY KEY,
  -- What was agreed, or what the thesis of the portfolio expected.
  kind TEXT NOT NULL,
  metric TEXT NOT NULL,
  -- 2026-03, 2026-Q1, 2026, FY2027-Q1, FY2027.
  period TEXT NOT NULL,
  program_id UUID REFERENCES program (id),
  segment_id UUID REFERENCES segment (id),
  owner_id UUID REFERENCES app_user (id),
  partner_id UUID REFERENCES partner (id),
  -- The same four as one text: a target is there once, and a missing value equals a missing value.
  scope TEXT NOT NULL,
  -- Empty unless the figure is money.
  currency TEXT NOT NULL,
  -- Ten-thousandths of the figure's unit.
  value BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  CONSTRAINT kpi_target_key UNIQUE (metric, period, scope, currency, kind),
  CONSTRAINT kpi_target_kind_check CHECK (kind IN ('target','thesis'))
);
CREATE INDEX kpi_target_partner_idx ON kpi_target (partner_id);
