### The frame of every page: navigation, buttons, empty states.

shell-product = Compagnon
shell-skip = Skip to content

## Navigation

shell-nav-label = Main navigation
shell-nav-today = Today
shell-nav-partners = Partners
shell-nav-registrations = Registrations
shell-nav-deals = Deals
shell-nav-insights = Insights
shell-nav-lifecycle = Lifecycle
shell-nav-settings = Settings
shell-nav-account = Your account
shell-nav-more = Menu
shell-nav-waiting = { $count } waiting for your answer
shell-crumbs-label = You are here
shell-tabs-label = Sections of this page

## The five phases

phase-attract = Attract
phase-onboard = Onboard
phase-cosell = Co-sell
phase-grow = Grow
phase-renew = Renew
shell-track-none = Not in a phase
shell-track-1 = Phase 1 of 5: Attract
shell-track-2 = Phase 2 of 5: Onboard
shell-track-3 = Phase 3 of 5: Co-sell
shell-track-4 = Phase 4 of 5: Grow
shell-track-5 = Phase 5 of 5: Renew

## Clocks. A pattern is filled in by the page while it stays open: %t is the time, %n a number.

shell-clock-left = { $time } left
shell-clock-over = { $time } over
shell-clock-paused = Waiting for the partner
shell-clock-kept = Kept
shell-clock-late = { $time } late
shell-clock-left-pattern = %t left
shell-clock-over-pattern = %t over
shell-clock-days-pattern = %n d
shell-clock-hours-pattern = %n h
shell-clock-minutes-pattern = %n m
shell-clock-moment-pattern = under 1 m

## Search or do

shell-palette-open = Search or do
shell-palette-placeholder = Partner, deal, registration or command
shell-palette-results = Results
shell-palette-none = Nothing found. A shorter word finds more.
shell-palette-go = Go to
shell-palette-here = On this page
shell-palette-keys-move = choose
shell-palette-keys-open = open
shell-palette-keys-rows = next and previous row
shell-palette-keys-search = search in the list

## Forms

shell-required = required
shell-optional = (optional)
shell-save = Save
shell-cancel = Cancel
shell-close = Close
shell-remove = Remove
shell-errors-title = Please check these answers
shell-choose = Please choose
shell-currency = Currency
shell-apply = Apply
shell-leave-empty = Please leave this field empty

## Lists

shell-search = Search
shell-clear-filters = Clear all
shell-more-filters = More filters
shell-remove-filter = Remove filter: { $filter }
shell-select-all = Select all
shell-select-row = Select { $name }
shell-selected-pattern = %n selected
shell-selection = Selection
shell-pages-label = Pages
shell-next = Next
shell-previous = Previous
shell-first = First page
shell-more-actions = More actions
shell-what-is-this = What does this mean?
shell-none = –
shell-open = still open

## Partner pages

shell-language-label = Language
shell-in-german = Deutsch
shell-in-english = English

## When something went wrong

shell-error-note = This happens. If it keeps happening, tell whoever runs this system. (Status { $status })
shell-error-home = Back to the start
shell-too-large = The words of a form may take up { $max } MB. Nothing was saved, and what was typed is not here any more: going back in the browser often brings it back.
