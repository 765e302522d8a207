/// Requests in line: next is the tenant that has been served least, and its oldest request.
///
/// A virtual token counter (Sheng et al., "Fairness in Serving Large Language Models", OSDI 2024): each tenant's counter
/// grows with what is computed for it, and a tenant that comes back does not get more for having been away.
struct FairQueue: Sendable {
  private(set) var requests: [SequenceRequest] = []
  private var served: [[UInt8]: UInt64] = [:]
  /// The counter of the tenant that was chosen last: where tenants begin that were away.
  private var level: UInt64 = 0

  /// What a token costs; one of an answer reads all weights for few rows (the paper's weights).
  static let promptTokenCost = 1, answerTokenCost = 2

  /// Sequences in line.
  var sequenceCount: Int { requests.reduce(0) { $0 + $1.choices } }

  mutating func append(_ request: SequenceRequest) {
    if !requests.contains(where: { $0.tenant == request.tenant }) {
      served[request.tenant] = max(served[request.tenant] ?? 0, level)
    }
    requests.append(request)
  }

  /// Whose turn it is.
  var next: SequenceRequest? { nextIndex.map { requests[$0] } }

  mutating func removeNext() {
    guard let index = nextIndex else { return }
    level = max(level, counter(of: requests.remove(at: index).tenant))
  }

  mutating func remove(_ request: UInt64) { requests.removeAll { $0.request == request } }

  mutating func charge(_ tenant: [UInt8], prompt: Int, answer: Int) {
    served[tenant] = counter(of: tenant) + UInt64(prompt * Self.promptTokenCost + answer * Self.answerTokenCost)
    // Whoever is below the level begins there anyhow.
    if served.count > 2 * requests.count + Self.countersKept { served = served.filter { $0.value > level } }
  }

  func counter(of tenant: [UInt8]) -> UInt64 { served[tenant] ?? level }

  /// Counters beyond twice the line's length that are kept before they are sorted out.
  private static let countersKept = 1024

  private var nextIndex: Int? {
    requests.indices.min { (counter(of: requests[$0].tenant), $0) < (counter(of: requests[$1].tenant), $1) }
  }
}
