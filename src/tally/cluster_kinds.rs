use super::ClusterCells;
use super::cluster_cells::ALONE;

/// Clusters of items told apart by what they hold alone: two clusters with as many items of each pattern are
/// interchangeable, as two items of one pattern are. Sorted; where every cluster is one item, these are the patterns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClusterKinds {
    /// The column that tells clusters.
    pub column: String,
    /// All kinds end to end: (pattern, items of it in the cluster), patterns ascending.
    pub cells: Vec<(u32, u64)>,
    /// Kind `k` is `cells[offsets[k]..offsets[k + 1]]`.
    pub offsets: Vec<u32>,
    /// Number of clusters of kind `k`.
    pub clusters: Vec<u64>,
    /// Kind by cluster id; `u32::MAX` for a cluster without an item here.
    pub of_cluster: Vec<u32>,
}

/// What some clusters hold, how many they are, and the id of a single one.
type Held<'a> = (&'a [(u32, u64)], u64, u32);

impl ClusterKinds {
    /// The kinds of all clusters, items by themselves among them.
    pub fn of(cells: &ClusterCells) -> Self {
        let by_cluster: Vec<(u32, Vec<(u32, u64)>)> = cells
            .cells
            .chunk_by(|a, b| a.0 == b.0)
            .map(|own| (own[0].0, own.iter().map(|&(_, pattern, items)| (pattern, items)).collect()))
            .collect();
        let alone: Vec<[(u32, u64); 1]> = cells.alone.iter().map(|&(pattern, _)| [(pattern, 1)]).collect();
        let mut held: Vec<Held<'_>> =
            by_cluster.iter().map(|(cluster, own)| (own.as_slice(), 1, *cluster)).collect();
        let single = alone.iter().zip(&cells.alone);
        held.extend(
            single.filter(|(_, of)| of.1 > 0).map(|(own, &(_, items))| (own.as_slice(), items, ALONE)),
        );
        held.sort_unstable();
        let last = by_cluster.last().map_or(0, |&(cluster, _)| cluster as usize + 1);
        let mut out = Self {
            column: cells.column.clone(),
            offsets: vec![0],
            of_cluster: vec![ALONE; last],
            ..Self::default()
        };
        for alike in held.chunk_by(|a, b| a.0 == b.0) {
            let kind = out.clusters.len() as u32;
            out.cells.extend_from_slice(alike[0].0);
            out.offsets.push(out.cells.len() as u32);
            out.clusters.push(alike.iter().map(|&(_, clusters, _)| clusters).sum());
            for &(_, _, cluster) in alike.iter().filter(|own| own.2 != ALONE) {
                out.of_cluster[cluster as usize] = kind;
            }
        }
        out
    }

    /// How many kinds there are.
    pub fn len(&self) -> usize {
        self.clusters.len()
    }

    /// Whether there is no cluster.
    pub fn is_empty(&self) -> bool {
        self.clusters.is_empty()
    }

    /// What each cluster of kind `k` holds: (pattern, items).
    pub fn kind(&self, k: usize) -> &[(u32, u64)] {
        &self.cells[self.offsets[k] as usize..self.offsets[k + 1] as usize]
    }

    /// All kinds with their numbers of clusters.
    pub fn iter(&self) -> impl Iterator<Item = (&[(u32, u64)], u64)> {
        (0..self.len()).map(|k| (self.kind(k), self.clusters[k]))
    }

    /// The kind of a cluster that is one item of this pattern.
    pub fn of_single(&self, pattern: u32) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.kind(middle).cmp(&[(pattern, 1)]) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }

    /// What they are called, in the plural.
    pub fn name(&self) -> String {
        format!("clusters of items by `{}`", self.column)
    }

    /// All clusters.
    pub fn total(&self) -> u64 {
        self.clusters.iter().sum()
    }

    /// Clusters that hold an item of a pattern that `counts`.
    pub fn with(&self, counts: impl Fn(usize) -> bool) -> u64 {
        let holds = |held: &[(u32, u64)]| held.iter().any(|&(pattern, _)| counts(pattern as usize));
        self.iter().filter(|(held, _)| holds(held)).map(|(_, clusters)| clusters).sum()
    }
}
