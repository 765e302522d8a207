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
    /// The children of this node are at `base + byte`.
    var base: Int32 = 0
    /// The node this one is a child of.
    var parent: Int32 = ByteTrie.none
    var id: Int32 = ByteTrie.none
  }

  let nodes: FlatTable<Node>

  /// Nodes that were stored; nil where a step could lead outside of them, or an id is not below `idCount`.
  init?(_ file: CompiledFile, _ section: CompiledFile.Section, idCount: Int) {
    guard let nodes: FlatTable<Node> = file.table(section) else { return nil }
    let areInside = nodes.withValues { nodes in
      nodes.count > 512
        && nodes.allSatisfy { $0.base >= 0 && Int($0.base) + 256 <= nodes.count && Int($0.id) < idCount }
    }
    guard areInside else { return nil }
    self.nodes = nodes
  }

  /// Takes each key with its id; of equal keys the last counts, empty ones are passed over.
  init(_ keys: [(key: [UInt8], id: Int32)]) {
    var nodes = [Node](repeating: Node(), count: 512)
    nodes[0].parent = 0
    let sorted = keys.enumerated().filter { !$0.element.key.isEmpty }.sorted {
      $0.element.key == $1.element.key
        ? $0.offset < $1.offset : $0.element.key.lexicographicallyPrecedes($1.element.key)
    }
    var builder = Builder(keys: sorted.map(\.element))
    builder.place(0..<sorted.count, depth: 0, under: 0, in: &nodes)
    // A step from any node may look 256 places on.
    nodes += [Node](repeating: Node(), count: 256)
    self.nodes = FlatTable(nodes)
  }

  /// The node after `node` by `byte`; ``none`` if no key goes on so.
  @inline(__always)
  func next(_ node: Int32, _ byte: UInt8) -> Int32 {
    let child = nodes[Int(node)].base + Int32(byte)
    return child != 0 && nodes[Int(child)].parent == node ? child : Self.none
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
    /// No node is looked for below: nearly all places there are taken.
    private var firstFree = 1

    init(keys: [(key: [UInt8], id: Int32)]) { self.keys = keys }

    /// The nodes under `parent` for `keys[range]`, which agree in their first `depth` bytes. Keys are as deep as they
    /// are long, so the nodes to place are kept on a list instead of the stack.
    mutating func place(_ range: Range<Int>, depth: Int, under parent: Int32, in nodes: inout [Node]) {
      var pending = [(range: range, depth: depth, parent: parent)]
      while let (range, depth, parent) = pending.popLast() {
        let groups = groups(range, depth)
        var rest = groups[...]
        if let first = groups.first, first.byte == nil {
          nodes[Int(parent)].id = keys[first.range.upperBound - 1].id
          rest = rest.dropFirst()
        }
        if rest.isEmpty { continue }
        let bytes = rest.compactMap(\.byte)
        let base = freeBase(for: bytes, &nodes)
        nodes[Int(parent)].base = base
        for byte in bytes { nodes[Int(base) + Int(byte)].parent = parent }
        for group in rest.reversed() {
          pending.append((group.range, depth + 1, base + Int32(group.byte ?? 0)))
        }
      }
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

    private mutating func freeBase(for bytes: [UInt8], _ nodes: inout [Node]) -> Int32 {
      let first = Int(bytes[0])
      var place = max(firstFree, first + 1)
      var takenCount = 0
      let start = place
      while true {
        grow(&nodes, place + 256)
        if nodes[place].parent != ByteTrie.none {
          takenCount += 1
          place += 1
          continue
        }
        let base = place - first
        if bytes.allSatisfy({ nodes[base + Int($0)].parent == ByteTrie.none }) { break }
        place += 1
      }
      if takenCount * 20 > (place - start + 1) * 19 { firstFree = place }
      return Int32(place - first)
    }

    private func grow(_ nodes: inout [Node], _ count: Int) {
      if nodes.count < count { nodes += [Node](repeating: Node(), count: max(count - nodes.count, nodes.count)) }
    }
  }
}
