-- approval: second looks at a registration, chains of approvers, who stands in for whom

-- Since when it is looked at again (appeal, resubmission, a change after the yes); the decision is measured from here.
ALTER TABLE registration ADD COLUMN reopened_at BIGINT;
-- The last day on which a no can be appealed.
ALTER TABLE registration ADD COLUMN appeal_until_on TEXT;
ALTER TABLE registration ADD COLUMN appealed_at BIGINT;
ALTER TABLE registration ADD COLUMN resubmissions INTEGER NOT NULL DEFAULT 0;
-- The chain it goes through now: which run of it, step n of m. 0 of 0 without one.
ALTER TABLE registration ADD COLUMN approval_round INTEGER NOT NULL DEFAULT 0;
ALTER TABLE registration ADD COLUMN approval_step INTEGER NOT NULL DEFAULT 0;
ALTER TABLE registration ADD COLUMN approval_steps INTEGER NOT NULL DEFAULT 0;

-- One person asked in one step of one run of a chain.
CREATE TABLE registration_approval (
  id UUID NOT NULL PRIMARY KEY,
  registration_id UUID NOT NULL REFERENCES registration (id),
  round INTEGER NOT NULL,
  -- Steps with the same place are asked together; places follow each other.
  place INTEGER NOT NULL,
  step INTEGER NOT NULL,
  name_en TEXT NOT NULL,
  name_de TEXT NOT NULL,
  -- Whether all asked in this step must say yes, or one is enough.
  everyone BOOLEAN NOT NULL,
  user_id UUID NOT NULL REFERENCES app_user (id),
  -- Whom this person stands in for.
  for_user_id UUID REFERENCES app_user (id),
  state TEXT NOT NULL,
  asked_at BIGINT,
  remind_at BIGINT,
  reminders INTEGER NOT NULL,
  answered_at BIGINT,
  note TEXT,
  CONSTRAINT registration_approval_key UNIQUE (registration_id, round, step, user_id),
  CONSTRAINT registration_approval_state_check CHECK (state IN ('later','asked','approved','declined','passed'))
);
CREATE INDEX registration_approval_user_idx ON registration_approval (user_id, state);
CREATE INDEX registration_approval_remind_idx ON registration_approval (state, remind_at);

-- When a person of the vendor is away, and who answers for them.
CREATE TABLE user_absence (
  user_id UUID NOT NULL PRIMARY KEY REFERENCES app_user (id),
  from_on TEXT NOT NULL,
  until_on TEXT NOT NULL,
  stand_in_id UUID REFERENCES app_user (id),
  changed_at BIGINT NOT NULL
);
