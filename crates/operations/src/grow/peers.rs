//! Who a partner is compared with: partners of the same program and a similar age. Others are shown as sums only, and never fewer than five of them.

use super::kpi::partners::day as day_number;
use kernel::id::{PartnerId, ProgramId};
use kernel::time::DAY;
use kernel::{Instant, Outcome, text_enum};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::cmp::Ordering;
use storage::Sql;

/// Fewer others are no comparison, and would tell one of them from the rest.
pub const FEWEST_PEERS: i64 = 5;

text_enum! {
    /// How long a partner has been one: since the day of signing, or since it joined the program where that day is not known.
    pub enum Age {
        /// Under a year.
        First = "first_year",
        /// One to three years.
        Young = "one_to_three_years",
        /// Three years and more.
        Grown = "over_three_years",
    }
}

impl Age {
    /// Of so many days.
    pub fn of(days: i64) -> Self {
        match days {
            ..365 => Self::First,
            365..1_095 => Self::Young,
            _ => Self::Grown,
        }
    }
}

/// A living partner in a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// The partner.
    pub partner: PartnerId,
    /// The program.
    pub program: ProgramId,
    /// Of the partner, on the day asked about.
    pub age: Age,
}

#[derive(FromQueryResult)]
struct Row {
    partner_id: PartnerId,
    program_id: ProgramId,
    signed_day: Option<i64>,
    joined_at: Instant,
}

/// Every active partner with the programs it was in when `day` (a number of days since 1970-01-01) ended at `end`, in the order of their ids.
/// A program a partner has left since is not remembered.
///
/// # Errors
/// The database's.
pub async fn members(db: &impl ConnectionTrait, day: i64, end: Instant) -> Outcome<Vec<Member>> {
    let sql = Sql::new(format!(
        "SELECT pp.partner_id, pp.program_id, {} AS signed_day, pp.joined_at FROM partner_program pp \
         JOIN partner p ON p.id = pp.partner_id WHERE p.status = 'active' AND pp.joined_at < ",
        day_number("p.signed_on")
    ));
    let rows = sql.bind(end).push(" ORDER BY pp.partner_id, pp.program_id").all::<Row>(db).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let joined = row.joined_at.0.div_euclid(DAY);
            let since = row.signed_day.filter(|signed| *signed <= day).unwrap_or(joined);
            Member { partner: row.partner_id, program: row.program_id, age: Age::of(day - since) }
        })
        .collect())
}

/// A share, or a number of days over one: exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fraction {
    /// What is divided.
    pub part: i64,
    /// By what; more than nothing.
    pub of: i64,
}

impl Fraction {
    /// Nothing where there is nothing to divide by.
    pub fn new(part: i64, of: i64) -> Option<Self> {
        (of > 0).then_some(Self { part, of })
    }
    /// So much of `base`, rounded half up.
    pub fn of_base(self, base: i64) -> i64 {
        let (part, of) = (i128::from(self.part), i128::from(self.of));
        i64::try_from((2 * part * i128::from(base) + of).div_euclid(2 * of)).unwrap_or(i64::MAX)
    }
    /// Compares `self` with `other + hundredths / 100`.
    pub fn compared(self, other: Self, hundredths: i64) -> Ordering {
        let (a, b) = (i128::from(self.part), i128::from(self.of));
        let (c, d) = (i128::from(other.part), i128::from(other.of));
        (a * d * 100).cmp(&((c * 100 + i128::from(hundredths) * d) * b))
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        // Equal shares of different bases are told apart, so that equality and order agree.
        let (a, b) = (i128::from(self.part), i128::from(self.of));
        let (c, d) = (i128::from(other.part), i128::from(other.of));
        (a * d).cmp(&(c * b)).then(self.of.cmp(&other.of))
    }
}

/// What the members of a group have, smallest first.
#[derive(Debug, Clone, Default)]
pub struct Group(Vec<Fraction>);

impl Group {
    /// Of what its members have.
    pub fn new(mut of: Vec<Fraction>) -> Self {
        of.sort_unstable();
        Self(of)
    }
    /// How many there are beside one of them that has `own`.
    pub fn others(&self, own: Fraction) -> i64 {
        i64::try_from(self.0.len()).unwrap_or(i64::MAX) - i64::from(self.0.binary_search(&own).is_ok())
    }
    /// The median of the others, beside one that has `own`; nothing without any. The middle of the two in the middle where they are even.
    pub fn median_of_others(&self, own: Fraction) -> Option<Fraction> {
        let left_out = self.0.binary_search(&own).ok();
        let count = self.0.len() - usize::from(left_out.is_some());
        let at = |position: usize| {
            let shifted = position + usize::from(left_out.is_some_and(|own| position >= own));
            self.0.get(shifted).copied()
        };
        match count {
            0 => None,
            odd if odd % 2 == 1 => at(odd / 2),
            even => {
                let (low, high) = (at(even / 2 - 1)?, at(even / 2)?);
                // Counts of cases: their products stay far below the largest number.
                Some(Fraction { part: low.part * high.of + high.part * low.of, of: 2 * low.of * high.of })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn f(part: i64, of: i64) -> Fraction {
        Fraction { part, of }
    }

    #[test]
    fn the_median_of_the_others_leaves_out_oneself_once() {
        let group = Group::new(vec![f(1, 2), f(1, 4), f(3, 4), f(1, 2), f(1, 1)]);
        assert_eq!(group.others(f(1, 2)), 4);
        // Without one half: 1/4, 1/2, 3/4, 1: the middle of 1/2 and 3/4 is 5/8.
        assert_eq!(group.median_of_others(f(1, 2)).map(|m| m.of_base(80)), Some(50));
        // Without 1: 1/4, 1/2, 1/2, 3/4.
        assert_eq!(group.median_of_others(f(1, 1)).map(|m| m.of_base(80)), Some(40));
        assert_eq!(Group::default().median_of_others(f(1, 1)), None);
    }

    #[test]
    fn shares_are_compared_exactly() {
        assert_eq!(f(2, 14).compared(f(3, 7), -20), Ordering::Less);
        // 1/4 is a quarter less twenty-five points of a half, to the hair.
        assert_eq!(f(1, 4).compared(f(1, 2), -25), Ordering::Equal);
        assert_eq!(f(1, 3).compared(f(0, 1), 33), Ordering::Greater);
        assert_eq!(f(3, 7).of_base(14), 6);
        assert_eq!(f(1, 2).of_base(5), 3);
    }

    proptest! {
        #[test]
        fn the_median_of_the_others_is_that_of_a_list_without_oneself(shares in prop::collection::vec((0_i64..20, 1_i64..20), 2..12), own in 0_usize..12) {
            let shares: Vec<Fraction> = shares.into_iter().map(|(part, of)| f(part.min(of), of)).collect();
            let own = own % shares.len();
            let mut rest = shares.clone();
            let mine = rest.remove(own);
            rest.sort_unstable();
            let median = Group::new(shares).median_of_others(mine).expect("others");
            let not_more = rest.iter().filter(|r| r.compared(median, 0) != Ordering::Greater).count();
            let not_less = rest.iter().filter(|r| r.compared(median, 0) != Ordering::Less).count();
            prop_assert!(not_more * 2 >= rest.len() && not_less * 2 >= rest.len());
        }
    }
}
