use super::fit::{Fit, normalize};
use super::votes::Votes;
use super::weighed_votes::{right_by_annotator, right_by_pair};

/// Votes weighed by how often their annotator agrees with the majority (*worker agreement with aggregate*): in one step,
/// without iterations. In a tie of m labels each of them counts 1/m of an agreement.
///
/// Where all weights of an item are 0 its plain vote shares stand. Nominal labels, any items missing. Described with
/// crowd-kit (Ustalov, Pavlichenko & Tseitlin 2024, JOSS 9(96), 6227).
pub fn wawa(votes: &Votes<'_>) -> Fit {
    let k = votes.k();
    let majority = majority_credits(votes);
    let skills = right_by_annotator(votes, &right_by_pair(votes, &majority));
    let mut posterior = votes.shares();
    votes.pass(&mut posterior, k, |items, own| {
        let mut weights = vec![0.0; k];
        for (item, shares) in items.zip(own.chunks_exact_mut(k)) {
            weights.fill(0.0);
            for row in votes.index.rows(item) {
                let skill = skills[votes.index.annotator[row] as usize];
                weights[votes.class[row] as usize] += skill.unwrap_or(0.0);
            }
            if normalize(&mut weights) > 0.0 {
                shares.copy_from_slice(&weights);
            }
        }
    });
    Fit { posterior, reliability: skills, priors: None, course: None }
}

/// 1 for the class with the most votes, 1/m for each of m tied ones: `items × classes`.
pub(super) fn majority_credits(votes: &Votes<'_>) -> Vec<f64> {
    let mut credits = votes.shares();
    votes.pass(&mut credits, votes.k(), |_, own| {
        for item in own.chunks_exact_mut(votes.k()) {
            // Shares of one item are the same multiple of whole numbers, so equal counts are equal shares.
            let highest = item.iter().copied().fold(0.0, f64::max);
            let tied = item.iter().filter(|&&share| share == highest).count() as f64;
            for share in item.iter_mut() {
                *share = if highest > 0.0 && *share == highest { 1.0 / tied } else { 0.0 };
            }
        }
    });
    credits
}

/// The majority as a fit: vote shares, and each annotator's agreement with the majority.
pub fn majority_fit(votes: &Votes<'_>) -> Fit {
    let reliability = right_by_annotator(votes, &right_by_pair(votes, &majority_credits(votes)));
    Fit { posterior: votes.shares(), reliability, priors: None, course: None }
}
