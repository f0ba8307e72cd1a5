-- Who is protected is contested: the case, what each side shows, and what was decided. At most one case that waits per registration.
CREATE TABLE dispute (
  id UUID NOT NULL PRIMARY KEY,
  -- The registration that is contested.
  registration_id UUID NOT NULL REFERENCES registration (id),
  -- The registration of whoever contests; none where direct sales does, or nobody registered.
  claimant_id UUID REFERENCES registration (id),
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  statement TEXT NOT NULL,
  opened_by TEXT NOT NULL,
  opened_side TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  -- How the registration stood, and since when its protection stands still.
  was_status TEXT NOT NULL,
  frozen_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  appeal_until_on TEXT,
  appealed_by TEXT,
  appealed_side TEXT,
  appealed_at BIGINT,
  appeal_reason TEXT,
  version BIGINT NOT NULL,
  CONSTRAINT dispute_kind_check CHECK (kind IN ('partners','direct','commission')),
  CONSTRAINT dispute_status_check CHECK (status IN ('open','decided','appealed','closed')),
  CONSTRAINT dispute_side_check CHECK (opened_side IN ('holder','claimant','vendor'))
);
CREATE UNIQUE INDEX dispute_waits ON dispute (registration_id) WHERE status IN ('open','appealed');
CREATE UNIQUE INDEX dispute_claimant ON dispute (claimant_id);
CREATE INDEX dispute_registration ON dispute (registration_id, opened_at);
CREATE INDEX dispute_status ON dispute (status, opened_at, id);
CREATE INDEX dispute_opened ON dispute (opened_at, id);
CREATE TABLE dispute_evidence (
  id UUID NOT NULL PRIMARY KEY,
  dispute_id UUID NOT NULL REFERENCES dispute (id),
  side TEXT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  -- The day of the meeting, the mail, the offer.
  dated_on TEXT,
  given_by TEXT NOT NULL,
  given_at BIGINT NOT NULL,
  CONSTRAINT dispute_evidence_side_check CHECK (side IN ('holder','claimant','vendor')),
  CONSTRAINT dispute_evidence_kind_check CHECK (kind IN ('customer_statement','customer_meeting','mail_thread','proposal','other'))
);
CREATE INDEX dispute_evidence_dispute ON dispute_evidence (dispute_id, given_at);
CREATE TABLE dispute_decision (
  dispute_id UUID NOT NULL REFERENCES dispute (id),
  -- 1: the decision; 2: the answer to the appeal.
  position INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  rule TEXT NOT NULL,
  body TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_by_id UUID,
  decided_at BIGINT NOT NULL,
  PRIMARY KEY (dispute_id, position),
  CONSTRAINT dispute_decision_outcome_check CHECK (outcome IN ('upheld','overturned')),
  CONSTRAINT dispute_decision_rule_check CHECK (rule IN ('first_valid','customer_choice','no_activity','named_account','agreement','other'))
);
