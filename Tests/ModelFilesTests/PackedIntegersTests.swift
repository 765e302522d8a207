import Foundation
import Testing

@testable import ModelFiles

/// Numbers of four bytes are read where the file has them; others are kept as they are.
@Suite struct PackedIntegersTests {
  private static let values: [Int32] = [0, -1, .max, .min, 7]

  private func read(_ kind: GGUFValueKind, _ bytes: [UInt8], count: Int) throws -> GGUFValue {
    var file = GGUFWriter().bytes()
    func append(_ value: some FixedWidthInteger) { withUnsafeBytes(of: value.littleEndian) { file += $0 } }
    file = Array(file.prefix(16))
    append(UInt64(1))
    append(UInt64(1))
    file += Array("k".utf8)
    append(GGUFValueKind.array.rawValue)
    append(kind.rawValue)
    append(UInt64(count))
    file += bytes
    let url = FileManager.default.temporaryDirectory.appending(path: "integers-\(UUID().uuidString).gguf")
    defer { try? FileManager.default.removeItem(at: url) }
    try Data(file).write(to: url)
    return try #require(try GGUFFile(path: url.path).metadata["k"])
  }

  private func bytes(_ values: [some FixedWidthInteger]) -> [UInt8] {
    values.flatMap { value in withUnsafeBytes(of: value.littleEndian) { Array($0) } }
  }

  @Test func everyWidthGivesTheSameNumbers() throws {
    let narrow = try #require(try read(.int32, bytes(Self.values), count: 5).integers)
    let wide = try #require(try read(.int64, bytes(Self.values.map(Int64.init)), count: 5).integers)
    #expect(Array(narrow) == Self.values.map(Int64.init) && narrow == wide && narrow.hashValue == wide.hashValue)
    #expect(narrow != PackedIntegers([0]) && PackedIntegers([]).isEmpty)
    for numbers in [narrow, wide] {
      #expect(numbers[2] == Int64(Int32.max))
      #expect(numbers.places(ofAllBut: -1) == [0, 2, 3, 4] && numbers.places(ofAllBut: 1 << 40) == [0, 1, 2, 3, 4])
    }
  }

  /// Numbers are compared many at a time, but for those behind the last whole many.
  @Test(arguments: [0, 1, 63, 64, 65, 127, 128, 200]) func theFewOthersAreFoundByTheirPlaces(count: Int) throws {
    for others in [[], [0], [count / 2], [count - 1], [count / 3, count / 2]] {
      guard others.allSatisfy((0..<count).contains) else { continue }
      var values = [Int32](repeating: 1, count: count)
      for place in others { values[place] = 5 }
      let numbers = try #require(try read(.int32, bytes(values), count: count).integers)
      #expect(numbers.places(ofAllBut: 1) == Set(others).sorted())
      #expect(numbers.places(ofAllBut: 1) == PackedIntegers(values.map(Int64.init)).places(ofAllBut: 1))
    }
  }

  @Test func numbersCutShortAreRefused() {
    #expect(throws: ModelFileError.self) { try read(.int32, bytes(Self.values), count: 6) }
  }
}
