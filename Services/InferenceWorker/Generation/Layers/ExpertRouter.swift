internal import Foundation
internal import NumericKernels

/// Chooses each token's experts and their weights.
struct ExpertRouter: Sendable {
  /// How affinities are made of the router's products.
  enum Gating: Sendable {
    /// Probabilities; a group of experts is as good as its best one (DeepSeek-V2).
    case softmax
    /// Independent sigmoids; a group is as good as its best two together (DeepSeek-V3).
    case sigmoid
  }

  let weight: Matrix
  /// Added to the affinities for choosing, not for weighing: keeps the load even.
  let bias: Weights?
  let routing: ExpertRouting

  struct Use { let row: Int, weight: Float }

  /// For each expert the rows of `x` that use it.
  func choose(for x: Activations, _ pass: ForwardPass) -> [[Use]] {
    let products = pass.rows("router", weight.rows)
    pass.compute.multiply(x, weight, into: products)
    var uses = [[Use]](repeating: [], count: weight.rows)
    for row in 0..<x.rows {
      for (expert, weight) in choice(products.row(row)) { uses[expert].append(Use(row: row, weight: weight)) }
    }
    return uses
  }

  /// The experts of a token and their weights, from the router's products.
  func choice(_ products: [Float]) -> [(expert: Int, weight: Float)] {
    let affinities = affinities(products)
    let scores = bias.map { bias in affinities.indices.map { affinities[$0] + bias[$0] } } ?? affinities
    let chosen = largest(routing.used, of: openExperts(scores)) { scores[$0] }
    let total = routing.isNormalized ? chosen.reduce(Float(0)) { $0 + affinities[$1] } + 1e-20 : 1
    return chosen.map { ($0, affinities[$0] / total * routing.scale) }
  }

  private func affinities(_ products: [Float]) -> [Float] {
    switch routing.gating {
    case .sigmoid: return products.map { 1 / (1 + exp(-$0)) }
    case .softmax:
      let most = products.max() ?? 0, powers = products.map { exp($0 - most) }
      let total = powers.reduce(0, +)
      return powers.map { $0 / total }
    }
  }

  /// The experts of the best groups.
  private func openExperts(_ scores: [Float]) -> [Int] {
    let groups = routing.groups, groupsUsed = routing.groupsUsed
    guard groups > 1, groupsUsed < groups else { return Array(scores.indices) }
    let size = scores.count / groups, counted = routing.gating == .sigmoid ? min(2, size) : 1
    let worth = (0..<groups).map { group in
      let best = largest(counted, of: Array(group * size..<(group + 1) * size)) { scores[$0] }
      return best.reduce(Float(0)) { $0 + scores[$1] }
    }
    return largest(groupsUsed, of: Array(0..<groups)) { worth[$0] }.sorted()
      .flatMap { Array($0 * size..<($0 + 1) * size) }
  }

  /// The first of equals wins.
  private func largest(_ count: Int, of items: [Int], by key: (Int) -> Float) -> [Int] {
    Array(items.sorted { (key($0), $1) > (key($1), $0) }.prefix(count))
  }
}

/// How experts are chosen and weighed.
struct ExpertRouting: Sendable {
  let gating: ExpertRouter.Gating
  /// Experts lie in groups, of which only the best are looked into.
  let groups: Int, groupsUsed: Int
  /// Experts of a token.
  let used: Int
  /// Whether the weights of a token's experts are made to add up to 1, and what they are multiplied by.
  let isNormalized: Bool, scale: Float
}
