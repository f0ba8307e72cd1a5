//! What is drawn from kept totals is what is counted through.

use crate::kpis::{House, question};
use operations::grow::kpi::{self, Question};
use operations::grow::{cohort, funnel, portfolio};
use operations::settings;

/// Rankings, map, funnel and cohorts of totals are those counted through.
pub(crate) async fn agree(house: &House) {
    let cx = &house.head;
    let month =
        settings::organisation(cx.read()).await.map(|o| cx.now().date_in(&o.zone())).expect("a day").month_start();
    let begin = month.plus_days(-340).month_start().to_string();
    let end = month.plus_days(40).month_start().plus_days(-1).to_string();
    let (begin, end) = (Some(begin.as_str()), Some(end.as_str()));
    for most in [1, 2] {
        for currency in ["EUR", "USD"] {
            let [kept, counted] = [true, false].map(|totals| portfolio::map(cx, Some(currency), most, totals));
            assert_eq!(kept.await.expect("a map"), counted.await.expect("a map"), "{most} in {currency}");
        }
        for (metric, from, to) in [
            ("bookings", None, None),
            ("open_pipeline", None, None),
            ("registrations", None, None),
            ("bookings", begin, end),
            ("registrations", begin, end),
        ] {
            let asked = Question {
                from: from.map(str::to_owned),
                to: to.map(str::to_owned),
                ..question(metric, &["partner"], &[])
            };
            let whole = kpi::answer(cx, &asked).await.expect("an answer");
            let leaders = kpi::leaders(cx, &asked, most).await.expect("leaders");
            assert_eq!(leaders.totals, whole.totals, "{metric}");
            let Some(others) = leaders.others else { continue };
            let currency = leaders.figures.first().and_then(|f| f.currency);
            let known = |f: &&kpi::Figure| f.currency == currency && f.count > 0 && !f.group[0].key.is_empty();
            let all: Vec<&kpi::Figure> = whole.figures.iter().filter(known).collect();
            // Equals may change places.
            let values = |figures: &[&kpi::Figure]| figures.iter().map(|f| f.value).collect::<Vec<_>>();
            let led: Vec<&kpi::Figure> = leaders.figures.iter().collect();
            assert_eq!(led.len(), most, "{metric}");
            assert_eq!(values(&led), values(&all[..most]), "{metric} from {from:?}");
            assert_eq!(others.count, all.len() - most, "{metric} from {from:?}");
        }
    }
    for (from, to) in [(None, None), (Some("2026-05-01"), Some("2026-06-30")), (Some("2026-05-03"), None)] {
        let [kept, counted] = [true, false].map(|totals| funnel::steps(cx, from, to, totals));
        assert_eq!(kept.await.expect("a funnel"), counted.await.expect("a funnel"), "{from:?}");
    }
    for every in [cohort::Every::Month, cohort::Every::Quarter] {
        for first in [cohort::First::Business, cohort::First::Win] {
            let asked = cohort::CohortQuestion { every, first };
            let [kept, counted] = [true, false].map(|totals| cohort::table(cx, asked, totals));
            assert_eq!(kept.await.expect("cohorts"), counted.await.expect("cohorts"), "{every} {first}");
        }
    }
}
