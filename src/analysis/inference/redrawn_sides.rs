use super::LeaveOuts;

/// [`redrawn`](super::redrawn()) of a statistic on which two panels of people bear (a group and the others): panels are
/// drawn apart, so each brings a variance of its own, V = V_items + Σ_panels max(0, V_people − V_annotations). `panels` are
/// (without each person, without each annotation); a side on which nothing bears is left out. Degrees of freedom by
/// Satterthwaite over all parts; a panel that carries the variance leaves no more than its people less one.
pub fn redrawn_sides(items: LeaveOuts, panels: &[(LeaveOuts, LeaveOuts)]) -> LeaveOuts {
    let (mut variance, mut spent) = (items.se.powi(2), items.se.powi(4) / items.df);
    for (people, annotations) in panels {
        let own = (people.se.powi(2) - annotations.se.powi(2)).max(0.0);
        variance += own;
        spent += own * own / people.df;
    }
    LeaveOuts { se: variance.sqrt(), df: variance * variance / spent }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::inference::redrawn;

    #[test]
    fn one_panel_is_the_plain_rule() {
        let (items, people, cells) = (
            [(0.1, 20), (0.13, 30), (0.05, 4)],
            [(0.1, 1), (0.2, 1), (0.02, 1), (0.14, 1)],
            [(0.1, 300), (0.101, 20)],
        );
        let plain = redrawn(&items, &people, &cells).expect("spread");
        let of = |rows: &[(f64, u64)]| LeaveOuts::of(rows).expect("spread");
        let sides = redrawn_sides(of(&items), &[(of(&people), of(&cells))]);
        assert!((plain.se - sides.se).abs() < 1e-12 && plain.df <= sides.df + 1e-9);
        let both = redrawn_sides(of(&items), &[(of(&people), of(&cells)), (of(&people), of(&cells))]);
        assert!(both.se > sides.se);
        assert_eq!(redrawn_sides(of(&items), &[]).se, of(&items).se);
    }
}
