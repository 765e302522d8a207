import Foundation
import TestSupport
import Testing

@testable @_spi(Identified) import Deidentification

@Suite struct OperatorRestoreTests {
  private static let reversible: [(name: String, deidentifier: Deidentifier)] = [
    ("surrogate", Compiled.surrogate), ("encrypt", Compiled.encrypt), ("shift_date", Compiled.shiftDate),
    ("mixed", Compiled.mixed),
  ]

  @Test("restore(deidentify(x)) = x for every reversible operator and every cut", arguments: 0..<4)
  func roundTrip(operatorIndex: Int) throws {
    let (name, deidentifier) = Self.reversible[operatorIndex]
    let seed: UInt64 = 20_260_301
    var random = SeededGenerator(seed: seed)
    for number in 0..<250 {
      let text = OperatorText.make(&random, OperatorText.likely)
      var map = SurrogateMap(keys: TestKeys.make())
      let hidden = try deidentifier.text(text, &map)
      #expect(restored(hidden, map) == text, "\(name), seed \(seed), text \(number)")
      #expect(restoredInPieces(hidden, map, &random) == text, "\(name), seed \(seed), text \(number)")
    }
  }

  @Test("one request with surrogates, English and Chinese")
  func examples() throws {
    var map = SurrogateMap(keys: TestKeys.make())
    let english = "Patient Jane Doe, DOB 02/03/1961, phone 415-555-0132, MRN 98765432. Doe sleeps."
    let hidden = try Compiled.surrogate.text(english, &map)
    let form =
      #/Patient [A-Z][a-z]+ ([A-Z][a-z]+), DOB \d\d/\d\d/196[0-2], phone \d{3}-555-01\d\d, MRN [1-9]{8}\. (\w+) sleeps\./#
    let match = try #require(hidden.wholeMatch(of: form), "\(hidden)")
    #expect(match.1 == match.2)
    let chinese = "患者高玉芬，身份证11010519491231002X，手机13812345678，住院号0067890。"
    let other = try Compiled.surrogate.text(chinese, &map)
    #expect(other.wholeMatch(of: #/患者\p{Han}{3}，身份证\d{17}[\dX]，手机154\d{8}，住院号\d{7}。/#) != nil, "\(other)")
    #expect([hidden, other].map { restored($0, map) } == [english, chinese])
  }

  @Test("one map restores every turn of a conversation, also turns that repeat surrogates already given out")
  func conversation() throws {
    let seed: UInt64 = 77
    var random = SeededGenerator(seed: seed)
    for round in 0..<60 {
      var map = SurrogateMap(keys: TestKeys.make())
      var turns: [String] = []
      var hidden: [String] = []
      for _ in 0..<6 {
        // What a model's answer gave away, or what is about to be given out, as if it were the caller's own words.
        let known = map.likenesses.identifiers.keys.sorted() + OperatorText.likely
        turns.append(OperatorText.make(&random, known))
        let deidentifier = Self.reversible.randomElement(using: &random)!.deidentifier
        hidden.append(try deidentifier.text(turns.last!, &map))
        if Bool.random(using: &random) { map = try SurrogateMap(json: map.json(), keys: TestKeys.make()) }
      }
      for (turn, text) in zip(turns, hidden) {
        #expect(restoredInPieces(text, map, &random) == turn, "seed \(seed), round \(round)")
      }
    }
  }

  @Test("a surrogate in the caller's later text is the caller's own")
  func lookAlike() throws {
    var map = SurrogateMap(keys: TestKeys.make())
    let first = try Compiled.surrogate.text("Patient Jane Doe slept.", &map)
    let surname = try #require(first.split(separator: " ").dropFirst(2).first)
    let text = "the \(surname) road is closed"
    let hidden = try Compiled.surrogate.text(text, &map)
    #expect(hidden != text && restored(hidden, map) == text)
    #expect(restored(first, map) == "Patient Jane Doe slept.")
  }

  @Test("what an earlier turn sent is no surrogate later, so that restoring the earlier turn never meets it")
  func earlierText() throws {
    let usual = try replaced("Hannah Pryce", .name, .surrogate).split(separator: " ")
    let turn = "the \(usual[1]) road is closed"
    var map = SurrogateMap(keys: TestKeys.make())
    // It looks for telephone numbers only, so that the turn is sent as it is.
    var options = DeidentificationOptions()
    options.kinds = [.phone]
    options.operators = OperatorTable(standard: .surrogate)
    let first = try Deidentifier(options).text(turn, &map)
    #expect(first == turn)
    _ = try Compiled.surrogate.text("Dr. Hannah Pryce slept.", &map)
    #expect(restored(first, map) == turn)
    let surname = try #require(map.likenesses.texts[.init(kind: .name, text: "Pryce")])
    #expect(surname != usual[1])
  }

  @Test("a conversation that began with placeholders goes on with them: what was sent is not known")
  func lateChange() throws {
    var map = SurrogateMap(keys: nil)
    _ = try deidentifier.text("Call 212-555-0147 about the road.", &map)
    var later = try SurrogateMap(json: map.json(), keys: TestKeys.make())
    #expect(try Compiled.surrogate.text("Patient Jane Doe.", &later) == "Patient [NAME_1].")
    #expect(later.likenesses.isEmpty)
  }

  @Test("the file holds surrogates and no keys, and a copy goes on where the first stopped")
  func file() throws {
    var map = SurrogateMap(keys: TestKeys.make())
    let hidden = try Compiled.mixed.text("Patient Jane Doe, DOB 02/03/1961, MRN 98765432.", &map)
    var read = try SurrogateMap(json: map.json(), keys: TestKeys.make())
    #expect(restored(hidden, read) == "Patient Jane Doe, DOB 02/03/1961, MRN 98765432.")
    #expect(read.likenesses.sent == map.likenesses.sent && read.count == map.count)
    #expect(try Compiled.mixed.text("Patient Jane Doe", &read) == hidden.prefix { $0 != "," })
  }

  @Test("spans are those of the placeholder run, whatever the operator")
  func spans() throws {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<60 {
      let text = IdentifiedText(OperatorText.make(&random, []))
      var (plain, mixed) = (SurrogateMap(), SurrogateMap(keys: TestKeys.make()))
      let expected = try deidentifier.deidentify(text, into: &plain).spans
      let spans = try Compiled.mixed.deidentify(text, into: &mixed).spans
      #expect(spans.map(\.range) == expected.map(\.range) && spans.map(\.kind) == expected.map(\.kind))
    }
  }
}

/// Restoring of surrogates that look like words.
@Suite struct WordRestoreTests {
  private func map(_ pairs: [(String, String)]) -> SurrogateMap {
    var map = SurrogateMap()
    for (text, surrogate) in pairs {
      let isTaken = map.insert(.init(kind: .name, text: text), asLikeness: surrogate)
      #expect(isTaken)
    }
    return map
  }

  @Test(
    "whole words only, the longest first",
    arguments: [
      ("Peter Ashford", "John Smith"), ("Ashford", "Smith"), ("Ashford's", "Smith's"), ("Ashfordham", "Ashfordham"),
      ("xAshford", "xAshford"), ("_Ashford", "_Ashford"), ("Ashforde\u{301}", "Ashforde\u{301}"),
      ("Ashford\u{301}", "Ashford\u{301}"), ("Peter Ashf", "John Ashf"), ("Peter-Ashford", "John-Smith"),
      ("林美玉", "高玉芬"),
      ("王林美玉说", "王高玉芬说"), ("Ashford林美玉Ashford", "Smith高玉芬Smith"), ("ashford", "ashford"), ("[Ashford]", "[Smith]"),
    ])
  func words(text: String, expected: String) {
    let map = map([("John", "Peter"), ("Smith", "Ashford"), ("John Smith", "Peter Ashford"), ("高玉芬", "林美玉")])
    #expect(restored(text, map) == expected)
    let scalars = Array(text.unicodeScalars)
    for cut in 0...scalars.count {
      var restorer = SurrogateRestorer(map: map)
      var out = ""
      for piece in [scalars[..<cut], scalars[cut...]] { out += restorer.push(String(String.UnicodeScalarView(piece))) }
      out += restorer.finish()
      #expect(out == expected, "cut at \(cut)")
    }
  }

  @Test(
    "within JSON an identifier gets the escapes that it needs",
    arguments: ["O\"Neil", "a\\b", "12 Elm Street\nSpringfield", "\u{1}x\ty", "高玉芬", "plain"])
  func withinJSON(original: String) throws {
    let map = map([(original, "Ashford")])
    var restorer = SurrogateRestorer(map: map, into: .json)
    let json = restorer.push(#"["say Ashford, "#) + restorer.push(#"Ashford"]"#) + restorer.finish()
    let strings = try JSONDecoder().decode([String].self, from: Data(json.utf8))
    #expect(strings == ["say \(original), \(original)"])
  }

  @Test("a word is held back only while it may become a surrogate, and one scalar longer")
  func release() {
    let map = map([("John", "Peter"), ("John Smith", "Peter Ashford")])
    var restorer = SurrogateRestorer(map: map)
    let pieces = ["the P", "et", "er", " ", "x", " Peter", ".", "xPeter ", "Peter Ashford", "!"]
    let released = pieces.map { restorer.push($0) }
    #expect(released == ["the ", "", "", "", "John x", " ", "John.", "xPeter ", "", "John Smith!"])
    let rest = restorer.finish()
    #expect(rest == "")
  }

  @Test(
    "nothing that could be taken for other text becomes a surrogate",
    arguments: ["a", "92", "林", "", "[x] yz", "Ann", "-"])
  func indistinct(text: String) {
    var map = SurrogateMap()
    let isTaken = map.insert(.init(kind: .name, text: "John"), asLikeness: text)
    #expect(!isTaken)
  }

  @Test("the trace never forgets: every run of a text that stands at whole words is in it")
  func trace() {
    let seed: UInt64 = 31
    var random = SeededGenerator(seed: seed)
    for round in 0..<200 {
      let text = Array(OperatorText.make(&random, []).utf8)
      var trace = TextTrace()
      trace.insert(text)
      let atoms = TextTrace.atoms(of: text)
      guard let first = atoms.indices.randomElement(using: &random) else { continue }
      let last = min(atoms.count - 1, first + Int.random(in: 0...5, using: &random))
      #expect(
        trace.mayContain(Array(text[atoms[first].lowerBound..<atoms[last].upperBound])), "seed \(seed), round \(round)")
    }
    #expect(!TextTrace().mayContain(Array("Ann".utf8)))
  }
}

/// Random text with identifiers of every operator's kinds, and words that look like surrogates.
enum OperatorText {
  private static let pieces = [
    "Patient Jane Doe", "Dr. JANE DOE", "Mr. John Smith", "Smith", "患者高玉芬", "玉芬", "患者王伟，", "on 04/17/2016",
    " 2016-04-24 ",
    "2016年4月17日", "May 3rd, 2021", "4111 1111 1111 1111", "GB82 WEST 1234 5698 7654 32", "身份证11010519491231002X",
    "phone 415-555-0132", "13812345678", "a.b@north.org", "https://north.org/p/ab12", "10.20.30.40", "MRN: KD-220417",
    "SSN 123-45-6789", "aged 93", "湖北省荆州市沙市区青柏路58号", "12 Oak Street, Springfield, IL 62701", "[NAME_1]", "[NAME:AAAA]",
    "[NAME:",
    "Ashford", "Peter", "son", "x", "1", "/", "-", ".", "'", " ", " ", "\n", "，", "林", "e\u{301}", "\u{200B}", "🙂", "[",
    "]", "_",
    ", ", "Иван", "Mary Smith-Jones", "O'Brien", "secret token sk-12",
  ]

  /// What stands for these pieces in a conversation of its own.
  static let likely: [String] = {
    var map = SurrogateMap(keys: TestKeys.make())
    for piece in pieces { _ = try! Compiled.surrogate.text(piece, &map) }
    return map.likenesses.identifiers.keys.sorted()
  }()

  /// A piece of four is one of `known`.
  static func make(_ random: inout SeededGenerator, _ known: [String]) -> String {
    (0..<Int.random(in: 0...14, using: &random)).map { _ in
      known.isEmpty || Int.random(in: 0...3, using: &random) > 0
        ? pieces.randomElement(using: &random)! : known.randomElement(using: &random)!
    }.joined()
  }
}
