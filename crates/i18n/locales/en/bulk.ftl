bulk-title = Several deals from a spreadsheet
bulk-for = For { $partner }
bulk-file = Spreadsheet
bulk-file-hint = CSV or Excel, one deal a row, at most { $max } rows. Nothing is entered before you have looked through it.
bulk-template = Download an empty spreadsheet with the right headings
bulk-contact = Credited to
bulk-contact-hint = This person gets the receipts. You stay on record as the one who entered them.
bulk-look = Look through the rows
bulk-look-title = Please look through the rows
bulk-done-title = The rows are entered
bulk-enter = { $count ->
    [one] Register one deal
   *[other] Register { $count } deals
}
bulk-again = Choose another file
bulk-to-list = To the registrations
bulk-one = Register a single deal
bulk-many = Several deals from a spreadsheet
bulk-line = Line
bulk-state = State
bulk-row-ready = Ready
bulk-row-findings = Ready, with findings
bulk-row-wrong = Needs mending
bulk-row-known = Registered already
bulk-row-twice = Stands further up already
bulk-row-entered = Registered
bulk-keep = { $count ->
    [one] Keep one row as a draft
   *[other] Keep { $count } rows as drafts
}
bulk-and-keep = { $count ->
    [one] and keep one row as a draft
   *[other] and keep { $count } rows as drafts
}
bulk-files-note = A spreadsheet can't carry files, and each deal needs: { $questions }. So its row is kept as a draft. Open it afterwards, add the file and send it. There is room for fifty drafts.
bulk-row-files = File missing: { $questions }
bulk-row-draft = Becomes a draft
bulk-row-drafted = Kept as a draft
bulk-row-draft-known = A draft already
bulk-waiting = The drafts wait for their files. Open each one, add the file and send it. Nobody sees them before.
bulk-columns = What each column takes
bulk-column = Column
bulk-needed = Needed
bulk-takes = What to write
bulk-sheet-deals = Deals
bulk-sheet-guide = What to write
bulk-takes-text = Text.
bulk-takes-domain = A website, such as acme.example.
bulk-takes-country = The name in English or German, or two letters: Germany, Deutschland, DE.
bulk-takes-vat = A VAT number, such as DE123456789.
bulk-takes-product = The name of a product.
bulk-takes-number = A number, such as 48,000.50.
bulk-takes-money = An amount, such as 48,000.50; of another currency 48,000.50 USD.
bulk-takes-currency = Three letters, such as EUR. The program's currency when empty.
bulk-takes-date = A day: 2027-03-31 or 31.3.2027.
bulk-takes-choice = One of: { $choices }.
bulk-takes-several = One or more of these, with semicolons between them: { $choices }.
bulk-takes-consent = yes or no.
bulk-takes-when = Only when “{ $question }” is: { $values }.
error-column-unknown = We don't know the column “{ $column }”. Please use the headings of the empty spreadsheet.
error-column-twice = The column “{ $column }” is there twice.
error-headings-missing = The first row must hold the headings. The empty spreadsheet shows them.
error-rows-missing = There is no row below the headings.
error-too-many-rows = Please use at most { $max } rows in one file.
error-country-unknown = We don't know this country. Please write its name in English or German, or its two letters.
error-not-a-choice = Please write one of these: { $choices }.
error-not-choices = Please write only these, with semicolons between them: { $choices }.
error-yes-or-no = Please write yes or no.
