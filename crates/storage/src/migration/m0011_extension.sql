-- What partners ask for before their protection ends. Never two at once for one registration.
CREATE TABLE extension_request (
  id UUID NOT NULL PRIMARY KEY,
  registration_id UUID NOT NULL REFERENCES registration (id),
  status TEXT NOT NULL,
  -- What has moved since the yes, in the partner's words.
  evidence TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  -- The last day when it was asked, and after a yes.
  until_before_on TEXT NOT NULL,
  until_after_on TEXT,
  answered_by TEXT,
  answered_at BIGINT,
  note TEXT,
  CONSTRAINT extension_request_status_check CHECK (status IN ('pending','granted','refused'))
);
CREATE UNIQUE INDEX extension_request_pending ON extension_request (registration_id) WHERE status = 'pending';
CREATE INDEX extension_request_registration ON extension_request (registration_id, asked_at);
CREATE INDEX extension_request_status ON extension_request (status, asked_at, id);
