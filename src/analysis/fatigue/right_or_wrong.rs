use super::Slope;
use super::conditional_logit::{ConditionalLogit, Stratum};
use super::followed::Followed;
use super::slope_pair::{Told, slope};
use super::within_slope::{ClusterSums, WithinSlope};
use crate::tally::Crossing;
use crate::vocabulary::{Outcome, Reason};

/// Change of the log odds of a right answer per 100 positions, conditional on how many each annotator-session got right.
/// The error is that of the scores, clustered by annotator: CR2 with the annotators' shares of the information.
pub(super) fn measure(followed: &Followed<'_>, level: f64) -> Outcome<Slope> {
    if !followed.against_gold {
        let what = "which answers are right".into();
        return Outcome::NotEstimable(Reason::NotInLog { what, columns: "gold".into() });
    }
    match fitted(followed, level) {
        Ok(found) => Outcome::Estimated(found),
        Err(reason) => Outcome::NotEstimable(reason),
    }
}

fn fitted(followed: &Followed<'_>, level: f64) -> Result<Slope, Reason> {
    let strata = strata(followed);
    let fit = ConditionalLogit::fit(&strata)?;
    let mut clusters: Vec<ClusterSums> = Vec::new();
    for (stratum, &(annotator, score, information)) in strata.iter().filter(|s| s.mixed()).zip(&fit.scores) {
        if clusters.last().is_none_or(|last| last.annotator != annotator) {
            clusters.push(ClusterSums { annotator, n: 0, cells: 0, xx: 0.0, xy: 0.0, yy: 0.0 });
        }
        let Some(own) = clusters.last_mut() else { continue };
        own.n += stratum.x.len() as u64;
        own.cells += 1;
        own.xx += information;
        own.xy += score + fit.beta[0] * information;
        own.yy += 1.0;
    }
    let told = Told {
        scale: 1.0,
        items: 0,
        crossing: &Crossing::default(),
        method: "conditional logistic regression, log odds per 100 positions, strata annotator × session"
            .into(),
        level,
    };
    let found = slope(&WithinSlope::fit(clusters, "right answers", "sessions")?, &told)?;
    Ok(Slope { cr1: None, ..found })
}

/// One stratum per annotator-session; x = position / 100.
fn strata(followed: &Followed<'_>) -> Vec<Stratum<1>> {
    let cell = |row: u32| followed.cell[row as usize];
    let sessions = followed.in_order.chunk_by(|&a, &b| cell(a) == cell(b));
    let stratum = |own: &[u32]| {
        let mut stratum =
            Stratum { annotator: followed.annotator(own[0] as usize), x: Vec::new(), success: Vec::new() };
        for &row in own {
            if let Some(outcome) = followed.outcome[row as usize] {
                stratum.x.push([followed.position(row as usize) / 100.0]);
                stratum.success.push(outcome > 0.5);
            }
        }
        stratum
    };
    sessions.map(stratum).collect()
}
