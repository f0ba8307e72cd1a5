-- Somebody is told when the figure of a kept question crosses a value, or has risen or dropped against the period before.
CREATE TABLE kpi_alert (
  id UUID NOT NULL PRIMARY KEY,
  owner_id UUID NOT NULL REFERENCES app_user (id),
  question_id UUID NOT NULL REFERENCES saved_question (id),
  condition TEXT NOT NULL,
  -- Ten-thousandths of the figure's unit; of what has risen or dropped, of a percent or a point.
  threshold BIGINT NOT NULL,
  -- Empty unless the figure is money.
  currency TEXT NOT NULL,
  paused_at BIGINT,
  -- The day it was looked at last, and the figure then.
  checked_on TEXT,
  checked_value BIGINT,
  -- Whether the condition holds since the last crossing: nobody is told again before it did not.
  crossed BOOLEAN NOT NULL,
  crossed_at BIGINT,
  crossed_value BIGINT,
  crossed_before BIGINT,
  created_at BIGINT NOT NULL,
  CONSTRAINT kpi_alert_condition_check CHECK (condition IN ('above','below','risen','dropped'))
);
CREATE INDEX kpi_alert_owner_idx ON kpi_alert (owner_id, question_id, id);
CREATE INDEX kpi_alert_question_idx ON kpi_alert (question_id);
