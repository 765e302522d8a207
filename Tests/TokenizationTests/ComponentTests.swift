import Foundation
import TestSupport
import Testing
import Tokenization

/// Small tokenizers put together at random from every kind of component, with what HF tokenizers 0.23 makes of random
/// texts: ids, type ids, places, windows and decoded text. Each kept file once found a difference or shows a component.
@Suite struct ComponentTests {
  private static let rows: [JSONValue] = {
    let url = Fixtures.folder.appending(path: "tokenizer/components.jsonl")
    let lines = (try? Data(contentsOf: url))?.split(separator: 0x0a) ?? []
    return lines.compactMap { try? JSONParser.parse(Array($0)) }
  }()

  @Test func theFixtureIsThere() { #expect(Self.rows.count == 36) }

  @Test(arguments: rows.indices)
  func agreesWithTheReference(_ index: Int) throws {
    let row = Self.rows[index]
    let tokenizer = try Tokenizer(json: Array(try #require(row["tokenizer"]?.string).utf8))
    for item in try #require(row["cases"]?.array) {
      try encodes(item, tokenizer)
      try decodes(item, tokenizer)
    }
  }

  private func encodes(_ item: JSONValue, _ tokenizer: Tokenizer) throws {
    let text = try #require(item["text"]?.string)
    let pair = item["pair"]?.string
    let addSpecial = item["sp"]?.bool ?? false
    let parseSpecial = item["nospecial"] == nil
    let truncation = try item["trunc"].map(truncation)
    let encoding = try tokenizer.encoding(
      of: text, pairedWith: pair, addSpecial: addSpecial, parseSpecial: parseSpecial, truncation: truncation)
    #expect(tokens(encoding) == expected(item))
    #expect(encoding.overflow.map(tokens) == item["over"]?.array?.map(expected) ?? [])
    if truncation == nil, parseSpecial {
      let ids =
        try pair.map { try tokenizer.encode(text, pairedWith: $0, addSpecial: addSpecial) }
        ?? tokenizer.encode(text, addSpecial: addSpecial)
      #expect(ids == encoding.ids)
    }
  }

  private func decodes(_ item: JSONValue, _ tokenizer: Tokenizer) throws {
    let ids = try #require(item.ids("dids"))
    #expect(tokenizer.decode(ids, skipSpecial: false).utf8.elementsEqual(item["dec"]?.string?.utf8 ?? "".utf8))
    #expect(tokenizer.decode(ids, skipSpecial: true).utf8.elementsEqual(item["decs"]?.string?.utf8 ?? "".utf8))
  }

  private func truncation(_ rule: JSONValue) throws -> Truncation {
    let strategies: [String: Truncation.Strategy] = [
      "longest_first": .longestFirst, "only_first": .onlyFirst, "only_second": .onlySecond,
    ]
    return Truncation(
      tokenCountMax: try #require(rule["max_length"]?.int), stride: try #require(rule["stride"]?.int),
      strategy: try #require(rule["strategy"]?.string.flatMap { strategies[$0] }),
      direction: rule["direction"]?.string == "left" ? .left : .right)
  }

  /// Id, type id, first scalar, end, and whether it was added, of each token.
  private func tokens(_ encoding: Encoding) -> [[Int]] {
    encoding.tokens.map {
      [Int($0.id), Int($0.typeID), $0.scalars.lowerBound, $0.scalars.upperBound, $0.isAdded ? 1 : 0]
    }
  }

  private func expected(_ item: JSONValue) -> [[Int]] {
    let ids = item["ids"]?.array ?? []
    return ids.indices.map { index in
      let place = item["off"]?.array?[index].array ?? []
      let values: [JSONValue?] = [
        ids[index], item["typ"]?.array?[index], place.first, place.last, item["mask"]?.array?[index],
      ]
      return values.compactMap { $0?.int }
    }
  }
}
