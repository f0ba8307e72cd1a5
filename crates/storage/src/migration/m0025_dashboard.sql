-- Dashboards, and the questions that are kept: as tiles of a dashboard, or by themselves with a link.
CREATE TABLE dashboard (
  id UUID NOT NULL PRIMARY KEY,
  owner_id UUID NOT NULL REFERENCES app_user (id),
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  sharing TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT dashboard_sharing_check CHECK (sharing IN ('private','team','partners'))
);
CREATE INDEX dashboard_owner_idx ON dashboard (owner_id);
CREATE INDEX dashboard_sharing_idx ON dashboard (sharing);

CREATE TABLE saved_question (
  id UUID NOT NULL PRIMARY KEY,
  owner_id UUID NOT NULL REFERENCES app_user (id),
  -- The dashboard it is a tile of; empty when it stands by itself.
  dashboard_id UUID REFERENCES dashboard (id),
  position BIGINT NOT NULL,
  -- Thirds of the page: 1 to 3.
  width BIGINT NOT NULL,
  -- Empty: called after its metric.
  name TEXT NOT NULL,
  shown TEXT NOT NULL,
  -- Metric, division, period and filters as JSON; the program alone reads it.
  question TEXT NOT NULL,
  -- Of a tile: its dashboard says who may see it.
  sharing TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT saved_question_shown_check CHECK (shown IN ('number','trend','ranking','table','heat_map','funnel','portfolio_map','cohorts')),
  CONSTRAINT saved_question_sharing_check CHECK (sharing IN ('private','team','partners'))
);
CREATE INDEX saved_question_dashboard_idx ON saved_question (dashboard_id, position, id);
CREATE INDEX saved_question_owner_idx ON saved_question (owner_id, created_at, id);
