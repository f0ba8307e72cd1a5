### What happened: "<who> <sentence>". Keys: event-<kind>, with - for _ and dots.

timeline-title = Timeline
timeline-empty = Nothing has happened yet.
timeline-note = Note
timeline-note-placeholder = Write a note for the team
timeline-note-internal = Only your team sees this
timeline-note-save = Save note
timeline-noted = Note saved.
timeline-older = Older entries

## Entrances

channel-web = on the page
channel-link = by personal link
channel-mail = by e-mail
channel-api = through the API
channel-cli = on the command line
channel-import = by import
channel-system = by itself

## Sides

side-vendor = on our side
side-partner = on the partner's side

## Partners

event-partner-created = added the partner { $name }
event-partner-changed = changed the facts
event-partner-noted = wrote a note
event-partner-owner-changed = changed { $role } { $side }: { $before } → { $after }
event-partner-contact-added = added the contact { $name } ({ $role })
event-partner-contact-changed = changed the contact { $name }
event-partner-joined-program = let the partner join { $program }, in the phase { $phase }
event-partner-left-program = took the partner out of { $program }
event-partner-phase-moved = moved the partner from { $before } to { $after } in { $program }
event-partner-criterion-checked = { $met ->
    [true] ticked off “{ $criterion }” in { $program }
   *[other] reopened “{ $criterion }” in { $program }
}
event-partner-next-step-set = set the next step: { $text }, by { $on }
event-partner-status-changed = changed the status from { $before } to { $after }
event-partner-segment-changed = moved the partner from segment { $before } to { $after }
event-partner-link-made = made a personal registration link for { $name } in { $program }
event-partner-link-revoked = revoked the personal registration link of { $name }

## Programs

event-program-created = made the program { $name }
event-program-published = published version { $version } of { $name }
event-program-changed = changed the program { $name }
event-form-published = published version { $version } of the form of { $name }
event-segment-changed = changed the segment { $name }
event-product-changed = changed the product { $name }
event-dashboard-created = made the dashboard { $name }
event-dashboard-changed = changed the dashboard { $name }
event-dashboard-removed = removed the dashboard { $name }
