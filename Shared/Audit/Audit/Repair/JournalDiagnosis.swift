extension JournalScan {
  /// What is wrong, compared with the files that are published.
  func damages(in files: any FileSystem, key: NoteKey) throws(AuditError) -> [Damage] {
    var published = try PublishedFiles(files, key: key)
    return damages(publishedSize: published?.size) { published?.leaf($0) }
  }

  /// What is wrong, by record where the published tile of hashes lets one be told.
  ///
  /// `leaf` is the hash of a record as published, nil where none is.
  func damages(publishedSize: UInt64?, leaf: (UInt64) -> MerkleHash?) -> [Damage] {
    var damages: [Damage] = []
    if header == nil { damages.append(Damage(file: Journal.path, reason: "its header is damaged")) }
    for gap in gaps { damages.append(damage(gap, publishedSize, leaf)) }
    if let last = frames.last, let publishedSize, last.end < publishedSize, gaps.isEmpty {
      damages.append(
        Damage(
          file: Journal.path, record: last.end,
          reason: "it ends there, but the checkpoint promises \(publishedSize) records"))
    }
    return damages
  }

  private func damage(
    _ gap: (bytes: Range<Int>, framesBefore: Int), _ publishedSize: UInt64?, _ leaf: (UInt64) -> MerkleHash?
  ) -> Damage {
    let (first, known) = records(of: gap)
    guard let first else {
      return Damage(file: Journal.path, reason: "the frame at byte \(gap.bytes.lowerBound) is damaged")
    }
    let end = known ?? max(first, publishedSize ?? first)
    if let record = changedRecord(in: gap.bytes, from: first, to: end, leaf) {
      return Damage(file: Journal.path, record: record, reason: "it does not match its hash")
    }
    return Damage(
      file: Journal.path,
      reason: "the frame at byte \(gap.bytes.lowerBound), with records \(first)..<\(end), is damaged")
  }

  private func changedRecord(
    in gap: Range<Int>, from first: UInt64, to end: UInt64, _ leaf: (UInt64) -> MerkleHash?
  ) -> UInt64? {
    guard let (count, entries) = unchecked(gap), UInt64(count) == end - first else { return nil }
    for index in first..<end {
      let position = Int(index - first)
      guard let published = leaf(index) else { return nil }
      guard position < entries.count, MerkleHash(leaf: bytes.span.extracting(entries[position])) == published else {
        return index
      }
    }
    return nil
  }
}
