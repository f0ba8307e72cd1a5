### Coaching: what rules say of partners, the rules, and trying one.

coaching-title = Coaching
coaching-note = What stands out in how partners work, beside partners of the same program and a similar age. As of { $date }.
coaching-note-none = What stands out in how partners work. It is found for the first time within the hour.
coaching-all-findings = All findings
coaching-all-programs = All programs
coaching-empty = Nothing stands out
coaching-empty-text = A rule speaks once a partner has enough cases of their own and at least five comparable partners.
coaching-column-finding = Finding
coaching-column-since = Since
coaching-column-rows = Rows
coaching-shown = { $count ->
    [one] 1 finding
   *[other] { $count } findings
}
coaching-next = Next step: { $step }
coaching-see-rows = See the rows
coaching-on-partner = What stands out
coaching-compared = { $count ->
    [one] Compared with 1 partner of the same program and a similar age.
   *[other] Compared with { $count } partners of the same program and a similar age.
}
coaching-since = Since { $date }
coaching-silent = This rule says nothing of this partner now. These are the rows it counts.
coaching-stretch = { $from } to { $to }
coaching-as-of = As of
coaching-rows-empty = Nothing is counted here
coaching-rows-empty-text = There is no such row in the time this rule looks at.
coaching-rows-shown = { $count ->
    [one] 1 row
   *[other] { $count } rows
}

coaching-measure-approved-of-registered = Approved of decided
coaching-measure-reached-of-approved = Reached a stage, of approved
coaching-measure-expired-of-ended = Protection ran out, of used or run out
coaching-measure-in-time-of-asked = Answered in time, of asked
coaching-measure-won-of-closed = Won of closed
coaching-measure-days-since-registration = Days since the last registration
coaching-counts-approved-of-registered = approved
coaching-counts-reached-of-approved = reached it
coaching-counts-expired-of-ended = ran out
coaching-counts-in-time-of-asked = in time
coaching-counts-won-of-closed = won
coaching-counts-days-since-registration = received
coaching-rest-approved-of-registered = declined
coaching-rest-reached-of-approved = not yet
coaching-rest-expired-of-ended = used
coaching-rest-in-time-of-asked = late or open
coaching-rest-won-of-closed = lost
coaching-rest-days-since-registration = received
coaching-is-at-least = at least
coaching-is-at-most = at most
coaching-is-above-peers = above peers by at least
coaching-is-below-peers = below peers by at least
coaching-percent = { $value } %
coaching-points = { $value } percentage points
coaching-days = { $value ->
    [one] 1 day
   *[other] { $value } days
}
coaching-part-of = { $part } of { $of }

coaching-rules-title = Coaching rules
coaching-rules-note = Each rule says when it speaks, what it says and what to do next. Change them, switch them off or add your own.
coaching-rules-add = Add a rule
coaching-rule-new = New coaching rule
coaching-rule-column = Rule
coaching-rule-when = When
coaching-rule-state = State
coaching-rule-on = speaks
coaching-rule-off = switched off
coaching-rule-offered = as it came
coaching-rule-changed = changed here, version { $version }
coaching-rule-added = added here, version { $version }
coaching-rule-active = The rule speaks
coaching-rule-programs = Only in these programs
coaching-rule-programs-hint = None chosen: in all of them.
coaching-rule-window = Looks back, days
coaching-rule-own = Cases of the partner's own, at least
coaching-rule-own-hint = With fewer it is silent; the same is asked of each peer.
coaching-rule-peers = Comparable partners, at least
coaching-rule-peers-hint = Five or more, so that no single partner can be told from the others.
coaching-rule-conditions = It speaks when all of this is so
coaching-rule-conditions-hint = Shares in percent, beside peers in percentage points from their median; days in days. A stage is named by its key.
coaching-rule-measure = Measure
coaching-rule-none = (nothing more)
coaching-rule-stage = Stage
coaching-rule-comparison = Comparison
coaching-rule-value = Number
coaching-rule-words = What it says
coaching-rule-words-hint = In braces: what the conditions count, such as {"{"}approved{"}"}, {"{"}registered{"}"}, {"{"}reached{"}"}, {"{"}stage{"}"}, {"{"}expired{"}"}, {"{"}ended{"}"}, {"{"}in_time{"}"}, {"{"}asked{"}"}, {"{"}won{"}"}, {"{"}closed{"}"}, {"{"}days{"}"}; beside peers {"{"}peers{"}"} and {"{"}peer_count{"}"}.
coaching-rule-title-en = Name, English
coaching-rule-title-de = Name, German
coaching-rule-finding-en = Sentence, English
coaching-rule-finding-de = Sentence, German
coaching-rule-next-en = Next step, English
coaching-rule-next-de = Next step, German
coaching-rule-publish = Publish
coaching-rule-saved = The rule is published. What it says of whom is found anew within a minute.
coaching-rule-readers = Administrators and heads of partnerships change coaching rules.
coaching-rule-history = Changes
coaching-rule-version = Version { $version }
coaching-rule-by = { $when }, { $who }
coaching-try = Try it on the past year
coaching-try-hint = Shows of whom the rule would speak and of whom no more, today and on three earlier days, by what was known then. Nothing is published.
coaching-try-button = Try
coaching-try-day = On
coaching-try-before = Now published
coaching-try-after = As above
coaching-try-gained = New
coaching-try-lost = No more
coaching-try-gained-title = Would be said today
coaching-try-lost-title = Would no more be said today
coaching-try-same = Of the partners you see, nobody gains or loses this finding today.
event-coaching-rule-changed = changed the coaching rule { $name }
error-placeholder-unknown = { "{" }{ $name }{ "}" } is nothing this rule counts. Please take it out or add a condition that counts it.
audit-about-coaching = Coaching rules
