-- Who came into a phase and who left it in a period.
CREATE INDEX partner_phase_entered ON partner_phase (entered_at, phase, program_id, partner_id);
CREATE INDEX partner_phase_left ON partner_phase (left_at, phase, program_id, partner_id);
