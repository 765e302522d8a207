import Testing

@testable import Audit

@Suite struct TileTests {
  @Test(
    "names of tiles as the tlog-tiles specification gives them",
    arguments: [
      (TilePath.hashes(level: 0, index: 0, width: 256), "tile/0/000"),
      (.hashes(level: 0, index: 1_234_067, width: 256), "tile/0/x001/x234/067"),
      (.hashes(level: 2, index: 0, width: 1), "tile/2/000.p/1"),
      (.hashes(level: 1, index: 999, width: 17), "tile/1/999.p/17"),
      (.entries(index: 1000, width: 256), "tile/entries/x001/000"),
      (.entries(index: 273, width: 112), "tile/entries/273.p/112"),
    ])
  func path(path: TilePath, expected: String) { #expect(path.description == expected) }

  @Test("the right edge of a tree of 70,000 records, the specification's example")
  func partials() {
    #expect(
      partialPaths(size: 70_000).map(\.description) == [
        "tile/entries/273.p/112", "tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1",
      ])
    #expect(partialPaths(size: 256).map(\.description) == ["tile/1/000.p/1"])
    #expect(partialPaths(size: 0).isEmpty)
  }

  @Test("a bundle gives back what was put in, and nothing of a bundle that ends early")
  func bundle() throws {
    let entries: [[UInt8]] = [[], [1], Array(repeating: 7, count: EntryBundle.entryBytesMax)]
    var bundle: [UInt8] = []
    for entry in entries { EntryBundle.append(entry, to: &bundle) }
    #expect(Array(bundle.prefix(5)) == [0, 0, 0, 1, 1])
    let ranges = try #require(EntryBundle.ranges(in: bundle, count: 3))
    #expect(ranges.map { Array(bundle[$0]) } == entries)
    #expect(EntryBundle.ranges(in: bundle.dropLast(), count: 3) == nil)
    #expect(EntryBundle.ranges(in: bundle, count: 4) == nil)
  }
}
