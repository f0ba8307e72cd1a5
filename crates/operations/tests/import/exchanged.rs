//! Other people's deals in one currency, by the European Central Bank's rates; against sums made from the same files by another program.

use crate::figures::by_label;
use crate::installation::Installation;
use crate::real::{mapping, shared};
use operations::grow::exchange_rate;
use operations::grow::kpi::{Answer, Question, answer};
use std::fs::File;
use std::io::BufReader;

async fn ask(at: &Installation, metric: &str, by: &[&str], currency: &str) -> Answer {
    let question = Question {
        metric: metric.to_owned(),
        by: by.iter().map(|b| (*b).to_owned()).collect(),
        currency: Some(currency.to_owned()),
        ..Question::default()
    };
    answer(&at.cx, &question).await.expect("an answer")
}

/// Takes the bank's history; nothing where it is not there.
async fn with_rates(at: &Installation) -> Option<exchange_rate::Taken> {
    let file = shared("ecb")?.join("eurofxref-hist.csv");
    let open = || BufReader::new(File::open(&file).expect("the file"));
    let taken = exchange_rate::import(&at.cx, open()).await.expect("taken");
    let again = exchange_rate::import(&at.cx, open()).await.expect("taken");
    assert_eq!((again.new, again.changed, again.unchanged), (0, 0, taken.rates));
    Some(taken)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_crm_exports_dollars_come_out_in_euros_pounds_and_yen() {
    let Some(folder) = shared("maven-crm") else { return };
    let at = Installation::new().await;
    at.run(&mapping("maven-crm.toml"), &folder, false).await.expect("the import comes to its end");
    let Some(taken) = with_rates(&at).await else { return };
    assert!(taken.rates > 200_000 && taken.currencies > 40 && taken.new == taken.rates, "{taken:?}");
    // 1,198 of the 4,238 deals were won on a week-end.
    for (currency, bookings, average, quarters) in [
        ("EUR", 87_665_391_090, 20_685_557, [10_626_624_844, 27_943_381_214, 25_307_913_716, 23_787_471_316]),
        ("GBP", 77_137_724_691, 18_201_445, [9_207_978_781, 24_108_339_636, 22_733_323_719, 21_088_082_555]),
        (
            "JPY",
            11_187_211_027_368,
            2_639_738_326,
            [1_284_747_062_387, 3_434_116_115_298, 3_303_279_708_421, 3_165_068_141_262],
        ),
    ] {
        let whole = ask(&at, "bookings", &[], currency).await.figures.swap_remove(0);
        assert_eq!((whole.value, whole.count, whole.excluded), (Some(bookings), 4_238, 0), "{currency}");
        assert_eq!(whole.originals[0].amount, 100_055_340_000);
        let mean = ask(&at, "average_deal", &[], currency).await;
        assert_eq!(mean.figures[0].value, Some(average), "{currency}");
        let by_quarter = ask(&at, "bookings", &["quarter"], currency).await;
        let found: Vec<_> = by_quarter.figures.iter().filter_map(|f| f.value).collect();
        assert_eq!(found, quarters, "{currency}");
    }
    let products = by_label(&ask(&at, "bookings", &["product"], "EUR").await);
    for (product, amount) in [
        ("GTX Pro", 30_732_936_410),
        ("MG Special", 383_799_984),
        ("GTX Basic", 4_380_723_907),
        ("GTK 500", 3_515_644_889),
    ] {
        assert_eq!(products[product], amount, "{product}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reseller_channels_orders_come_out_in_euros() {
    let Some(folder) = shared("adventureworks") else { return };
    let at = Installation::new().await;
    at.run(&mapping("adventureworks.toml"), &folder, false).await.expect("the import comes to its end");
    if with_rates(&at).await.is_none() {
        return;
    }
    let whole = ask(&at, "bookings", &[], "EUR").await;
    assert_eq!(whole.figures[0].value, Some(604_232_555_666));
    let categories = ask(&at, "bookings", &["category"], "EUR").await;
    assert_eq!(categories.figures.iter().filter_map(|f| f.value).sum::<i64>(), 604_232_555_666);
}
