-- The first schema. One text for SQLite and PostgreSQL: UUID, BIGINT, INTEGER, TEXT, BOOLEAN only (docs/architecture.md, "One schema").
-- *_at: microseconds UTC. *_on: YYYY-MM-DD. amounts: ten-thousandths of the unit. *_folded, search_text: folded in Rust.

CREATE TABLE setting (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL,
  changed_at BIGINT NOT NULL
);

CREATE TABLE app_user (
  id UUID NOT NULL PRIMARY KEY,
  email TEXT NOT NULL,
  email_folded TEXT NOT NULL,
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  role TEXT NOT NULL,
  all_partners BOOLEAN NOT NULL,
  locale TEXT,
  theme TEXT NOT NULL,
  password_hash TEXT,
  active BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  last_sign_in_at BIGINT,
  version BIGINT NOT NULL,
  CONSTRAINT app_user_email_key UNIQUE (email_folded),
  CONSTRAINT app_user_role_check CHECK (role IN ('administrator','head_of_partnerships','partner_manager','viewer')),
  CONSTRAINT app_user_theme_check CHECK (theme IN ('auto','light','dark'))
);

CREATE TABLE session (
  id UUID NOT NULL PRIMARY KEY,
  user_id UUID NOT NULL REFERENCES app_user (id),
  token_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  user_agent TEXT NOT NULL,
  address TEXT NOT NULL,
  revoked_at BIGINT,
  CONSTRAINT session_token_key UNIQUE (token_hash)
);
CREATE INDEX session_user_idx ON session (user_id, revoked_at);

CREATE TABLE api_token (
  id UUID NOT NULL PRIMARY KEY,
  user_id UUID NOT NULL REFERENCES app_user (id),
  name TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  hint TEXT NOT NULL,
  can_write BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT,
  expires_at BIGINT,
  revoked_at BIGINT,
  CONSTRAINT api_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX api_token_user_idx ON api_token (user_id);

CREATE TABLE idempotency (
  owner TEXT NOT NULL,
  key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  status INTEGER,
  body TEXT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (owner, key)
);
CREATE INDEX idempotency_age_idx ON idempotency (created_at);

CREATE TABLE saved_view (
  id UUID NOT NULL PRIMARY KEY,
  user_id UUID NOT NULL REFERENCES app_user (id),
  page TEXT NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT saved_view_name_key UNIQUE (user_id, page, name)
);

CREATE TABLE program (
  id UUID NOT NULL PRIMARY KEY,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  currency TEXT NOT NULL,
  active BOOLEAN NOT NULL,
  public_form BOOLEAN NOT NULL,
  definition_version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT program_key_key UNIQUE (key),
  CONSTRAINT program_kind_check CHECK (kind IN ('reseller','referral','integrator','technology','services'))
);

-- What was in force when: the whole definition (phases, criteria, clocks, protection) as published. Opaque to SQL.
CREATE TABLE program_version (
  id UUID NOT NULL PRIMARY KEY,
  program_id UUID NOT NULL REFERENCES program (id),
  definition_version BIGINT NOT NULL,
  definition TEXT NOT NULL,
  note TEXT,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  CONSTRAINT program_version_key UNIQUE (program_id, definition_version)
);

-- Deal stages of a program. A stage that is no longer used is retired, never deleted: histories point to it.
CREATE TABLE stage_definition (
  id UUID NOT NULL PRIMARY KEY,
  program_id UUID NOT NULL REFERENCES program (id),
  key TEXT NOT NULL,
  name_en TEXT NOT NULL,
  name_de TEXT NOT NULL,
  position INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  retired BOOLEAN NOT NULL,
  CONSTRAINT stage_definition_key UNIQUE (program_id, key),
  CONSTRAINT stage_definition_outcome_check CHECK (outcome IN ('open','won','lost'))
);

CREATE TABLE segment (
  id UUID NOT NULL PRIMARY KEY,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  -- The rule that puts partners here: an attribute (business_type, region, country, size, or an imported one) and its value; empty = by hand or import.
  attribute TEXT,
  attribute_value TEXT,
  position INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT segment_key_key UNIQUE (key)
);

CREATE TABLE company (
  id UUID NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  name_key TEXT NOT NULL,
  domain TEXT,
  country TEXT,
  city TEXT,
  industry TEXT,
  phone TEXT,
  attributes TEXT NOT NULL,
  parent_id UUID REFERENCES company (id),
  search_text TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX company_name_idx ON company (name_folded, id);
CREATE INDEX company_parent_idx ON company (parent_id);

-- How a company is found again: domain, name (folded, without legal form), alias (the same form, known by hand or import).
CREATE TABLE match_key (
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  company_id UUID NOT NULL REFERENCES company (id),
  shown TEXT NOT NULL,
  PRIMARY KEY (kind, value, company_id)
);
CREATE INDEX match_key_company_idx ON match_key (company_id);

CREATE TABLE partner (
  id UUID NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  name_key TEXT NOT NULL,
  domain TEXT,
  country TEXT,
  region TEXT,
  city TEXT,
  business_type TEXT,
  size TEXT,
  status TEXT NOT NULL,
  segment_id UUID REFERENCES segment (id),
  next_step TEXT,
  next_step_on TEXT,
  signed_on TEXT,
  search_text TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT partner_status_check CHECK (status IN ('active','paused','exited'))
);
CREATE INDEX partner_name_idx ON partner (name_folded, id);
CREATE INDEX partner_segment_idx ON partner (segment_id, name_folded, id);
CREATE INDEX partner_region_idx ON partner (region, name_folded, id);
CREATE INDEX partner_country_idx ON partner (country, name_folded, id);
CREATE INDEX partner_created_idx ON partner (created_at, id);
CREATE INDEX partner_domain_idx ON partner (domain);
CREATE INDEX partner_name_key_idx ON partner (name_key);

-- Imported or hand-made attributes beyond the columns above; filterable.
CREATE TABLE partner_attribute (
  partner_id UUID NOT NULL REFERENCES partner (id),
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (partner_id, key)
);
CREATE INDEX partner_attribute_value_idx ON partner_attribute (key, value, partner_id);

CREATE TABLE partner_contact (
  id UUID NOT NULL PRIMARY KEY,
  partner_id UUID NOT NULL REFERENCES partner (id),
  name TEXT NOT NULL,
  email TEXT,
  email_folded TEXT,
  phone TEXT,
  role TEXT NOT NULL,
  locale TEXT,
  active BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT partner_contact_email_key UNIQUE (partner_id, email_folded),
  CONSTRAINT partner_contact_role_check CHECK (role IN ('seller','engineer','marketer','principal'))
);
CREATE INDEX partner_contact_email_idx ON partner_contact (email_folded);

-- Named owners: on the vendor's side a user, on the partner's side a contact. One per role and side.
CREATE TABLE partner_owner (
  partner_id UUID NOT NULL REFERENCES partner (id),
  role TEXT NOT NULL,
  user_id UUID REFERENCES app_user (id),
  contact_id UUID REFERENCES partner_contact (id),
  side TEXT NOT NULL,
  since_at BIGINT NOT NULL,
  PRIMARY KEY (partner_id, role, side),
  CONSTRAINT partner_owner_role_check CHECK (role IN ('partner_manager','sales_lead','marketing_lead')),
  CONSTRAINT partner_owner_side_check CHECK ((side = 'vendor' AND user_id IS NOT NULL AND contact_id IS NULL) OR (side = 'partner' AND contact_id IS NOT NULL AND user_id IS NULL))
);
CREATE INDEX partner_owner_user_idx ON partner_owner (user_id, partner_id);

-- A partner's membership in a program, with the phase it is in now (the history is partner_phase).
CREATE TABLE partner_program (
  partner_id UUID NOT NULL REFERENCES partner (id),
  program_id UUID NOT NULL REFERENCES program (id),
  phase TEXT NOT NULL,
  phase_entered_at BIGINT NOT NULL,
  joined_at BIGINT NOT NULL,
  PRIMARY KEY (partner_id, program_id),
  CONSTRAINT partner_program_phase_check CHECK (phase IN ('attract','onboard','cosell','grow','renew'))
);
CREATE INDEX partner_program_phase_idx ON partner_program (program_id, phase, partner_id);
-- Partners who have been in a phase the longest.
CREATE INDEX partner_program_stay_idx ON partner_program (program_id, phase, phase_entered_at, partner_id);

CREATE TABLE partner_phase (
  id UUID NOT NULL PRIMARY KEY,
  partner_id UUID NOT NULL REFERENCES partner (id),
  program_id UUID NOT NULL REFERENCES program (id),
  phase TEXT NOT NULL,
  entered_at BIGINT NOT NULL,
  left_at BIGINT,
  entered_by TEXT NOT NULL,
  reason TEXT,
  CONSTRAINT partner_phase_phase_check CHECK (phase IN ('attract','onboard','cosell','grow','renew'))
);
CREATE INDEX partner_phase_partner_idx ON partner_phase (partner_id, program_id, entered_at);

-- Exit criteria that a person has ticked off.
CREATE TABLE criterion_check (
  partner_id UUID NOT NULL REFERENCES partner (id),
  program_id UUID NOT NULL REFERENCES program (id),
  phase TEXT NOT NULL,
  criterion TEXT NOT NULL,
  checked_at BIGINT NOT NULL,
  checked_by TEXT NOT NULL,
  PRIMARY KEY (partner_id, program_id, phase, criterion)
);

CREATE TABLE product (
  id UUID NOT NULL PRIMARY KEY,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  category TEXT,
  active BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT product_key_key UNIQUE (key)
);
CREATE TABLE product_alias (
  alias_folded TEXT NOT NULL PRIMARY KEY,
  product_id UUID NOT NULL REFERENCES product (id)
);

CREATE TABLE registration (
  id UUID NOT NULL PRIMARY KEY,
  number TEXT NOT NULL,
  program_id UUID NOT NULL REFERENCES program (id),
  definition_version BIGINT NOT NULL,
  status TEXT NOT NULL,
  -- Empty until somebody says which partner a stranger belongs to.
  partner_id UUID REFERENCES partner (id),
  contact_id UUID REFERENCES partner_contact (id),
  sender_name TEXT NOT NULL,
  sender_email TEXT,
  sender_company TEXT,
  company_id UUID REFERENCES company (id),
  company_name TEXT NOT NULL,
  company_name_folded TEXT NOT NULL,
  company_name_key TEXT NOT NULL,
  company_domain TEXT,
  company_country TEXT,
  customer_contact TEXT,
  need TEXT,
  product_id UUID REFERENCES product (id),
  product_text TEXT,
  amount BIGINT,
  currency TEXT NOT NULL,
  expected_close_on TEXT,
  partner_help TEXT,
  channel TEXT NOT NULL,
  intake TEXT,
  locale TEXT NOT NULL,
  reviewer_id UUID REFERENCES app_user (id),
  submitted_at BIGINT NOT NULL,
  first_answer_due_at BIGINT,
  first_answered_at BIGINT,
  decision_due_at BIGINT,
  decided_at BIGINT,
  decision TEXT,
  reason_code TEXT,
  reason_text TEXT,
  decided_by TEXT,
  protected_until_on TEXT,
  deal_id UUID,
  finding_level TEXT,
  finding_count INTEGER NOT NULL,
  -- The same submission twice is one registration.
  fingerprint TEXT NOT NULL,
  search_text TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT registration_number_key UNIQUE (number),
  CONSTRAINT registration_fingerprint_key UNIQUE (fingerprint),
  CONSTRAINT registration_status_check CHECK (status IN ('draft','unconfirmed','submitted','checking','in_review','information_requested','pending_approval','account_pending','approved','declined','withdrawn','cancelled','disputed','expiring','expired','converted','won','lost')),
  CONSTRAINT registration_decision_check CHECK (decision IN ('approved','declined'))
);
CREATE INDEX registration_status_idx ON registration (status, submitted_at, id);
CREATE INDEX registration_partner_idx ON registration (partner_id, submitted_at, id);
CREATE INDEX registration_submitted_idx ON registration (submitted_at, id);
CREATE INDEX registration_company_idx ON registration (company_id, status);
CREATE INDEX registration_name_key_idx ON registration (company_name_key, status);
CREATE INDEX registration_domain_idx ON registration (company_domain, status);
CREATE INDEX registration_protected_idx ON registration (status, protected_until_on);
CREATE INDEX registration_reviewer_idx ON registration (reviewer_id, status);
CREATE INDEX registration_contact_idx ON registration (contact_id);

CREATE TABLE registration_step (
  id UUID NOT NULL PRIMARY KEY,
  registration_id UUID NOT NULL REFERENCES registration (id),
  position INTEGER NOT NULL,
  status TEXT,
  activity TEXT NOT NULL,
  at BIGINT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  channel TEXT NOT NULL,
  reason TEXT,
  CONSTRAINT registration_step_key UNIQUE (registration_id, position)
);

CREATE TABLE registration_finding (
  id UUID NOT NULL PRIMARY KEY,
  registration_id UUID NOT NULL REFERENCES registration (id),
  kind TEXT NOT NULL,
  level TEXT NOT NULL,
  company_id UUID REFERENCES company (id),
  deal_id UUID,
  other_registration_id UUID REFERENCES registration (id),
  -- What agreed: field, our value, their value (JSON, shown only to the reviewer).
  evidence TEXT NOT NULL,
  found_at BIGINT NOT NULL,
  CONSTRAINT registration_finding_level_check CHECK (level IN ('same','likely','possible'))
);
CREATE INDEX registration_finding_registration_idx ON registration_finding (registration_id);

CREATE TABLE registration_question (
  id UUID NOT NULL PRIMARY KEY,
  registration_id UUID NOT NULL REFERENCES registration (id),
  question TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  answer TEXT,
  answered_by TEXT,
  answered_at BIGINT
);
CREATE INDEX registration_question_registration_idx ON registration_question (registration_id, asked_at);

CREATE TABLE deal (
  id UUID NOT NULL PRIMARY KEY,
  number TEXT NOT NULL,
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  program_id UUID NOT NULL REFERENCES program (id),
  -- Empty for a deal of the vendor's own sales.
  partner_id UUID REFERENCES partner (id),
  company_id UUID REFERENCES company (id),
  registration_id UUID REFERENCES registration (id),
  owner_id UUID REFERENCES app_user (id),
  source TEXT NOT NULL,
  stage_id UUID NOT NULL REFERENCES stage_definition (id),
  outcome TEXT NOT NULL,
  amount BIGINT,
  currency TEXT NOT NULL,
  product_id UUID REFERENCES product (id),
  opened_on TEXT,
  expected_close_on TEXT,
  closed_on TEXT,
  close_reason TEXT,
  stage_entered_at BIGINT NOT NULL,
  search_text TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT deal_number_key UNIQUE (number),
  CONSTRAINT deal_source_check CHECK (source IN ('registered','imported','direct')),
  CONSTRAINT deal_outcome_check CHECK (outcome IN ('open','won','lost'))
);
CREATE INDEX deal_created_idx ON deal (created_at, id);
CREATE INDEX deal_partner_idx ON deal (partner_id, outcome, created_at, id);
CREATE INDEX deal_company_idx ON deal (company_id, outcome);
CREATE INDEX deal_stage_idx ON deal (stage_id, stage_entered_at, id);
CREATE INDEX deal_outcome_idx ON deal (outcome, created_at, id);
CREATE INDEX deal_closed_idx ON deal (closed_on, id);
CREATE INDEX deal_opened_idx ON deal (opened_on, id);
CREATE INDEX deal_amount_idx ON deal (amount, id);
CREATE INDEX deal_name_idx ON deal (name_folded, id);
CREATE INDEX deal_expected_idx ON deal (expected_close_on, id);
CREATE INDEX deal_age_idx ON deal (stage_entered_at, id);
CREATE INDEX deal_owner_idx ON deal (owner_id, outcome);
CREATE INDEX deal_registration_idx ON deal (registration_id);

CREATE TABLE deal_line (
  id UUID NOT NULL PRIMARY KEY,
  deal_id UUID NOT NULL REFERENCES deal (id),
  position INTEGER NOT NULL,
  product_id UUID REFERENCES product (id),
  product_name TEXT NOT NULL,
  category TEXT,
  -- Ten-thousandths of a piece.
  quantity BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  CONSTRAINT deal_line_key UNIQUE (deal_id, position)
);
CREATE INDEX deal_line_product_idx ON deal_line (product_id, deal_id);
CREATE INDEX deal_line_category_idx ON deal_line (category, deal_id);

-- History of every stage with its duration (left_at - entered_at).
CREATE TABLE deal_stage (
  id UUID NOT NULL PRIMARY KEY,
  deal_id UUID NOT NULL REFERENCES deal (id),
  stage_id UUID NOT NULL REFERENCES stage_definition (id),
  entered_at BIGINT NOT NULL,
  left_at BIGINT,
  actor_name TEXT NOT NULL,
  channel TEXT NOT NULL,
  reason TEXT
);
CREATE INDEX deal_stage_deal_idx ON deal_stage (deal_id, entered_at);
CREATE INDEX deal_stage_stage_idx ON deal_stage (stage_id, entered_at);

CREATE TABLE clock (
  id UUID NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  registration_id UUID REFERENCES registration (id),
  started_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  -- Set while paused: the promise's remaining business or elapsed time is kept, due_at moves on resume.
  paused_at BIGINT,
  stopped_at BIGINT,
  breached_at BIGINT,
  CONSTRAINT clock_kind_check CHECK (kind IN ('first_answer','decision','information','dispute','approval'))
);
CREATE INDEX clock_due_idx ON clock (stopped_at, due_at);
CREATE INDEX clock_registration_idx ON clock (registration_id, kind);

CREATE TABLE signed_link (
  id UUID NOT NULL PRIMARY KEY,
  purpose TEXT NOT NULL,
  user_id UUID REFERENCES app_user (id),
  contact_id UUID REFERENCES partner_contact (id),
  program_id UUID REFERENCES program (id),
  registration_id UUID REFERENCES registration (id),
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  used_at BIGINT,
  revoked_at BIGINT,
  one_time BOOLEAN NOT NULL
);
CREATE INDEX signed_link_registration_idx ON signed_link (registration_id, purpose);
CREATE INDEX signed_link_contact_idx ON signed_link (contact_id, purpose);

-- Everything that happened: audit log, timeline and outbox at once. Never changed, never deleted.
CREATE TABLE event (
  id UUID NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  at BIGINT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id UUID,
  actor_name TEXT NOT NULL,
  channel TEXT NOT NULL,
  program_id UUID,
  partner_id UUID,
  registration_id UUID,
  deal_id UUID,
  payload TEXT NOT NULL
);
CREATE INDEX event_at_idx ON event (at, id);
CREATE INDEX event_kind_idx ON event (kind, at, id);
CREATE INDEX event_actor_idx ON event (actor_id, at, id);
CREATE INDEX event_partner_idx ON event (partner_id, at, id);
CREATE INDEX event_registration_idx ON event (registration_id, at, id);
CREATE INDEX event_deal_idx ON event (deal_id, at, id);

CREATE TABLE job (
  id UUID NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  -- At most one waiting job per key.
  dedupe_key TEXT,
  state TEXT NOT NULL,
  -- When it may run; while it runs, when the lease of its worker ends.
  run_at BIGINT NOT NULL,
  attempts INTEGER NOT NULL,
  last_error TEXT,
  created_at BIGINT NOT NULL,
  CONSTRAINT job_dedupe_key UNIQUE (dedupe_key),
  CONSTRAINT job_state_check CHECK (state IN ('waiting','running','failed'))
);
CREATE INDEX job_run_idx ON job (state, run_at, id);

CREATE TABLE schedule (
  name TEXT NOT NULL PRIMARY KEY,
  next_run_at BIGINT NOT NULL,
  last_run_at BIGINT
);

CREATE TABLE mail (
  id UUID NOT NULL PRIMARY KEY,
  status TEXT NOT NULL,
  template TEXT NOT NULL,
  to_email TEXT NOT NULL,
  to_name TEXT NOT NULL,
  subject TEXT NOT NULL,
  body_text TEXT NOT NULL,
  body_html TEXT NOT NULL,
  locale TEXT NOT NULL,
  partner_id UUID,
  registration_id UUID,
  -- One mail per occasion, however often the occasion is replayed.
  dedupe_key TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  last_error TEXT,
  created_at BIGINT NOT NULL,
  sent_at BIGINT,
  CONSTRAINT mail_dedupe_key UNIQUE (dedupe_key),
  CONSTRAINT mail_status_check CHECK (status IN ('queued','sending','sent','failed','kept'))
);
CREATE INDEX mail_created_idx ON mail (created_at, id);
CREATE INDEX mail_status_idx ON mail (status, created_at);

CREATE TABLE import_run (
  id UUID NOT NULL PRIMARY KEY,
  source TEXT NOT NULL,
  mapping TEXT NOT NULL,
  folder TEXT NOT NULL,
  dry_run BOOLEAN NOT NULL,
  status TEXT NOT NULL,
  started_by TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  finished_at BIGINT,
  -- Where to go on after a kill, and the counts so far (JSON).
  checkpoint TEXT NOT NULL,
  report TEXT NOT NULL,
  CONSTRAINT import_run_status_check CHECK (status IN ('queued','running','finished','failed','interrupted'))
);
CREATE INDEX import_run_started_idx ON import_run (started_at, id);

CREATE TABLE import_row (
  id UUID NOT NULL PRIMARY KEY,
  run_id UUID NOT NULL REFERENCES import_run (id),
  file TEXT NOT NULL,
  line BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  code TEXT NOT NULL,
  field TEXT,
  params TEXT NOT NULL,
  raw TEXT NOT NULL,
  CONSTRAINT import_row_outcome_check CHECK (outcome IN ('rejected','unresolved','skipped'))
);
CREATE INDEX import_row_run_idx ON import_row (run_id, outcome, code, id);

-- Which of our records an outside record is, and what it looked like when we last took it over.
CREATE TABLE external_ref (
  source TEXT NOT NULL,
  kind TEXT NOT NULL,
  external_id TEXT NOT NULL,
  entity_id UUID NOT NULL,
  content_hash TEXT NOT NULL,
  PRIMARY KEY (source, kind, external_id)
);
CREATE INDEX external_ref_entity_idx ON external_ref (entity_id);
