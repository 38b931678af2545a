//! Directed graphs whose nodes are numbered from 0: for each node, the nodes that its edges lead to. Nothing here recurses, since a
//! chain of schemas can be longer than the call stack.

use std::collections::{HashMap, HashSet, VecDeque};

/// For each node, the ends of its edges.
pub(crate) type Edges = Vec<Vec<usize>>;

/// The strongly connected component of each node that is part of a cycle; nodes of one component lead to each other.
pub(crate) struct Cycles {
    components: Vec<Option<usize>>,
}

impl Cycles {
    /// Finds the components with Tarjan's algorithm.
    pub(crate) fn new(edges: &Edges) -> Self {
        let mut search = Tarjan::new(edges);
        for node in 0..edges.len() {
            search.visit(node);
        }
        let mut components = vec![None; edges.len()];
        for (number, component) in search.components.iter().enumerate() {
            let is_cycle = component.len() > 1 || component.iter().any(|node| edges[*node].contains(node));
            for node in component.iter().filter(|_| is_cycle) {
                components[*node] = Some(number);
            }
        }
        Self { components }
    }

    /// Whether an edge from `from` to `to` would be part of a cycle.
    pub(crate) fn connects(&self, from: usize, to: usize) -> bool {
        self.components[from].is_some() && self.components[from] == self.components[to]
    }

    /// One cycle of each component: the shortest through its first node, as the nodes from there on.
    pub(crate) fn shortest(&self, edges: &Edges) -> Vec<Vec<usize>> {
        let mut seen = HashSet::new();
        let in_cycle =
            self.components.iter().enumerate().filter_map(|(node, component)| Some((node, (*component)?)));
        let first = in_cycle.filter(|(_, component)| seen.insert(*component));
        first.filter_map(|(node, _)| shortest_cycle(edges, node)).collect()
    }
}

/// The nodes that can be reached, the roots included.
pub(crate) fn reachable(edges: &Edges, roots: impl Iterator<Item = usize>) -> Vec<bool> {
    let mut reached = vec![false; edges.len()];
    let mut worklist: Vec<usize> = roots.collect();
    while let Some(node) = worklist.pop() {
        if !std::mem::replace(&mut reached[node], true) {
            worklist.extend(&edges[node]);
        }
    }
    reached
}

/// The shortest path from a node back to itself, found breadth first.
fn shortest_cycle(edges: &Edges, start: usize) -> Option<Vec<usize>> {
    let mut previous: HashMap<usize, usize> = HashMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        if edges[node].contains(&start) {
            let mut cycle: Vec<usize> =
                std::iter::successors(Some(node), |node| previous.get(node).copied()).collect();
            cycle.reverse();
            return Some(cycle);
        }
        for next in &edges[node] {
            if *next != start && !previous.contains_key(next) {
                previous.insert(*next, node);
                queue.push_back(*next);
            }
        }
    }
    None
}

/// The state of Tarjan's algorithm; the call stack is explicit.
struct Tarjan<'a> {
    edges: &'a Edges,
    /// The index of each node in the order of first visits.
    order: Vec<Option<usize>>,
    /// The earliest node on the stack that each node leads to.
    low: Vec<usize>,
    visited: usize,
    /// Visited nodes whose component is not complete yet.
    stack: Vec<usize>,
    on_stack: Vec<bool>,
    components: Vec<Vec<usize>>,
}

impl<'a> Tarjan<'a> {
    fn new(edges: &'a Edges) -> Self {
        let count = edges.len();
        Self {
            edges,
            order: vec![None; count],
            low: vec![0; count],
            visited: 0,
            stack: Vec::new(),
            on_stack: vec![false; count],
            components: Vec::new(),
        }
    }

    fn visit(&mut self, root: usize) {
        if self.order[root].is_some() {
            return;
        }
        // Each frame is a node and the number of its edges that have been followed.
        let mut frames = vec![(root, 0)];
        self.enter(root);
        while let Some((node, followed)) = frames.last_mut() {
            let node = *node;
            let Some(next) = self.edges[node].get(*followed).copied() else {
                self.leave(node);
                frames.pop();
                if let Some((parent, _)) = frames.last() {
                    self.low[*parent] = self.low[*parent].min(self.low[node]);
                }
                continue;
            };
            *followed += 1;
            match self.order[next] {
                None => {
                    self.enter(next);
                    frames.push((next, 0));
                }
                Some(order) if self.on_stack[next] => self.low[node] = self.low[node].min(order),
                Some(_) => {}
            }
        }
    }

    fn enter(&mut self, node: usize) {
        self.order[node] = Some(self.visited);
        self.low[node] = self.visited;
        self.visited += 1;
        self.stack.push(node);
        self.on_stack[node] = true;
    }

    /// Pops the node's component off the stack, if the node is its root.
    fn leave(&mut self, node: usize) {
        if Some(self.low[node]) != self.order[node] {
            return;
        }
        let start = self.stack.iter().rposition(|other| *other == node).unwrap_or_default();
        let component = self.stack.split_off(start);
        for member in &component {
            self.on_stack[*member] = false;
        }
        self.components.push(component);
    }
}

#[cfg(test)]
mod tests {
    use super::{Cycles, reachable};

    #[test]
    fn nodes_of_one_cycle_are_connected() {
        // 0 -> 1 -> 2 -> 1, 2 -> 3 -> 3
        let edges = vec![vec![1], vec![2], vec![1, 3], vec![3]];
        let cycles = Cycles::new(&edges);
        assert!(cycles.connects(1, 2) && cycles.connects(2, 1) && cycles.connects(3, 3));
        assert!(!cycles.connects(0, 1) && !cycles.connects(2, 3) && !cycles.connects(0, 0));
        assert_eq!(cycles.shortest(&edges), [vec![1, 2], vec![3]]);
    }

    #[test]
    fn shortest_cycle_starts_at_first_node() {
        // 0 -> 1 -> 2 -> 0, and the shorter 0 -> 2 -> 0
        let edges = vec![vec![1, 2], vec![2], vec![0]];
        assert_eq!(Cycles::new(&edges).shortest(&edges), [vec![0, 2]]);
    }

    #[test]
    fn long_chain_does_not_overflow_the_stack() {
        let count = 200_000;
        let edges = (0..count).map(|node| vec![(node + 1) % count]).collect();
        assert!(Cycles::new(&edges).connects(0, count - 1));
        assert_eq!(reachable(&edges, [5].into_iter()).iter().filter(|reached| **reached).count(), count);
    }
}
