### Import: runs, mapping, rejects.

import-row-required = { $field }: the cell is empty, but a value is needed.
import-row-cell-count = The row has { $found } cells, the header has { $expected }. If missing cells at the end are meant to be empty, write short_rows = true beside the file.
import-row-encoding = The row has characters that do not exist in the file's encoding. Is the encoding in the mapping right?
import-row-invalid = { $field }: the cell holds a character that cannot be kept.
import-row-word-unknown = { $field }: “{ $value }” is not one of: { $known }.
import-row-email-invalid = { $field }: “{ $value }” is not an e-mail address.
import-row-domain-invalid = { $field }: “{ $value }” is not a web domain.
import-row-language-unknown = { $field }: “{ $value }” is neither English nor German (en, de).
import-row-currency-invalid = { $field }: “{ $value }” is not a currency code like EUR.
import-row-not-a-number = { $field }: “{ $value }” is not a number as the mapping describes numbers.
import-row-currency-mark-unknown = { $field }: “{ $value }” is no amount: “{ $mark }” is no currency’s sign or code.
import-row-currency-twice = { $field }: “{ $value }” names two currencies.
import-row-currency-differs = { $field }: “{ $value }” is not in { $currency }, the currency of this row.
import-row-currency-ambiguous = { $field }: “{ $value }” may be { $known }. Name the currency: in a column, or for the whole source.
import-row-too-precise = { $field }: “{ $value }” has more than four decimals. We never round.
import-row-too-large = { $field }: “{ $value }” is too large.
import-row-date-format = { $field }: “{ $value }” is no date in any of these formats: { $known }.
import-row-too-long = { $field }: longer than { $max } characters.
import-row-lookup-missing = { $field }: “{ $value }” does not stand in the other file.
import-row-reference-unknown = { $field }: there is no { $target } “{ $value }”. An alias in the mapping helps when it is only another spelling.
import-row-reference-empty = { $field }: the cell is empty; the row was imported without it.
import-row-parent-later = { $field }: “{ $value }” has not come yet.
import-row-key-repeated = “{ $key }” stands in line { $line } already, with other values.
import-row-group-differs = { $field }: line { $line } says something else than the first row of “{ $key }”.
import-row-group-too-large = “{ $key }” has more than { $max } rows. Is group_by the right column?
import-row-group-rejected = Another row of the same record could not be placed.
import-row-program-unknown = { $field }: the mapping has no program “{ $value }”.
import-row-stage-unknown = { $field }: the program has no stage “{ $value }”, only: { $known }.

import-mapping-syntax = This cannot be read: { $detail }
import-mapping-file-twice = There are two files with the id “{ $name }”.
import-mapping-program-twice = There are two programs with the key “{ $name }”.
import-mapping-program-key = “{ $name }” cannot be a program's key: small letters, digits and hyphens.
import-mapping-template-unknown = There is no program template “{ $name }”, only: { $known }.
import-mapping-stage-twice = The stage “{ $name }” is named twice.
import-mapping-alias-target-unknown = Aliases are for one of these: { $known }; not for “{ $name }”.
import-mapping-source-name = “{ $name }” cannot be the source's name: letters, digits, - _ and . without spaces, 60 at most.
import-mapping-time-zone-unknown = There is no time zone “{ $name }”. An example: Europe/Berlin
import-mapping-currency-unknown = “{ $name }” is not a currency code like EUR.
import-mapping-date-format = “{ $format }” is not a date format that can be read. An example: %d.%m.%Y
import-mapping-path-outside = “{ $path }” must lie in the import's folder: no leading slash, no ..
import-mapping-pattern-in-folder = “{ $path }”: * and ? may stand in the file's name only.
import-mapping-encoding-unknown = There is no encoding “{ $name }”. Examples: utf-8, windows-1252
import-mapping-delimiter = Delimiter and quote must be plain single characters.
import-mapping-format-unknown = The name “{ $path }” does not tell the format. Add: format = "csv"
import-mapping-file-unknown = No file has the id “{ $name }”, there are: { $known }.
import-mapping-key-absent = The table of { $target } needs a key or group_by.
import-mapping-attributes-not-here = { $target } cannot have attributes.
import-mapping-lines-not-here = { $target } cannot have lines, only deals can.
import-mapping-stage-entries-not-here = { $target } has no stages, only deals have.
import-mapping-event-absent = The table of { $target } needs an event section.
import-mapping-event-without-group = A log needs group_by: the column that says which rows belong together.
import-mapping-event-not-here = { $target } cannot be made of a log.
import-mapping-field-absent = { $target } needs the field { $field }, or a log.
import-mapping-field-unknown = There is no field “{ $name }” here, only: { $known }.
import-mapping-field-required = The field { $field } is missing.
import-mapping-word-unknown = “{ $name }” is not one of: { $known }.
import-mapping-program-unknown = The mapping has no program “{ $name }”, there are: { $known }.

import-error-file-missing = There is no file { $path } (“{ $id }” in the mapping).
import-error-sheet-missing = { $path } has no sheet “{ $sheet }”, there are: { $known }.
import-error-header-missing = { $path } has no header row.
import-error-column-missing = { $path } has no column “{ $column }”, there are: { $known }.
import-error-column-twice = { $path } has the column “{ $column }” twice.
import-error-unreadable = { $path } cannot be read: { $detail }
import-error-disk = The disk did not play along: { $detail }
import-error-stopped = The import was stopped.
import-error-stage-outcome = The stage “{ $stage }” of { $program } is { $here ->
    [open] open
    [won] won
   *[lost] lost
} here and { $wanted ->
    [open] open
    [won] won
   *[lost] lost
} in the mapping. What a stage means for a deal cannot change later: give it another name with `as`.

import-title = Imports
import-note = Partners, companies, deals and registrations out of files, by a mapping that says what is in them.
import-new = New import
import-start = Import files
import-look = Look only
import-look-hint = Reads everything and reports what would happen. Nothing is written.
import-mapping-file = Mapping (TOML)
import-mapping-file-hint = What the columns mean. Examples lie in examples/mappings, every key is explained in the import guide.
import-files = Files
import-files-hint = CSV, compressed CSV or Excel, under the names the mapping uses. { $max } MB at most together.
import-problems-title = The mapping cannot be used as it is
import-problem-place = Line { $line }, column { $column }
import-empty-title = Nothing imported yet
import-empty-text = Bring the channel you have: choose your files and a mapping, and look first without writing.
import-source = Source
import-status = Status
import-started = Started
import-started-by = by { $name }
import-by-command-line = from the command line
import-status-queued = waiting
import-status-running = running
import-status-finished = done
import-status-failed = stopped
import-status-interrupted = interrupted
import-dry = look only
import-progress = { $done } of { $total } rows
import-progress-label = Rows read
import-tables = What became of the rows
import-target = Became
import-file = File
import-read = Read
import-created = New
import-changed = Changed
import-unchanged = Unchanged
import-skipped = Left out
import-repeated = Repeated
import-rejected = Not placed
import-unresolved-title = References that lead nowhere
import-unresolved-text = These rows were imported without the reference (or not at all, where it is needed).
import-unresolved-none = Every reference was found.
import-value = Value
import-value-empty = empty
import-rows = Rows
import-field = Field
import-problems = Why rows were not placed
import-problems-none = Every row was placed.
import-reason = Reason
import-listed = Rows to look at
import-listed-none = No row needs a look.
import-line = Line
import-outcome = Outcome
import-outcome-rejected = not imported
import-outcome-unresolved = imported without it
import-download = Download rows that were not placed
import-stopped-title = The import stopped
import-stopped-text = What was imported before stays. Mend the cause and import again: rows that are there already are left as they are.
import-nothing-changed = Nothing was new: everything in the files was imported before.
import-all-rows = All
import-flash-started = The import has started. You can leave this page and come back.
import-target-user = People
import-target-product = Products
import-target-company = Companies
import-target-partner = Partners
import-target-contact = Contacts
import-target-deal = Deals
import-target-deal-stage = Stage changes
import-target-registration = Registrations
import-refresh = Look again

import-currencies = Currencies beside amounts
import-currencies-text = Signs and codes that stood beside amounts, and what they were taken for. A sign that several currencies share is taken only where the row or the mapping names the currency.
import-currency-mark = Written
import-currency-read = Taken for
import-currency-amounts = Amounts
