-- The health score of each partner in a program, kept by week, and the drops somebody was told of.
-- *_day: days since 1970-01-01.
CREATE TABLE health_score (
  partner_id UUID NOT NULL REFERENCES partner (id),
  program_id UUID NOT NULL REFERENCES program (id),
  -- The Monday of the week.
  week_day BIGINT NOT NULL,
  -- The day it was counted for: the last of its week, or today.
  day BIGINT NOT NULL,
  -- 0 to 100; empty with too few comparable partners.
  score BIGINT,
  -- Since the week before; 0 where one of both is empty.
  change BIGINT NOT NULL,
  peers BIGINT NOT NULL,
  -- What it was made of, as JSON; the program alone reads it.
  signals TEXT NOT NULL,
  PRIMARY KEY (partner_id, program_id, week_day)
);
CREATE INDEX health_score_change_idx ON health_score (week_day, change, partner_id, program_id);

CREATE TABLE health_alert (
  partner_id UUID NOT NULL REFERENCES partner (id),
  program_id UUID NOT NULL REFERENCES program (id),
  week_day BIGINT NOT NULL,
  from_score BIGINT NOT NULL,
  to_score BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (partner_id, program_id, week_day)
);
