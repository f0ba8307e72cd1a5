//! Amounts with the signs and codes of currencies: what names one, what only confirms one, and what is refused.

use crate::installation::{Installation, counts};

const MAPPING: &str = concat!(
    head!([name = "crm", number = { decimal = ".", thousands = "," }], ["deals"], "crm", "reseller", ["New" = "open"]),
    r#"
[[table]]
target = "deal"
file = "deals"
key = "id"
[table.field]
program = { constant = "crm" }
stage = { constant = "New" }
amount = "amount"
"#
);

fn with_currency_column() -> String {
    MAPPING.replace("amount = \"amount\"\n", "amount = \"amount\"\ncurrency = \"currency\"\n")
}

const AMOUNTS: &str = "SELECT number || ' ' || CAST(amount AS TEXT) || ' ' || currency FROM deal WHERE amount IS NOT NULL ORDER BY number";

async fn refused(at: &Installation) -> Vec<String> {
    at.texts("SELECT code FROM import_row WHERE outcome = 'rejected' ORDER BY line").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_of_one_currency_says_the_rows_currency_and_one_of_several_says_none() {
    let at = Installation::new().await;
    let rows = "id,amount\nA,\"€1,234.50\"\nB,\"USD 12,000\"\nC,1'234.50 CHF\nD,\"(1,200)\"\nE,$5\nF,12 kr\nG,5 DM\nH,12 %\nI,€5 USD\nJ,zł\u{a0}7\n";
    at.file("deals.csv", rows);
    let report = at.import(MAPPING).await;
    // The organisation's currency is the euro: it is that of D, which says none.
    assert_eq!(
        at.texts(AMOUNTS).await,
        ["A 12345000 EUR", "B 120000000 USD", "C 12345000 CHF", "D -12000000 EUR", "J 70000 PLN"]
    );
    assert_eq!(
        refused(&at).await,
        [
            "currency_ambiguous",
            "currency_ambiguous",
            "currency_mark_unknown",
            "currency_mark_unknown",
            "currency_twice"
        ]
    );
    let read: Vec<String> = report
        .currencies
        .iter()
        .map(|c| format!("{} {} {} {} {}", c.target, c.field, c.mark, c.currency, c.amounts))
        .collect();
    assert_eq!(read, ["deal amount € EUR 1", "deal amount USD USD 1", "deal amount CHF CHF 1", "deal amount zł PLN 1"]);
    // Again: nothing has changed.
    let again = at.import(MAPPING).await;
    assert_eq!(counts(&again, "deal"), [0, 0, 5, 0, 0, 5]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_of_several_currencies_confirms_the_one_that_is_named() {
    let at = Installation::new().await;
    let rows = "id,amount,currency\nA,$5,USD\nB,$5,CAD\nC,$5,EUR\nD,€5,EUR\nE,€5,USD\nF,£7,\nG,$8,\nH,€9,\nI,5,SEK\nJ,100 DEM,DEM\nK,5,€\nL,5,$\n";
    at.file("deals.csv", rows);
    let mapping =
        with_currency_column().replace("name = \"crm\"\nnumber", "name = \"crm\"\ncurrency = \"GBP\"\nnumber");
    let report = at.run(&mapping, &at.inbox(), true).await.expect("looked at");
    let taken = |report: &operations::connect::import::Report| -> Vec<String> {
        report.currencies.iter().map(|c| format!("{} {} {}", c.mark, c.currency, c.amounts)).collect()
    };
    let wanted = ["$ USD 1", "$ CAD 1", "€ EUR 2", "£ GBP 1", "DEM DEM 1"];
    // Whoever only looks reads the same.
    assert_eq!(taken(&report), wanted);
    assert_eq!(at.number("SELECT CAST(COUNT(*) AS BIGINT) FROM deal").await, 0);
    assert_eq!(taken(&at.import(&mapping).await), wanted);
    assert_eq!(
        at.texts(AMOUNTS).await,
        [
            "A 50000 USD",
            "B 50000 CAD",
            "D 50000 EUR",
            "F 70000 GBP",
            "H 90000 EUR",
            "I 50000 SEK",
            "J 1000000 DEM",
            "K 50000 EUR"
        ]
    );
    assert_eq!(refused(&at).await, ["currency_differs", "currency_differs", "currency_ambiguous", "currency_invalid"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_of_an_order_are_in_one_currency_and_numbers_are_read_as_the_mapping_says() {
    let at = Installation::new().await;
    let rows = "id;product;amount\nA;Bike;12 000,00 €\nA;Helmet;50,5 EUR\nB;Bike;5 €\nB;Helmet;5 USD\nC;Bike;€1,234.50\nD;Bike;12\u{a0}000 kr\n";
    at.file("deals.csv", rows);
    at.file("products.csv", "name\nBike\nHelmet\n");
    let mapping = MAPPING
        .replace("number = { decimal = \".\", thousands = \",\" }", "number = { decimal = \",\", thousands = \" \" }")
        .replace("path = \"deals.csv\"", "path = \"deals.csv\"\ndelimiter = \";\"\n[[file]]\nid = \"products\"\npath = \"products.csv\"")
        .replace("[[table]]\n", "[[table]]\ntarget = \"product\"\nfile = \"products\"\nkey = \"name\"\n[table.field]\nname = \"name\"\n[[table]]\n")
        .replace("key = \"id\"\n", "group_by = \"id\"\n")
        .replace("amount = \"amount\"\n", "[table.line]\nproduct = \"product\"\namount = \"amount\"\n");
    at.import(&mapping).await;
    assert_eq!(at.texts(AMOUNTS).await, ["A 120505000 EUR"]);
    let mut codes = refused(&at).await;
    codes.sort();
    codes.dedup();
    assert_eq!(codes, ["currency_ambiguous", "currency_differs", "not_a_number"]);
}
