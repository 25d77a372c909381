//! Clusters: rows taken for one person, with the edges that hold them together.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

/// A pair of rows with the probability that they are of one person.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// The row that came first.
    pub one: u32,
    /// The other row.
    pub other: u32,
    /// The probability.
    pub probability: f32,
    /// The binary log odds it comes from.
    pub log_odds: f32,
}

/// What people decided, which no computation overrules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decisions {
    /// Rows that are of one person.
    pub must_link: Vec<(u32, u32)>,
    /// Rows that are of two persons.
    pub cannot_link: Vec<(u32, u32)>,
}

/// Decisions that cannot all be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("rows {one} and {other} are kept apart, yet other decisions link them through {via:?}")]
pub struct Contradiction {
    /// One row of the pair that is kept apart.
    pub one: u32,
    /// The other.
    pub other: u32,
    /// The rows that the decisions link into one person.
    pub via: Vec<u32>,
}

/// A partition of rows into persons.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Clusters {
    /// For each row its cluster: the smallest row in it.
    pub of_row: Vec<u32>,
    /// For each row the probability that it belongs to its cluster: the best pair that holds it
    /// there; for a row alone, the probability that it is alone among those compared.
    pub probability: Vec<f32>,
    /// The pairs that hold clusters together, strongest first.
    pub edges: Vec<Pair>,
    /// Pairs above the threshold that were not joined: a decision or the rest of the cluster spoke
    /// against it. For people to look at.
    pub refused: Vec<Pair>,
}

/// Which rows belong together, and who may not.
struct Forest {
    parent: Vec<u32>,
    members: HashMap<u32, Vec<u32>>,
    enemies: HashMap<u32, HashSet<u32>>,
}

impl Forest {
    fn new(rows: usize) -> Self {
        Self {
            parent: (0..u32::try_from(rows).unwrap_or(u32::MAX)).collect(),
            members: HashMap::new(),
            enemies: HashMap::new(),
        }
    }

    fn root(&mut self, row: u32) -> u32 {
        let mut at = row;
        while let Some(up) = self.parent.get(at as usize).copied() {
            if up == at {
                break;
            }
            let above = self.parent.get(up as usize).copied().unwrap_or(up);
            if let Some(slot) = self.parent.get_mut(at as usize) {
                *slot = above;
            }
            at = above;
        }
        at
    }

    fn members(&self, root: u32) -> Vec<u32> {
        self.members
            .get(&root)
            .cloned()
            .unwrap_or_else(|| vec![root])
    }

    fn are_enemies(&self, one: u32, other: u32) -> bool {
        self.enemies
            .get(&one)
            .is_some_and(|enemies| enemies.contains(&other))
    }

    fn forbid(&mut self, one: u32, other: u32) {
        self.enemies.entry(one).or_default().insert(other);
        self.enemies.entry(other).or_default().insert(one);
    }

    /// Joins two roots; the smaller number stays.
    fn join(&mut self, one: u32, other: u32) {
        let (keep, lose) = (one.min(other), one.max(other));
        let mut members = self.members.remove(&keep).unwrap_or_else(|| vec![keep]);
        members.extend(self.members.remove(&lose).unwrap_or_else(|| vec![lose]));
        self.members.insert(keep, members);
        if let Some(slot) = self.parent.get_mut(lose as usize) {
            *slot = keep;
        }
        if let Some(enemies) = self.enemies.remove(&lose) {
            for enemy in enemies {
                if let Some(back) = self.enemies.get_mut(&enemy) {
                    back.remove(&lose);
                }
                self.forbid(keep, enemy);
            }
        }
    }
}

/// How far the pairs across two clusters may speak against joining them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cohesion {
    /// The least mean of the binary log odds of all pairs across, each kept within `cap`.
    pub least_mean: f32,
    /// How much one pair may say for or against.
    pub cap: f32,
    /// Pairs across looked at before two clusters are joined.
    pub most_pairs: usize,
}

impl Default for Cohesion {
    fn default() -> Self {
        Self {
            least_mean: -2.0,
            cap: 12.0,
            most_pairs: 64,
        }
    }
}

/// Joins rows into clusters: decisions first, then pairs from the strongest down to `threshold`,
/// each only if no decision and not the mean of all pairs across speaks against it. `judge` gives
/// the binary log odds of any pair.
///
/// # Errors
/// When decisions contradict each other.
pub fn cluster(
    rows: usize,
    pairs: &[Pair],
    decisions: &Decisions,
    threshold: f32,
    cohesion: Cohesion,
    judge: impl Fn(u32, u32) -> f32,
) -> Result<Clusters, Contradiction> {
    let mut forest = Forest::new(rows);
    let known = |row: u32| (row as usize) < rows;
    let mut edges = Vec::new();
    for (one, other) in decisions
        .must_link
        .iter()
        .filter(|(one, other)| known(*one) && known(*other))
    {
        let (first, second) = (forest.root(*one), forest.root(*other));
        if first != second {
            forest.join(first, second);
            edges.push(Pair {
                one: *one.min(other),
                other: *one.max(other),
                probability: 1.0,
                log_odds: DECIDED,
            });
        }
    }
    for (one, other) in decisions
        .cannot_link
        .iter()
        .filter(|(one, other)| known(*one) && known(*other))
    {
        let (first, second) = (forest.root(*one), forest.root(*other));
        if first == second {
            return Err(Contradiction {
                one: *one,
                other: *other,
                via: forest.members(first),
            });
        }
        forest.forbid(first, second);
    }
    let mut sorted: Vec<Pair> = pairs
        .iter()
        .filter(|pair| pair.probability >= threshold && known(pair.one) && known(pair.other))
        .copied()
        .collect();
    sorted.sort_by(|a, b| {
        b.log_odds
            .total_cmp(&a.log_odds)
            .then_with(|| (a.one, a.other).cmp(&(b.one, b.other)))
    });
    let mut refused = Vec::new();
    for pair in sorted {
        let (first, second) = (forest.root(pair.one), forest.root(pair.other));
        if first == second {
            edges.push(pair);
            continue;
        }
        if forest.are_enemies(first, second)
            || !coherent(&forest, first, second, pair, cohesion, &judge)
        {
            refused.push(pair);
            continue;
        }
        forest.join(first, second);
        edges.push(pair);
    }
    let of_row: Vec<u32> = (0..u32::try_from(rows).unwrap_or(u32::MAX))
        .map(|row| forest.root(row))
        .collect();
    let probability = belonging(&of_row, &edges, pairs);
    Ok(Clusters {
        of_row,
        probability,
        edges,
        refused,
    })
}

/// The log odds of what a person decided.
const DECIDED: f32 = 100.0;

fn coherent(
    forest: &Forest,
    first: u32,
    second: u32,
    pair: Pair,
    cohesion: Cohesion,
    judge: &impl Fn(u32, u32) -> f32,
) -> bool {
    let one = forest.members.get(&first).map_or(1, Vec::len);
    let other = forest.members.get(&second).map_or(1, Vec::len);
    if one == 1 && other == 1 {
        return true;
    }
    let (mut ones, mut others) = (forest.members(first), forest.members(second));
    // The order of joining must not decide which pairs are looked at.
    ones.sort_unstable();
    others.sort_unstable();
    let mut sum = 0.0;
    let mut count = 0_u16;
    for a in &ones {
        for b in &others {
            if usize::from(count) >= cohesion.most_pairs {
                break;
            }
            let odds =
                if (a.min(b), a.max(b)) == (&pair.one.min(pair.other), &pair.one.max(pair.other)) {
                    pair.log_odds
                } else {
                    judge(*a, *b)
                };
            sum += odds.clamp(-cohesion.cap, cohesion.cap);
            count += 1;
        }
    }
    sum / f32::from(count.max(1)) >= cohesion.least_mean
}

fn belonging(of_row: &[u32], edges: &[Pair], pairs: &[Pair]) -> Vec<f32> {
    let mut best = vec![0.0_f32; of_row.len()];
    let mut rival = vec![0.0_f32; of_row.len()];
    let raise = |list: &mut Vec<f32>, row: u32, value: f32| {
        if let Some(slot) = list.get_mut(row as usize) {
            *slot = slot.max(value);
        }
    };
    for edge in edges {
        raise(&mut best, edge.one, edge.probability);
        raise(&mut best, edge.other, edge.probability);
    }
    for pair in pairs {
        if of_row.get(pair.one as usize) != of_row.get(pair.other as usize) {
            raise(&mut rival, pair.one, pair.probability);
            raise(&mut rival, pair.other, pair.probability);
        }
    }
    best.iter()
        .zip(&rival)
        .map(|(best, rival)| if *best > 0.0 { *best } else { 1.0 - rival })
        .collect()
}

impl Clusters {
    /// The rows of each cluster with more than one row, each in order.
    #[must_use]
    pub fn groups(&self) -> Vec<Vec<u32>> {
        let mut groups: HashMap<u32, Vec<u32>> = HashMap::new();
        for (row, cluster) in (0_u32..).zip(&self.of_row) {
            groups.entry(*cluster).or_default().push(row);
        }
        let mut groups: Vec<Vec<u32>> =
            groups.into_values().filter(|rows| rows.len() > 1).collect();
        groups.sort_unstable();
        groups
    }

    /// How many clusters there are, rows alone included.
    #[must_use]
    pub fn count(&self) -> usize {
        (0_u32..)
            .zip(&self.of_row)
            .filter(|(row, cluster)| row == *cluster)
            .count()
    }

    /// Cuts a cluster so that two of its rows come apart, by removing its weakest edges until they
    /// do. Gives the edges removed, weakest first; a decision that links the two is never removed,
    /// and nothing is cut then.
    pub fn cut(&mut self, one: u32, other: u32) -> Vec<Pair> {
        let cluster = self.of_row.get(one as usize).copied();
        if cluster.is_none() || cluster != self.of_row.get(other as usize).copied() || one == other
        {
            return Vec::new();
        }
        let rows: Vec<u32> = (0_u32..)
            .zip(&self.of_row)
            .filter(|(_, of)| Some(**of) == cluster)
            .map(|(row, _)| row)
            .collect();
        let inside = |pair: &Pair| rows.binary_search(&pair.one).is_ok();
        let mut kept: Vec<Pair> = self
            .edges
            .iter()
            .filter(|pair| inside(pair))
            .copied()
            .collect();
        kept.sort_by(|a, b| {
            b.log_odds
                .total_cmp(&a.log_odds)
                .then_with(|| (a.one, a.other).cmp(&(b.one, b.other)))
        });
        let mut removed = Vec::new();
        let mut roots = connected(&rows, &kept);
        while roots.get(&one) == roots.get(&other) {
            match kept.pop() {
                Some(edge) if edge.log_odds < DECIDED => removed.push(edge),
                _ => return Vec::new(),
            }
            roots = connected(&rows, &kept);
        }
        // Edges removed on the way that hold parts together which the cut need not part come back.
        removed.retain(|edge| roots.get(&edge.one) != roots.get(&edge.other));
        let mut back: Vec<Pair> = Vec::new();
        removed.sort_by(|a, b| b.log_odds.total_cmp(&a.log_odds));
        for edge in std::mem::take(&mut removed) {
            kept.push(edge);
            let tried = connected(&rows, &kept);
            if tried.get(&one) == tried.get(&other) {
                kept.pop();
                removed.push(edge);
            } else {
                roots = tried;
                back.push(edge);
            }
        }
        removed.reverse();
        for row in &rows {
            if let (Some(slot), Some(root)) = (self.of_row.get_mut(*row as usize), roots.get(row)) {
                *slot = *root;
            }
        }
        self.edges.retain(|edge| !removed.contains(edge));
        self.refused.extend(&removed);
        removed
    }
}

fn connected(rows: &[u32], edges: &[Pair]) -> HashMap<u32, u32> {
    let mut roots: HashMap<u32, u32> = rows.iter().map(|row| (*row, *row)).collect();
    // Few rows: repeat until nothing changes.
    loop {
        let mut changed = false;
        for edge in edges {
            let (a, b) = (
                roots.get(&edge.one).copied(),
                roots.get(&edge.other).copied(),
            );
            if let (Some(a), Some(b)) = (a, b)
                && a != b
            {
                roots.insert(edge.one, a.min(b));
                roots.insert(edge.other, a.min(b));
                changed = true;
            }
        }
        if !changed {
            return roots;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(one: u32, other: u32, log_odds: f32) -> Pair {
        Pair {
            one,
            other,
            log_odds,
            probability: crate::model::probability(log_odds),
        }
    }

    fn run(rows: usize, pairs: &[Pair], decisions: &Decisions) -> Clusters {
        cluster(
            rows,
            pairs,
            decisions,
            0.5,
            Cohesion::default(),
            |one, other| {
                pairs
                    .iter()
                    .find(|pair| (pair.one, pair.other) == (one.min(other), one.max(other)))
                    .map_or(-3.0, |pair| pair.log_odds)
            },
        )
        .unwrap()
    }

    #[test]
    fn strong_pairs_join_and_a_chain_against_the_rest_does_not() {
        let chain = [pair(0, 1, 9.0), pair(1, 2, 8.0)];
        assert_eq!(run(4, &chain, &Decisions::default()).of_row, [0, 0, 0, 3]);
        let against = [pair(0, 1, 9.0), pair(1, 2, 1.0), pair(0, 2, -12.0)];
        let clusters = run(3, &against, &Decisions::default());
        assert_eq!(clusters.of_row, [0, 0, 2]);
        assert_eq!(clusters.refused.len(), 1);
    }

    #[test]
    fn decisions_win_and_contradictions_are_told() {
        let pairs = [pair(0, 1, 20.0), pair(1, 2, 20.0)];
        let apart = Decisions {
            cannot_link: vec![(0, 2)],
            ..Decisions::default()
        };
        let clusters = run(3, &pairs, &apart);
        assert_ne!(clusters.of_row[0], clusters.of_row[2]);
        let together = Decisions {
            must_link: vec![(0, 3)],
            ..Decisions::default()
        };
        assert_eq!(run(4, &pairs, &together).of_row[3], 0);
        let both = Decisions {
            must_link: vec![(0, 1), (1, 2)],
            cannot_link: vec![(2, 0)],
        };
        assert!(cluster(3, &[], &both, 0.5, Cohesion::default(), |_, _| 0.0).is_err());
    }

    #[test]
    fn a_cluster_is_cut_at_its_weakest() {
        let pairs = [
            pair(0, 1, 9.0),
            pair(1, 2, 3.0),
            pair(2, 3, 8.0),
            pair(0, 3, 2.0),
        ];
        let mut clusters = run(4, &pairs, &Decisions::default());
        assert_eq!(clusters.count(), 1);
        let removed = clusters.cut(0, 2);
        assert_eq!(clusters.of_row, [0, 0, 2, 2]);
        assert_eq!(removed.len(), 2);
        assert!(clusters.cut(0, 2).is_empty());
    }
}
