import TestSupport
import Testing

@testable @_spi(Identified) import Deidentification

@Suite struct SealedIdentifierTests {
  private let sealed = SealedIdentifier(keys: TestKeys.make())

  @Test("the key alone restores, without a map")
  func keyAlone() throws {
    var map = SurrogateMap(keys: TestKeys.make())
    let text = "Patient Jane Doe, phone 415-555-0132."
    let hidden = try Compiled.encrypt.text(text, &map)
    #expect(hidden.wholeMatch(of: #/Patient \[NAME:[\w-]+\], phone \[PHONE:[\w-]+\]\./#) != nil)
    var restorer = SurrogateRestorer(keys: TestKeys.make())
    #expect(restorer.push(hidden) + restorer.finish() == text)
    #expect(map.count == 0)
  }

  @Test func anotherTenantsKeyRestoresNothing() throws {
    var map = SurrogateMap(keys: TestKeys.make())
    let hidden = try Compiled.encrypt.text("Patient Jane Doe.", &map)
    var restorer = SurrogateRestorer(keys: TestKeys.make(tenant: "south"))
    #expect(restorer.push(hidden) + restorer.finish() == hidden)
  }

  @Test("the same identifier has the same form; its length shows to the next 16 bytes only")
  func forms() throws {
    let short = try #require(sealed.seal(.init(kind: .name, text: "Jo")))
    #expect(short == sealed.seal(.init(kind: .name, text: "Jo")))
    #expect(short.count == sealed.seal(.init(kind: .name, text: "Bartholomew"))?.count)
    #expect(short != sealed.seal(.init(kind: .name, text: "Jon")))
  }

  @Test("any text comes back; any other text, kind or character does not open")
  func forgeries() throws {
    let seed: UInt64 = 4
    var random = SeededGenerator(seed: seed)
    for round in 0..<150 {
      let identifier = SurrogateMap.Identifier(
        kind: EntityKind.allCases.randomElement(using: &random)!, text: RandomText.make(&random))
      guard let token = sealed.seal(identifier) else { continue }
      #expect(sealed.open(Array(token.utf8)) == identifier, "seed \(seed), round \(round)")
      var forged = Array(token.utf8)
      let place = Int.random(in: 0..<forged.count, using: &random)
      let other = "ABCxyz012-_[]:".utf8.randomElement(using: &random)!
      if forged[place] != other {
        forged[place] = other
        #expect(sealed.open(forged) == nil, "seed \(seed), round \(round)")
      }
    }
  }

  @Test func whatIsTooLongGetsAPlaceholder() throws {
    let text = String(repeating: "x", count: SealedIdentifier.textBytesMax + 1)
    #expect(try replaced(text, .id, .encrypt) == "[ID_1]")
    let longest = try #require(sealed.seal(.init(kind: .organisation, text: String(text.dropLast()))))
    #expect(sealed.open(Array(longest.utf8))?.text.count == SealedIdentifier.textBytesMax)
  }

  @Test("RFC 4648, section 10, with the alphabet of section 5 and no padding")
  func base64() {
    let vectors = [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("foobar", "Zm9vYmFy")]
    for (text, expected) in vectors {
      #expect(Base64URL.encode(Array(text.utf8)) == expected)
      #expect(Base64URL.decode(Array(expected.utf8)) == Array(text.utf8))
    }
    #expect(Base64URL.encode([0xfb, 0xff]) == "-_8")
    for bad in ["Zh", "Z", "Zm9", "Zg==", "Z g"] { #expect(Base64URL.decode(Array(bad.utf8)) == nil, "\(bad)") }
  }

  @Test("a sealed form in the caller's text is the caller's")
  func ownText() throws {
    var map = SurrogateMap(keys: TestKeys.make())
    let own = try #require(sealed.seal(.init(kind: .name, text: "Ann")))
    for deidentifier in [Compiled.encrypt, Compiled.surrogate, deidentifier] {
      let text = "they sent \(own) to me"
      #expect(restored(try deidentifier.text(text, &map), map) == text)
    }
  }
}
