/// A log's records one after another, holding one bundle; those that retention removed are passed over.
struct RecordCursor {
  private let reader: LogReader
  private var index: UInt64 = 0
  private var bundle: StoredBundle?

  init(_ reader: LogReader) { self.reader = reader }

  /// The next record; nil at the end of the snapshot.
  mutating func next() throws(AuditError) -> (index: UInt64, bytes: [UInt8])? {
    while index < reader.size {
      defer { index += 1 }
      if index >= reader.journal.base {
        return (index, Array(reader.journal.bytes[reader.journal.entries[Int(index - reader.journal.base)]]))
      }
      let position = Int(index % UInt64(Tile.width))
      if position == 0 { bundle = try reader.wholeBundle(index / UInt64(Tile.width)) }
      if let bundle { return (index, Array(bundle.bytes[bundle.entries[position]])) }
    }
    return nil
  }
}
