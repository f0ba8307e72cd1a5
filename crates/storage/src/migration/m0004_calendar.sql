-- When the vendor works, as data; escalation of clocks; which mails people want.

-- settings: time zone, working hours, public holidays (JSON, kernel::calendar::CalendarSettings without closures). Opaque to SQL.
CREATE TABLE business_calendar (
  id UUID NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  settings TEXT NOT NULL,
  is_default BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT business_calendar_name_key UNIQUE (name_folded)
);

-- Days on which the vendor is closed beside the public holidays; both ends included.
CREATE TABLE calendar_closure (
  id UUID NOT NULL PRIMARY KEY,
  calendar_id UUID NOT NULL REFERENCES business_calendar (id),
  name TEXT NOT NULL,
  first_on TEXT NOT NULL,
  last_on TEXT NOT NULL,
  CONSTRAINT calendar_closure_key UNIQUE (calendar_id, first_on, last_on, name)
);

-- The calendar of a program that has one of its own; the others use the default.
CREATE TABLE program_calendar (
  program_id UUID NOT NULL PRIMARY KEY REFERENCES program (id),
  calendar_id UUID NOT NULL REFERENCES business_calendar (id)
);
CREATE INDEX program_calendar_calendar_idx ON program_calendar (calendar_id);

-- Whom a person's broken promises are told to; the heads of partnerships where nobody is named.
CREATE TABLE user_manager (
  user_id UUID NOT NULL PRIMARY KEY REFERENCES app_user (id),
  manager_id UUID NOT NULL REFERENCES app_user (id)
);
CREATE INDEX user_manager_manager_idx ON user_manager (manager_id);

-- Escalation. level: the share of the promised time, in percent, that was last told of (0, 50, 100, 150). escalate_at: when the next is;
-- empty for clocks from before. half: half the promised time, microseconds; business: whether these are of working time.
ALTER TABLE clock ADD COLUMN level INTEGER NOT NULL DEFAULT 0;
ALTER TABLE clock ADD COLUMN escalate_at BIGINT;
ALTER TABLE clock ADD COLUMN half BIGINT NOT NULL DEFAULT 0;
ALTER TABLE clock ADD COLUMN business BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX clock_escalate_idx ON clock (stopped_at, escalate_at);

-- Mails that can be switched off, where somebody said so. No row: wanted.
CREATE TABLE mail_preference (
  id UUID NOT NULL PRIMARY KEY,
  user_id UUID REFERENCES app_user (id),
  contact_id UUID REFERENCES partner_contact (id),
  kind TEXT NOT NULL,
  wanted BOOLEAN NOT NULL,
  changed_at BIGINT NOT NULL,
  CONSTRAINT mail_preference_user_key UNIQUE (user_id, kind),
  CONSTRAINT mail_preference_contact_key UNIQUE (contact_id, kind),
  CONSTRAINT mail_preference_kind_check CHECK (kind IN ('reminder','digest'))
);

-- Where a mail can be switched off with one click (List-Unsubscribe); empty for mails that cannot.
ALTER TABLE mail ADD COLUMN unsubscribe_url TEXT;
