### Wie viel ein Partner offen haben kann, und was den Schutz erhält.

program-edit-protection = Schutz
program-setting-product-days = Tage Schutz je Produkt
program-setting-most-open = Offene Registrierungen je Partner
program-setting-activity-days = Tage ohne Aktivität
protection-rules-title = Schutz
protection-rules-lead = Was neben den üblichen Tagen Schutz gilt. Registrierungen behalten die Regeln, unter denen sie entstanden.
protection-rules-limits = Grenzen
protection-most-open-hint = Leer: beliebig viele. Laufen Registrierungen eines Partners ab, sinkt seine Grenze um deren Anteil. Partner sehen das vor dem Registrieren.
protection-activity-hint = Leer: keine nötig. Der Partner erfährt es, und eine Woche später endet der Schutz.
protection-products-hint = Leer: wie üblich, { $usual }.
public-limit = Sie haben { $open } offene { $open ->
    [one] Registrierung
   *[other] Registrierungen
}; bis zu { $limit } können gleichzeitig offen sein.
public-limit-why = Ihre Grenze läge bei { $most }; sie ist niedriger, weil { $expired } von { $ended } im letzten Jahr beendeten abgelaufen sind.
error-too-many-open = Sie haben { $open } offene Registrierungen, bis zu { $limit } können gleichzeitig offen sein. Bitte ziehen Sie erst eine zurück oder schließen Sie eine ab.
public-progress = Sagen, wie es läuft
public-field-progress = Wie läuft es?
public-progress-hint = Wir lesen es, und es zählt als Arbeit an diesem Deal.
public-progress-button = Senden
public-progress-done = Danke, ist vermerkt.
event-registration-quiet = hat dem Partner gesagt, dass bei { $company } nichts geschieht
event-registration-progress = sagt, wie es bei { $company } läuft
mail-registration-quiet-subject = Wie läuft es? { $company } ({ $number })
mail-registration-quiet-body =
    Guten Tag { $name },

    bei Ihrer Registrierung von { $company } ist seit { $days } Tagen nichts geschehen. Bitte sagen Sie uns bis zum { $until }, wie es läuft. Sonst endet Ihr Schutz nach diesem Tag.

    { $url }

    { $organisation }
public-status-wanted-by = Bitte sagen Sie uns bis zum { $by }, wie es läuft: Dieses Programm möchte alle { $days } Tage davon hören.
