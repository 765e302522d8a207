internal import NumericKernels

/// How tokens see earlier ones.
protocol AttentionLayer: Sendable {
  /// y = Attention(x), after the new keys and values of `layer` went into the cache. x, y [T, embedding].
  func callAsFunction(_ x: Activations, into y: Activations, _ pass: ForwardPass, layer: Int)
  /// Bytes of weights that one token reads.
  var byteCount: Int { get }
}

/// What each token goes through alone.
protocol FeedForwardLayer: Sendable {
  /// y = FeedForward(x). x, y [T, embedding].
  func callAsFunction(_ x: Activations, into y: Activations, _ pass: ForwardPass)
  /// Bytes of weights that one token reads.
  var byteCount: Int { get }
}

/// What the layers share during the forward passes of one session.
final class ForwardPass {
  let compute: Compute
  let cache: KeyValueCache
  /// The pages that tokens attend to; nil for all.
  let selection: PageSelection?
  /// Where the rows of the present batch stand.
  var places = BatchPlaces()
  /// Of the present batch's positions, one column for each rotated pair.
  let cosine: Activations, sine: Activations
  /// The adapter of each row; nothing where no row has one.
  var adapters: [Int?] = []
  private let capacity: Int
  private var scratch: [String: Activations] = [:]

  /// `capacity` is the number of rows of the largest batch.
  init(
    compute: Compute, cache: KeyValueCache, selection: PageSelection? = nil, rotaryPairs: Int, capacity: Int
  ) {
    (self.compute, self.cache, self.selection, self.capacity) = (compute, cache, selection, capacity)
    cosine = Activations(capacity: capacity, columns: rotaryPairs)
    sine = Activations(capacity: capacity, columns: rotaryPairs)
  }

  /// Runs `body` on rows that were gathered from the batch's.
  func withRows(_ rows: [Int], _ body: () -> Void) {
    let all = adapters
    defer { adapters = all }
    if !all.isEmpty { adapters = rows.map { all[$0] } }
    body()
  }

  /// y += what the adapters of the rows of x change; `changes` has one place for each adapter of the model.
  func add(_ changes: [LowRank?], of x: ActivationColumns, to y: ActivationColumns) {
    guard !changes.isEmpty, !adapters.isEmpty else { return }
    var parts: [ChangedRows] = [], first = 0
    while first < adapters.count {
      let end = adapters[first...].firstIndex { $0 != adapters[first] } ?? adapters.count
      if let adapter = adapters[first], let change = changes[adapter] {
        parts.append(ChangedRows(rows: first..<end, change: change))
      }
      first = end
    }
    compute.add(parts, of: x, to: y)
  }

  /// Working memory of that name and width: made at the first use, the same ever after.
  func rows(_ name: String, _ columns: Int) -> Activations {
    // A layer of another width (dense among experts) gets memory of its own.
    let key = "\(name) \(columns)"
    if let known = scratch[key] { return known }
    let made = Activations(capacity: capacity, columns: columns)
    scratch[key] = made
    return made
  }
}
