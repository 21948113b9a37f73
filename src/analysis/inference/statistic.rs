/// Recomputes its columns from the sampled number of items in each cell; `None` is "undefined in this sample".
pub type Statistic<'a> = dyn Fn(&[u64], &mut [Option<f64>]) + Sync + 'a;
