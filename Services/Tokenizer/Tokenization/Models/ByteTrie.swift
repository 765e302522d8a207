/// Byte strings and their ids as a double-array trie: one step is one look into one array.
///
/// Source: Aoe, "An Efficient Digital Search Algorithm by Using a Double-Array Structure", IEEE TSE 1989.
struct ByteTrie: Sendable {
  /// Where a search starts.
  static let root: Int32 = 0
  /// No node, or no id.
  static let none: Int32 = -1

  /// Laid out as the C library's `weir_trie_node`.
  struct Node {
    private static let used: UInt32 = 0x100
    private static let tokenShift: UInt32 = 9

    /// The children of this node are at `base + byte`; no other node has the same base.
    var base: UInt32 = 0
    /// The byte that leads here, whether one does, and the id of the key that ends here plus one.
    private var mark: UInt32 = 0

    var isUsed: Bool { mark & Self.used != 0 }
    var id: Int32 { Int32(truncatingIfNeeded: mark >> Self.tokenShift) - 1 }

    init() {}

    /// The node that `byte` leads to, and where no key ends yet.
    init(byte: UInt8) { mark = Self.used | UInt32(byte) }

    func isReached(by byte: UInt8) -> Bool { mark & 0x1ff == Self.used | UInt32(byte) }
    mutating func end(_ id: Int32) { mark = mark & 0x1ff | UInt32(id + 1) << Self.tokenShift }
  }

  let nodes: FlatTable<Node>

  /// Nodes that were stored; nil where a step could lead outside of them, or an id is not below `idCount`.
  init?(_ file: CompiledFile, _ section: CompiledFile.Section, idCount: Int) {
    guard let nodes: FlatTable<Node> = file.table(section) else { return nil }
    let areInside = nodes.withValues { nodes in
      nodes.count >= 256 && nodes.allSatisfy { Int($0.base) + 256 <= nodes.count && Int($0.id) < idCount }
    }
    guard areInside else { return nil }
    self.nodes = nodes
  }

  /// Takes each key with its id; of equal keys the last counts, empty ones are passed over.
  init(_ keys: [(key: [UInt8], id: Int32)]) {
    let sorted = keys.enumerated().filter { !$0.element.key.isEmpty }.sorted {
      $0.element.key == $1.element.key
        ? $0.offset < $1.offset : $0.element.key.lexicographicallyPrecedes($1.element.key)
    }
    var builder = Builder(keys: sorted.map(\.element))
    builder.place()
    nodes = FlatTable(builder.nodes)
  }

  /// The node after `node` by `byte`; ``none`` if no key goes on so.
  @inline(__always)
  func next(_ node: Int32, _ byte: UInt8) -> Int32 {
    let child = Int(nodes[Int(node)].base) + Int(byte)
    return nodes[child].isReached(by: byte) ? Int32(truncatingIfNeeded: child) : Self.none
  }

  /// The id of the key that ends at `node`; ``none`` if none does.
  @inline(__always)
  func id(at node: Int32) -> Int32 { nodes[Int(node)].id }

  /// The id of `text[range]`; ``none`` if it is no key.
  func id(of text: Span<UInt8>, _ range: Range<Int>) -> Int32 {
    var node = Self.root
    for index in range {
      node = next(node, text[index])
      if node == Self.none { return Self.none }
    }
    return id(at: node)
  }

  /// Places nodes first fit, starting where free places become frequent.
  private struct Builder {
    let keys: [(key: [UInt8], id: Int32)]
    private(set) var nodes = [Node](repeating: Node(), count: 256)
    /// Whether some node has the place as its base.
    private var isBase = [Bool](repeating: false, count: 256)
    /// No node is looked for below: nearly all places there are taken.
    private var firstFree = 1
    /// One more than the highest place taken.
    private var end = 1

    init(keys: [(key: [UInt8], id: Int32)]) { self.keys = keys }

    /// Places the nodes of all keys. Keys are as deep as they are long, so the nodes to place are kept on a list instead of
    /// the stack.
    mutating func place() {
      var pending = [(range: 0..<keys.count, depth: 0, parent: 0)]
      while let (range, depth, parent) = pending.popLast() {
        let groups = groups(range, depth)
        var rest = groups[...]
        if let first = groups.first, first.byte == nil {
          nodes[parent].end(keys[first.range.upperBound - 1].id)
          rest = rest.dropFirst()
        }
        if rest.isEmpty { continue }
        let bytes = rest.compactMap(\.byte)
        let base = freeBase(for: bytes)
        nodes[parent].base = UInt32(base)
        isBase[base] = true
        for byte in bytes { nodes[base + Int(byte)] = Node(byte: byte) }
        end = max(end, base + Int(bytes[bytes.count - 1]) + 1)
        for group in rest.reversed() { pending.append((group.range, depth + 1, base + Int(group.byte ?? 0))) }
      }
      // A step from any node may look 256 places on.
      grow(end + 256)
      nodes.removeLast(nodes.count - end - 256)
    }

    /// Stretches of `keys[range]` with the same byte at `depth`; nil for keys that end there.
    private func groups(_ range: Range<Int>, _ depth: Int) -> [(byte: UInt8?, range: Range<Int>)] {
      var groups: [(byte: UInt8?, range: Range<Int>)] = []
      for index in range {
        let byte = depth < keys[index].key.count ? keys[index].key[depth] : nil
        if let last = groups.last, last.byte == byte {
          groups[groups.count - 1].range = last.range.lowerBound..<index + 1
        } else {
          groups.append((byte, index..<index + 1))
        }
      }
      return groups
    }

    /// Never 0, the base of nodes without children.
    private mutating func freeBase(for bytes: [UInt8]) -> Int {
      let first = Int(bytes[0])
      var place = max(firstFree, first + 1)
      var takenCount = 0
      let start = place
      while true {
        grow(place + 256)
        if nodes[place].isUsed {
          takenCount += 1
        } else {
          let base = place - first
          if !isBase[base], bytes.allSatisfy({ !nodes[base + Int($0)].isUsed }) { break }
        }
        place += 1
      }
      if takenCount * 20 > (place - start + 1) * 19 { firstFree = place }
      return place - first
    }

    private mutating func grow(_ count: Int) {
      guard nodes.count < count else { return }
      let more = max(count - nodes.count, nodes.count)
      nodes += [Node](repeating: Node(), count: more)
      isBase += [Bool](repeating: false, count: more)
    }
  }
}
