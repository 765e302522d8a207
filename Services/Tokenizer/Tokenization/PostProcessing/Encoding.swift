/// A text, or two, as tokens that know where they came from.
public struct Encoding: Sendable, Equatable {
  /// One token.
  public struct Token: Sendable, Equatable {
    /// Its id in the vocabulary.
    public var id: Int32
    /// Which part of the input it belongs to, as the model wants to be told (BERT's `token_type_ids`).
    public var typeID: Int32
    /// The scalars of the original text that it stands for; empty for tokens that no text stands behind.
    public var scalars: Range<Int>
    /// The same in bytes of UTF-8.
    public var bytes: Range<Int>
    /// Whether it was put around or between the texts.
    public var isAdded = false
    /// Whether it only fills up.
    public var isPadding = false
    /// Its place if it is the first token of its window, where that is another one.
    var placeAsFirst: Place?

    struct Place: Equatable {
      var scalars: Range<Int>
      var bytes: Range<Int>
    }
  }

  /// The tokens in order.
  public internal(set) var tokens: [Token]
  /// What truncation cut off, as further windows over the same text.
  public internal(set) var overflow: [Encoding] = []

  /// The tokens' ids.
  public var ids: [Int32] { tokens.map(\.id) }
  /// The tokens' type ids.
  public var typeIDs: [Int32] { tokens.map(\.typeID) }
}

extension Encoding {
  /// This and what follows it. What was cut off of either is combined with all of the other.
  func joined(with next: Encoding) -> Encoding {
    var joined = Encoding(tokens: tokens + next.tokens)
    for own in overflow {
      joined.overflow.append(own.joined(with: next))
      for other in next.overflow { joined.overflow.append(own.joined(with: other)) }
    }
    let whole = Encoding(tokens: tokens)
    for other in next.overflow { joined.overflow.append(whole.joined(with: other)) }
    return joined
  }

  /// With the first token of each window in its place.
  func placingFirst() -> Encoding {
    var copy = self
    copy.overflow = overflow.map { $0.placingFirst() }
    for index in copy.tokens.indices {
      if index == 0, let place = tokens[0].placeAsFirst {
        copy.tokens[0].scalars = place.scalars
        copy.tokens[0].bytes = place.bytes
      }
      copy.tokens[index].placeAsFirst = nil
    }
    return copy
  }

  func settingTypeID(_ id: Int32, inOverflow: Bool) -> Encoding {
    var copy = self
    for index in copy.tokens.indices { copy.tokens[index].typeID = id }
    if inOverflow { copy.overflow = overflow.map { $0.settingTypeID(id, inOverflow: true) } }
    return copy
  }
}
