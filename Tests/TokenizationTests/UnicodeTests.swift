import Foundation
import TestSupport
import Testing

@testable import Tokenization

@Suite struct ScalarClassTests {
  /// The committed table is what the standard library says today.
  @Test func theTableIsTheStandardLibrarys() {
    let assigned = [0..<0x40000, 0xe0000..<0x110000].joined().map(UInt32.init)
    let differing = assigned.compactMap(Unicode.Scalar.init).filter {
      ScalarClassTable.shared[$0.value] != ScalarClass.code(of: $0)
    }
    #expect(differing == [])
    #expect((UInt32(0xd800)...0xdfff).allSatisfy { ScalarClassTable.shared[$0] == ScalarClass.code(of: .surrogate) })
    #expect((UInt32(0x40000)..<0xe0000).allSatisfy { ScalarClassTable.shared[$0] == ScalarClass.unassigned })
  }
}

/// The committed tables hold what the standard library and Foundation say today.
@Suite struct UnicodeDataTests {
  private static let scalars = (UInt32(0)..<0x110000).compactMap(Unicode.Scalar.init)
  private static let assigned = scalars.filter { $0.properties.age != nil }

  private static func version(_ scalar: Unicode.Scalar) -> Int { scalar.properties.age?.major ?? 99 }

  @Test(arguments: [(EarlierScalarClasses.unicode8, 8), (.unicode9, 9)])
  func earlierClassesAreOfEarlierScalars(_ classes: EarlierScalarClasses, _ version: Int) {
    let reclassified: [UInt32] = [0x166d, 0x1734, 0x1885, 0x1886, 0x1cf2, 0x1cf3, 0xa9bd, 0x111c9, 0x1171e]
    let differing = Self.assigned.filter {
      let isEarlier = Self.version($0) <= version
      return classes[$0.value] != (isEarlier ? ScalarClass.code(of: $0) : ScalarClass.unassigned)
    }
    #expect(Set(differing.map(\.value)).isSubset(of: reclassified))
  }

  @Test func rangesHoldTheScalarsOfTheirClasses() {
    for classes in [ScalarClass.punctuation, ScalarClass.marks, ScalarClass.letters | ScalarClass.numbers] {
      let all = (UInt32(0)..<0x110000)
      let today = all.filter { classes >> UInt32(ScalarClassTable.shared[$0]) & 1 != 0 }
      #expect(Array(ScalarClassTable.ranges(of: classes).joined()) == today)
      let then = all.filter { classes >> UInt32(EarlierScalarClasses.unicode8[$0]) & 1 != 0 }
      #expect(Array(EarlierScalarClasses.unicode8.ranges(of: classes).joined()) == then)
    }
  }

  @Test func lowercaseIsTheStandardLibrarys() throws {
    for scalar in Self.scalars where scalar.properties.changesWhenLowercased {
      let lower = try Normalizer.lowercase.normalize(Array(String(scalar).utf8))
      #expect(lower == Array(scalar.properties.lowercaseMapping.utf8), "\(scalar.value)")
    }
    let unchanged = Self.scalars.filter { !$0.properties.changesWhenLowercased }
    let text = Array(String(String.UnicodeScalarView(unchanged)).utf8)
    #expect(try Normalizer.lowercase.normalize(text) == text)
  }

  @Test func combiningClassesAreTheStandardLibrarysOfUnicode9() {
    let differing = Self.scalars.filter {
      let known = Self.version($0) <= 9 ? $0.properties.canonicalCombiningClass.rawValue : 0
      return NormalizationTables.combiningClass($0.value) != known
    }
    #expect(differing == [])
  }

  @Test func decompositionsAreFoundationsOfUnicode9() {
    for scalar in Self.scalars {
      let text = String(scalar)
      let isKnown = Self.version(scalar) <= 9
      let canonical = isKnown ? text.decomposedStringWithCanonicalMapping : text
      let compatibility = isKnown ? text.decomposedStringWithCompatibilityMapping : text
      let parts = NormalizationTables.canonical.decomposition(of: scalar.value)
      #expect(parts.elementsEqual(canonical.unicodeScalars.map(\.value)), "\(scalar.value)")
      let compatible = NormalizationTables.compatibility.decomposition(of: scalar.value)
      #expect(compatible.elementsEqual(compatibility.unicodeScalars.map(\.value)), "\(scalar.value)")
    }
  }

  /// A scalar composes from its full decomposition's recomposed front and last scalar, unless form C excludes it.
  @Test func compositionsAreFoundationsOfUnicode9() {
    var composed: Set<UInt32> = []
    for scalar in Self.scalars where Self.version(scalar) <= 9 {
      let parts = NormalizationTables.canonical.decomposition(of: scalar.value).compactMap(Unicode.Scalar.init)
      guard parts.count > 1,
        String(scalar).precomposedStringWithCanonicalMapping.unicodeScalars.elementsEqual([scalar])
      else { continue }
      let front = String(String.UnicodeScalarView(parts.dropLast())).precomposedStringWithCanonicalMapping
      guard front.unicodeScalars.count == 1, let first = front.unicodeScalars.first, let last = parts.last else {
        continue
      }
      #expect(NormalizationTables.canonical.compose(first.value, last.value) == scalar.value)
      composed.insert(last.value)
    }
    // Nothing else composes: each of these with all others before it.
    let others = composed.subtracting(0x1161...0x11c2)
    for first in Self.assigned.map(\.value) where first < 0x12000 {
      for second in others {
        guard let made = NormalizationTables.canonical.compose(first, second) else { continue }
        let parts = NormalizationTables.canonical.decomposition(of: made)
        #expect(parts == NormalizationTables.canonical.decomposition(of: first) + [second])
      }
    }
  }

  @Test(arguments: [NormalizationTables.canonical, .compatibility])
  func whatIsInertStaysAndEndsWhatIsBefore(_ tables: NormalizationTables) {
    for scalar in Self.scalars.map(\.value) where tables.isInert(scalar) {
      #expect(tables.decomposition(of: scalar) == [scalar] && NormalizationTables.combiningClass(scalar) == 0)
      if scalar < 0x12000 { #expect(tables.compose(0x41, scalar) == nil && tables.compose(0x1100, scalar) == nil) }
    }
  }
}

@Suite struct UnicodeTests {
  /// The reference's classes, measured over all scalars.
  @Test(.enabled(if: hasReferenceData)) func classesAreTheReferences() throws {
    let url = try #require(Fixtures.shared("tokenizer/unicode/hf_classes.json"))
    let file = try JSONParser.parse(Array(try Data(contentsOf: url)))
    let classes = try #require(file["classes"]?.members)
    #expect(!classes.isEmpty)
    for member in classes {
      let pattern = try Pattern(member.key).matcher
      let listed = Set(
        member.value.array?.flatMap { range -> [Int] in
          let bounds = range.array?.compactMap(\.int) ?? []
          return bounds.count == 2 ? Array(bounds[0]...bounds[1]) : []
        } ?? [])
      let differing = (UInt32(0)..<0x110000).compactMap(Unicode.Scalar.init).filter { scalar in
        let bytes = Array(String(scalar).utf8)
        var workspace = PatternMatcher.Workspace(byteCount: bytes.count)
        let end = try? pattern.matchEnd(in: bytes.span, at: 0, to: bytes.count, &workspace)
        let matches = end != nil
        return matches != listed.contains(Int(scalar.value))
      }
      #expect(differing.isEmpty, "\(member.key): \(differing.prefix(5))")
    }
  }

  @Test(arguments: [
    ("plain", "plain"), ("e\u{301}", "é"), ("e\u{301}\u{301}", "é\u{301}"), ("\u{1112}\u{1161}\u{11ab}", "한"),
    // Marks are put in order of their classes before composing.
    ("e\u{302}\u{323}", "\u{1ec7}"), ("\u{212b}", "\u{c5}"), ("\u{0958}", "\u{0915}\u{093c}"),
    // A mark of the same class stands between: no composition.
    ("a\u{327}\u{304}", "a\u{327}\u{304}".precomposedStringWithCanonicalMapping),
    // Assigned after Unicode 9: stays where it is.
    ("a\u{1df6}\u{323}", "a\u{1df6}\u{323}"),
  ])
  func composes(_ text: String, _ composed: String) throws {
    #expect(try normalized(text, .composed).unicodeScalars.elementsEqual(composed.unicodeScalars))
  }

  private func normalized(_ text: String, _ form: UnicodeForm) throws -> String {
    String(decoding: try Normalizer.form(form).normalize(Array(text.utf8)), as: UTF8.self)
  }

  /// What the quick check calls composed stays as it is, wherever in the text its scalars lie.
  @Test func whatIsSurelyComposedDoesNotChange() throws {
    var random = SeededGenerator(seed: 12)
    let composed = Array("aé中한か“，Ж。「ン…".unicodeScalars)
    let others = Array(
      "\u{301}\u{323}\u{3099}\u{302a}\u{fe20}\u{212b}\u{2001}\u{1100}\u{1161}\u{958}\u{338}🙂\u{f900}".unicodeScalars)
    for _ in 0..<6_000 {
      let scalars = (0..<Int.random(in: 1...90, using: &random)).compactMap { _ in
        (Int.random(in: 0..<20, using: &random) == 0 ? others : composed).randomElement(using: &random)
      }
      let text = String(String.UnicodeScalarView(scalars))
      guard isSurelyComposed(text) else { continue }
      #expect(try normalized(text, .composed).unicodeScalars.elementsEqual(scalars), "\(scalars)")
    }
    #expect(isSurelyComposed("Plain text, 中文和한국어, “quoted”，вот."))
  }

  /// Every scalar, inside a text so long that many bytes are looked at together: behind a letter, and before a mark.
  @Test func noScalarIsTakenForComposedThatIsNot() throws {
    let letters = String(repeating: "a", count: 80)
    for value in (UInt32(0)..<0x110000) where !NormalizationTables.canonical.isInert(value) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for end in [letters, "\u{316}" + letters] {
        let text = letters + String(scalar) + end
        let isUnchanged = try normalized(text, .composed).unicodeScalars.elementsEqual(text.unicodeScalars)
        #expect(isUnchanged || !isSurelyComposed(text), "\(value)")
      }
    }
  }

  private func isSurelyComposed(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return UnicodeForm.composed.isSure(of: bytes.span, 0..<bytes.count)
  }

  /// Scalars that are taken to be clusters by themselves beside each other are so by the standard library's rules.
  @Test func simpleScalarsAreClusters() {
    var random = SeededGenerator(seed: 10)
    let simple = (UInt32(0)..<0x20000).filter(GraphemeClusters.isSimple).compactMap(Unicode.Scalar.init)
    for scalar in simple {
      var text = String.UnicodeScalarView()
      for other in [scalar, simple.randomElement(using: &random) ?? "a", "a", scalar, "\u{ac00}", scalar] {
        text.append(other)
      }
      #expect(String(text).count == 6, "\(scalar.value)")
    }
  }

  @Test func hangulComposesByArithmetic() {
    for syllable in UInt32(0xac00)...0xd7a3 {
      let parts = Hangul.decompose(syllable) ?? []
      #expect(parts.dropFirst().reduce(parts[0]) { Hangul.compose($0, $1) ?? 0 } == syllable)
    }
    #expect(Hangul.compose(0xac00, 0x11a7) == nil && Hangul.compose(0xac01, 0x11a8) == nil)
  }

  /// Foundation knows a later Unicode, and leaves some Hangul apart; on other scalars of Unicode 9 both agree.
  @Test func composesAsFoundationDoes() throws {
    var random = SeededGenerator(seed: 9)
    let pool = [
      UInt32(0x41)...0x24f, 0x300...0x36f, 0x370...0x5ff, 0x900...0xdff, 0x1e00...0x1fff,
    ]
    .joined().compactMap(Unicode.Scalar.init).filter { ($0.properties.age?.major ?? 99) <= 9 }
    for _ in 0..<3_000 {
      let scalars = (0..<Int.random(in: 1...8, using: &random)).compactMap { _ in pool.randomElement(using: &random) }
      let text = String(String.UnicodeScalarView(scalars))
      let composed = try normalized(text, .composed)
      #expect(composed.unicodeScalars.elementsEqual(text.precomposedStringWithCanonicalMapping.unicodeScalars))
    }
  }
}
