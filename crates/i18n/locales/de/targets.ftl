### Ziele.

targets-title = Ziele
targets-note = Was Zahlen in einem Monat, Quartal oder Jahr erreichen sollen
targets-none = Noch keine Ziele
targets-none-text = Legen Sie fest, was eine Zahl in einem Zeitraum erreichen soll; die Auswertungen zeigen daneben, wie viel erreicht ist.
targets-period = Zeitraum
targets-period-hint = Zum Beispiel 2026-03, 2026-Q1, 2026 oder FY2027
targets-kind = Art
target-kind-target = Vereinbartes Ziel
target-kind-thesis = Portfolio-These
targets-scope = Für
targets-everything = Alles
targets-new = Ziel setzen
targets-value-hint = 250.000 für Geld, 65 für 65 %; Dauern in Tagen, Antwortzeiten in Stunden
targets-currency-hint = Nur bei Geld
targets-partner-hint = Name, wie er geschrieben ist
targets-save = Ziel setzen
targets-set = Die Ziele sind gesetzt.
targets-removed = Das Ziel ist entfernt.
targets-remove-confirm = Dieses Ziel entfernen?
targets-import = Viele aus einer Datei setzen
targets-file = CSV-Datei
targets-file-hint = Spalten: metric, period, value, und wo nötig kind, currency, program, segment, owner, partner
targets-take = Ziele übernehmen
targets-imported = { $count ->
    [one] Ein Ziel ist gesetzt. Diese Zeilen wurden nicht übernommen:
   *[other] { $count } Ziele sind gesetzt. Diese Zeilen wurden nicht übernommen:
}
targets-refused = Zeile { $line }, { $field }
insights-compare-target = Ziel
insights-compare-thesis = These
insights-target-reached = { $percent } des Ziels
insights-target-differs = { $difference } zum Ziel
insights-target-value = Ziel: { $value }
kpi-column-target = Ziel
kpi-column-to-target = Zum Ziel
kpi-column-attainment = Erreicht
error-target-not-for = Diese Zahl hat keine Ziele: Sie wird nicht über einen Zeitraum gezählt.
error-target-whole-months = Ziele gelten für Monate, Quartale und Jahre. Bitte einen Zeitraum aus ganzen wählen.
error-period-invalid = Das ist kein Zeitraum. Bitte 2026-03, 2026-Q1, 2026, FY2027-Q1 oder FY2027 schreiben.
error-ambiguous = So heißt mehreres. Bitte die Kennung angeben.
error-targets-headings = Die erste Zeile der Datei muss die Spalten metric, period und value nennen.
error-targets-too-many = In dieser Datei sind mehr als 10.000 Zeilen.
event-settings-target-set = hat ein Ziel gesetzt
event-settings-target-removed = hat ein Ziel entfernt
