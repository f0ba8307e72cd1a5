//! How much of what happened is left after some days: half of it every half-life, in whole numbers and the same on every machine.

/// What happened today.
pub const WHOLE: i64 = 1 << 30;

/// The square root, rounded down.
fn root(of: u128) -> u128 {
    of.isqrt()
}

/// `2^30 · 2^(−days / half_life)`, rounded down; 0 for days to come. `half_life` of at least one day.
pub fn left(days: i64, half_life: i64) -> i64 {
    if days < 0 || half_life < 1 {
        return 0;
    }
    let halvings = days / half_life;
    if halvings > 40 {
        return 0;
    }
    // The rest as a binary fraction: each bit that is set multiplies by 2^(−1/2), 2^(−1/4), …; reckoned with sixty binary places.
    const PLACES: u32 = 60;
    let mut rest = u128::try_from(days % half_life).unwrap_or(0);
    let half_life = u128::try_from(half_life).unwrap_or(1);
    let mut value: u128 = 1 << PLACES;
    let mut factor: u128 = 1 << PLACES;
    for _ in 0..PLACES {
        // 2^(−1/2^k) is the root of the one before; the first is the root of a half.
        factor = if factor == 1 << PLACES { root(1 << (2 * PLACES - 1)) } else { root(factor << PLACES) };
        rest *= 2;
        if rest >= half_life {
            rest -= half_life;
            value = (value * factor) >> PLACES;
        }
    }
    i64::try_from((value >> (PLACES - 30)) >> halvings).unwrap_or(0)
}

/// [`left`] for every age up to a horizon, looked up.
#[derive(Debug, Clone)]
pub struct Table(Vec<i64>);

impl Table {
    /// For ages of 0 to `horizon` days.
    pub fn new(half_life: i64, horizon: i64) -> Self {
        Self((0..=horizon).map(|days| left(days, half_life)).collect())
    }
    /// 0 outside the horizon.
    pub fn left(&self, days: i64) -> i64 {
        usize::try_from(days).ok().and_then(|at| self.0.get(at)).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn half_is_left_after_a_half_life_and_nothing_of_what_is_to_come() {
        assert_eq!(left(0, 60), WHOLE);
        assert_eq!(left(60, 60), WHOLE / 2);
        assert_eq!(left(120, 60), WHOLE / 4);
        // 2^30 / √2 = 759 250 124.99…
        assert_eq!(left(30, 60), 759_250_124);
        // 2^30 · 2^(−1/3) = 852 229 450.7…
        assert_eq!(left(20, 60), 852_229_450);
        assert_eq!(left(-1, 60), 0);
        assert_eq!(left(1_000_000, 60), 0);
    }

    proptest! {
        #[test]
        fn the_older_the_less_and_the_longer_the_half_life_the_more(days in 0_i64..1_200, half_life in 7_i64..800) {
            prop_assert!(left(days + 1, half_life) <= left(days, half_life));
            prop_assert!(left(days, half_life + 1) >= left(days, half_life));
            // A half-life later it is half, to the last place that is rounded away.
            prop_assert!((left(days, half_life) / 2 - left(days + half_life, half_life)).abs() <= 1);
        }
    }
}
