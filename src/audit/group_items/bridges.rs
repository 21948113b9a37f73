/// Edges of a graph without which two of its parts would not hang together. Where vertices are the known sums of a table and
/// edges its unknown cells, a cell's value follows from the sums just where its edge is such a bridge (Gusfield 1988, SIAM J
/// Computing 17:552). Tarjan's lowest links, without recursion: tables are as long as logs.
pub(super) fn bridges(edges: &[(u32, u32)], vertices: usize) -> Vec<usize> {
    let around = Around::of(edges, vertices);
    let mut found = Vec::new();
    let (mut entered, mut lowest) = (vec![0u32; vertices], vec![0u32; vertices]);
    let mut clock = 0;
    // (vertex, edge by which it was reached, next of its edges)
    let mut path: Vec<(usize, usize, usize)> = Vec::new();
    for root in 0..vertices {
        if entered[root] > 0 {
            continue;
        }
        clock += 1;
        (entered[root], lowest[root]) = (clock, clock);
        path.push((root, usize::MAX, around.first[root]));
        while let Some(&mut (vertex, by, ref mut next)) = path.last_mut() {
            if *next < around.first[vertex + 1] {
                let edge = around.edges[*next];
                *next += 1;
                let (a, b) = (edges[edge].0 as usize, edges[edge].1 as usize);
                let other = if a == vertex { b } else { a };
                if edge == by {
                    continue;
                }
                if entered[other] > 0 {
                    lowest[vertex] = lowest[vertex].min(entered[other]);
                } else {
                    clock += 1;
                    (entered[other], lowest[other]) = (clock, clock);
                    path.push((other, edge, around.first[other]));
                }
            } else {
                path.pop();
                if let Some(&(before, ..)) = path.last() {
                    lowest[before] = lowest[before].min(lowest[vertex]);
                    if lowest[vertex] > entered[before] {
                        found.push(by);
                    }
                }
            }
        }
    }
    found.sort_unstable();
    found
}

/// Edges by vertex.
struct Around {
    first: Vec<usize>,
    edges: Vec<usize>,
}

impl Around {
    fn of(edges: &[(u32, u32)], vertices: usize) -> Self {
        let mut first = vec![0; vertices + 1];
        for &(a, b) in edges {
            first[a as usize + 1] += 1;
            first[b as usize + 1] += 1;
        }
        for vertex in 0..vertices {
            first[vertex + 1] += first[vertex];
        }
        let mut next = first.clone();
        let mut by_vertex = vec![0; edges.len() * 2];
        for (edge, &(a, b)) in edges.iter().enumerate() {
            for vertex in [a as usize, b as usize] {
                by_vertex[next[vertex]] = edge;
                next[vertex] += 1;
            }
        }
        Self { first, edges: by_vertex }
    }
}

#[cfg(test)]
mod tests {
    use super::bridges;
    use proptest::prelude::*;

    /// How many parts the graph has without one edge.
    fn parts(edges: &[(u32, u32)], vertices: usize, without: usize) -> usize {
        let mut part: Vec<usize> = (0..vertices).collect();
        for _ in 0..vertices {
            for (_, &(a, b)) in edges.iter().enumerate().filter(|(edge, _)| *edge != without) {
                let least = part[a as usize].min(part[b as usize]);
                (part[a as usize], part[b as usize]) = (least, least);
            }
        }
        part.sort_unstable();
        part.dedup();
        part.len()
    }

    proptest! {
        #[test]
        fn a_bridge_is_what_parts_the_graph(pairs in prop::collection::btree_set((0u32..6, 6u32..11), 0..18)) {
            let edges: Vec<(u32, u32)> = pairs.into_iter().collect();
            let whole = parts(&edges, 11, usize::MAX);
            let wanted: Vec<usize> = (0..edges.len()).filter(|&edge| parts(&edges, 11, edge) > whole).collect();
            prop_assert_eq!(bridges(&edges, 11), wanted);
        }
    }
}
