-- What a person decided about a protection that stands already, while the approvers of the registration have not all said yes.
CREATE TABLE beside_decision (
  registration_id UUID NOT NULL PRIMARY KEY REFERENCES registration (id),
  choice TEXT NOT NULL,
  -- For colleagues, with what the customer wrote.
  reason TEXT NOT NULL,
  -- For the partner, once it is approved.
  note TEXT,
  decided_by TEXT NOT NULL,
  decided_at BIGINT NOT NULL,
  CONSTRAINT beside_decision_choice_check CHECK (choice IN ('referral','services','beside','customer_choice'))
);
