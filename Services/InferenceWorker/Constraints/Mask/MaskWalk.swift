extension Configurations {
  /// The tokens that may follow a configuration: those known to stay within the string, and what a walk over the tree of
  /// the others finds.
  mutating func mask(after configuration: Int32, of vocabulary: Vocabulary) -> TokenMask {
    let room = rooms[Int(configuration)]
    let slice = vocabulary.slices.first { $0.room <= room } ?? vocabulary.slices[vocabulary.slices.count - 1]
    var mask = slice.plain
    walk(slice.rest, from: configuration, into: &mask)
    return mask
  }

  /// Follows the tree's bytes as far as the automaton goes along.
  mutating func walk(_ trie: TokenTrie, from configuration: Int32, into mask: inout TokenMask) {
    var path = [Int32](repeating: configuration, count: trie.depthMax + 1)
    var node = 0
    while node < trie.nodeCount {
      let depth = Int(trie.depths[node])
      let next = next(path[depth - 1], trie.bytes[node])
      guard next != Self.dead else {
        node = Int(trie.ends[node])
        continue
      }
      path[depth] = next
      for index in trie.tokenOffsets[node]..<trie.tokenOffsets[node + 1] {
        mask.set(Int(trie.tokens[Int(index)]), to: true)
      }
      node += 1
    }
  }
}
