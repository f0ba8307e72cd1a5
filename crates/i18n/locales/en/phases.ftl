### The phase board.

phases-title = Phase board
phases-note = Where partners stand, and what moved since { $since }
phases-all-programs = All programs
phases-period-90 = Last 3 months
phases-period-365 = Last 12 months
phases-period-1095 = Last 3 years
phases-partners = active partners
phases-entered = Came in
phases-left = Left
phases-went-on = Went on
phases-median = Days, median
phases-p90 = Days, 9 of 10
phases-stuck = Stuck
phases-of = { $part } of { $all }
phases-no-manager = no partner manager
phases-stuck-days = { $days } days, { $expected } expected
phases-more = { $count ->
    [one] 1 more
   *[other] { $count } more
}
phases-none = No partners in any phase
phases-none-text = Partners appear here as soon as they belong to a program.
phases-how = Came in and left count stays within the period; went on counts those of them that reached a later phase since. Days are whole days of stays that ended in the period. Stuck is who stays longer than the program expects.
phases-going = How partners get going
phases-going-note = Activation and times are those of partners signed since { $since }; active and producing are all signed partners today.
