use super::InferenceOptions;

/// Replicates × cells beyond which the bootstrap costs more than it tells.
const BOOTSTRAP_WORK: u64 = 10_000_000;
/// The same where clusters are drawn: whoever names them wants them drawn.
const CLUSTER_WORK: u64 = 60_000_000;
/// Cells × entries beyond which leaving each item out does.
const JACKKNIFE_WORK: u64 = 100_000_000;

/// How the sampling of items is imitated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Items drawn with replacement, this many times; percentile intervals of type 7.
    Bootstrap {
        /// Replicates.
        replicates: u32,
    },
    /// Each item left out once, exactly: small samples and few disagreeing items, where the percentile interval
    /// covers too seldom.
    Jackknife,
    /// Items dealt at random into groups, each group left out once: so many distinct items that neither of the
    /// others is affordable.
    GroupedJackknife {
        /// Groups.
        groups: u32,
    },
}

impl Scheme {
    /// Groups of the grouped jackknife: its error is within about 5 % of the exact one.
    pub const GROUPS: u32 = 200;

    /// Leaving out what can be left out: every unit of so many cells, or random groups of them.
    pub fn leave_outs(cells: u64, entries: u64) -> Self {
        match cells * entries <= JACKKNIFE_WORK {
            true => Scheme::Jackknife,
            false => Scheme::GroupedJackknife { groups: Self::GROUPS },
        }
    }

    /// METHODS §1: the percentile bootstrap covers too seldom under 200 items, or 30 `telling` ones (whose labels differ).
    /// `cells` tells what one evaluation costs, `entries` how long all cells are together.
    pub fn suited(items: u64, telling: u64, cells: u64, entries: u64, options: &InferenceOptions) -> Self {
        let small = items < 200 || telling < 30;
        if small && cells * entries <= JACKKNIFE_WORK {
            Scheme::Jackknife
        } else if !small && cells * u64::from(options.replicates) <= BOOTSTRAP_WORK {
            Scheme::Bootstrap { replicates: options.replicates }
        } else {
            Scheme::GroupedJackknife { groups: Self::GROUPS }
        }
    }

    /// The same where clusters of items are drawn: they are what counts, `kinds` of them differ in what they hold, and
    /// one draw costs `work`.
    pub fn suited_to_clusters(
        clusters: u64,
        telling: u64,
        kinds: u64,
        work: u64,
        options: &InferenceOptions,
    ) -> Self {
        let small = clusters < 200 || telling < 30;
        if small && kinds * work <= JACKKNIFE_WORK {
            Scheme::Jackknife
        } else if !small && work * u64::from(options.replicates) <= CLUSTER_WORK {
            Scheme::Bootstrap { replicates: options.replicates }
        } else {
            Scheme::GroupedJackknife { groups: Self::GROUPS }
        }
    }
}
