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
