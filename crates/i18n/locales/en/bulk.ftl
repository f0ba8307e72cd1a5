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
bulk-row-entered = Registered
error-column-unknown = We don't know the column “{ $column }”. Please use the headings of the empty spreadsheet.
error-column-twice = The column “{ $column }” is there twice.
error-headings-missing = The first row must hold the headings. The empty spreadsheet shows them.
error-rows-missing = There is no row below the headings.
error-too-many-rows = Please use at most { $max } rows in one file.
