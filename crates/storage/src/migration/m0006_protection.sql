-- Whose protection stands where. `turn` counts the protections of a customer without gaps: whoever wants the next one has seen all before it,
-- for two that looked at the same moment want the same turn and only one gets it. So no two overlap unseen.
CREATE TABLE protection (
  registration_id UUID NOT NULL PRIMARY KEY REFERENCES registration (id),
  company_id UUID NOT NULL REFERENCES company (id),
  turn BIGINT NOT NULL,
  role TEXT NOT NULL,
  -- Stands in the same scope as this one because a person said so.
  beside_id UUID REFERENCES registration (id),
  decided_by TEXT,
  reason TEXT,
  granted_at BIGINT NOT NULL,
  CONSTRAINT protection_turn_key UNIQUE (company_id, turn),
  CONSTRAINT protection_role_check CHECK (role IN ('protected','referral','services'))
);

-- What was said before protection ends, so that it is said once.
CREATE TABLE protection_notice (
  registration_id UUID NOT NULL REFERENCES registration (id),
  kind TEXT NOT NULL,
  until_on TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (registration_id, kind, until_on)
);
