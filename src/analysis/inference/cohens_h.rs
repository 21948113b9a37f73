/// Cohen's h of two shares: 2 asin √p₁ − 2 asin √p₂, signed (Cohen 1988, Statistical Power Analysis, 6.2). About .2 is
/// called small, .5 medium, .8 large.
pub fn cohens_h(first: f64, second: f64) -> f64 {
    let angle = |share: f64| 2.0 * share.clamp(0.0, 1.0).sqrt().asin();
    angle(first) - angle(second)
}

#[cfg(test)]
mod tests {
    use super::cohens_h;

    /// Cohen 1988, table 6.2.2: φ = 1.571 at .50 and 0.927 at .20.
    #[test]
    fn angles_are_cohens() {
        assert!((cohens_h(0.5, 0.2) - (1.571 - 0.927)).abs() < 1e-3);
        assert!((cohens_h(1.0, 0.0) - std::f64::consts::PI).abs() < 1e-12);
        assert_eq!(cohens_h(0.3, 0.3), 0.0);
    }
}
