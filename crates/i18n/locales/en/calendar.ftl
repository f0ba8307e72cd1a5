### Business calendars.

calendar-title = Business calendars
calendar-note = Working hours, holidays and closures, in which promises are counted
calendar-about = Promises in business days are counted in these. A program without a calendar of its own uses the default one.
calendar-new = New calendar
calendar-none = Monday to Friday, nine to five
calendar-none-text = Until you make a calendar, promises are counted in the organisation's time zone, without public holidays.
calendar-default = Default
calendar-all-others = every program without its own
calendar-facts = Working time
calendar-time-zone = Time zone
calendar-time-zone-hint = For instance: Europe/Berlin
calendar-holidays = Public holidays
calendar-holidays-none = None
calendar-holidays-custom = { $count ->
    [one] { $count } day of your own list
   *[other] { $count } days of your own list
}
calendar-holidays-hint = Days that are free only in a region or a town are closures.
calendar-hours = Working hours
calendar-hours-hint = For instance: 09:00–12:00, 13:00–17:00. A day left empty is free.
calendar-day-free = free
calendar-programs = Programs
calendar-programs-hint = Programs that count in this calendar. All others use the default one.
calendar-default-text = Make this the default calendar
calendar-save = Save calendar
calendar-saved = Saved. Promises given from now on are counted in it.
calendar-removed = The calendar is removed.
calendar-in-use = This calendar is still in use and can't be removed.
calendar-remove-confirm = Remove this calendar?
calendar-preview = What it means
calendar-preview-sent = A registration sent on { $at } is due:
calendar-preview-usual = 24 hours, two business days
calendar-preview-note = Shown in the calendar's own time zone. Promises that run keep the time the partner was told.
calendar-closures = Closures
calendar-closures-none = No day is entered on which you are closed besides.
calendar-closure-name = What for
calendar-closure-example = Between the years
calendar-closure-first = First day
calendar-closure-last = Last day
calendar-closure-add = Add closure
calendar-closure-added = The closure is added.
calendar-closure-removed = The closure is removed.
calendar-import = Closures from a file
calendar-import-file = Calendar file (.ics)
calendar-import-hint = Entries that last whole days become closures. At most 512 KB.
calendar-import-button = Take over
calendar-import-done = The closures are taken over.
calendar-import-partly = { $added ->
    [0] Nothing new was taken over
    [one] One closure was taken over
   *[other] { $added } closures were taken over
}{ $known ->
    [0] { "." }
    [one] , one was there already.
   *[other] , { $known } were there already.
} { $left ->
    [one] One entry was left out:
   *[other] { $left } entries were left out:
}
calendar-import-known = Nothing new in this file: its entries are there already.
calendar-import-unnamed = An entry without a name
calendar-import-why-not-whole-days = It has a time of day, or no day.
calendar-import-why-cancelled = It is cancelled.
calendar-import-why-over = It was over more than a year ago, or lies too far ahead.
calendar-import-why-too-long = It is longer than a year.
calendar-import-why-repeats = It repeats in a way we don't follow, such as on the first Monday of a month. Please add its days by hand.
calendar-import-why-endless = It repeats every day or week without end, or more than two hundred times. Please change the working hours instead.
weekday-monday = Monday
weekday-tuesday = Tuesday
weekday-wednesday = Wednesday
weekday-thursday = Thursday
weekday-friday = Friday
weekday-saturday = Saturday
weekday-sunday = Sunday
calendar-state-BW = Baden-Württemberg
calendar-state-BY = Bavaria
calendar-state-BE = Berlin
calendar-state-BB = Brandenburg
calendar-state-HB = Bremen
calendar-state-HH = Hamburg
calendar-state-HE = Hesse
calendar-state-MV = Mecklenburg-Western Pomerania
calendar-state-NI = Lower Saxony
calendar-state-NW = North Rhine-Westphalia
calendar-state-RP = Rhineland-Palatinate
calendar-state-SL = Saarland
calendar-state-SN = Saxony
calendar-state-ST = Saxony-Anhalt
calendar-state-SH = Schleswig-Holstein
calendar-state-TH = Thuringia
error-hours-invalid = Please write times such as 09:00–17:00, several with a comma between them.
error-not-a-calendar = This is not a calendar file. Please choose one that ends in .ics.
error-file-larger-than = This file is larger than { $max } KB.
error-closure-too-long = A closure can last a year at most.
event-calendar-changed = changed the business calendar { $name }
audit-about-calendar = Business calendars
field-time-zone = Time zone
field-hours = Working hours
field-hours-monday = Monday
field-hours-tuesday = Tuesday
field-hours-wednesday = Wednesday
field-hours-thursday = Thursday
field-hours-friday = Friday
field-hours-saturday = Saturday
field-hours-sunday = Sunday
program-setting-information = Partner's answer, then a reminder
program-setting-dispute = Answer to a dispute
calendar-first = There is no default yet: programs without a calendar of their own count Monday to Friday, 9 to 5, without public holidays. The default takes their place. Left unticked, this calendar counts only for the programs chosen above; with none chosen, it becomes the default all the same.
calendar-saved-default = Saved. It is the default: promises of all programs without a calendar of their own are counted in it from now on.
