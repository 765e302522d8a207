import TestSupport
import Testing
import Tokenization

/// A template cannot take time, memory or stack without bound.
@Suite struct TemplateLimitTests {
  @Test(arguments: [
    "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}", "{{ range(100001) | length }}",
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "{{ 'x' * 1000000000000 }}", "{{ [0] * 10000000000 }}",
    "{% set ns = namespace(s='x') %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
    "{% set ns = namespace(s=[1]) %}{% for i in range(60) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s }}",
    "{% set ns = namespace(s=[]) %}{% for i in range(100000) %}{% set ns.s = [ns.s] %}{% endfor %}",
    "{% set ns = namespace(s=[1]) %}{% for i in range(100000) %}{% set ns.s = ns.s | batch(1) | list %}{% endfor %}",
    "{{ 2 ** 100 }}", "{{ 9223372036854775807 + 1 }}", "{{ '%99999999d' % 1 }}",
    "{% for x in [[1]] recursive %}{{ loop([[1]]) }}{% endfor %}",
  ])
  func rendering(_ source: String) {
    #expect {
      try ChatTemplate(source).render([:], now: CivilTime(year: 2024, month: 1, day: 1))
    } throws: { error in
      if case .limit? = error as? TemplateError { true } else { false }
    }
  }

  @Test(arguments: [
    String(repeating: "(", count: 100_000), "{{ " + String(repeating: "(", count: 100_000),
    "{{ " + String(repeating: "-", count: 100_000) + "1 }}",
    "{{ 1" + String(repeating: " + 1", count: 100_000) + " }}",
    "{{ x" + String(repeating: ".y", count: 100_000) + " }}",
    "{{ " + String(repeating: "(" + String(repeating: "1 + ", count: 499), count: 90) + "1"
      + String(repeating: ")", count: 90) + " }}",
    String(repeating: "{% if 1 %}", count: 100_000), "{{ not " + String(repeating: "not ", count: 100_000) + "1 }}",
    "{{ " + String(repeating: "[", count: 100_000),
  ])
  func nesting(_ source: String) {
    _ = try? ChatTemplate(source).render([:], now: CivilTime(year: 2024, month: 1, day: 1))
  }

  @Test func mutatedTemplatesNeverCrash() {
    var random = SeededGenerator(seed: 23)
    let source = Array(
      "{%- macro f(a, b='x') -%}{{ a ~ b | upper }}{%- endmacro %}{% for m in messages[1:] if m.role is defined %}{{ loop.index0 }}{{ f(m['role'], b=m.content | trim) }}{% else %}{{ [1, 2.5, {'k': none}] | tojson(indent=2) }}{% endfor %}{% set ns = namespace(x=1) %}{% set ns.x = ns.x * 3 - 1 %}{{ 'a' if ns.x > 2 else raise_exception('no') }}{# c #}{{ '%d' % 5 }}"
        .unicodeScalars)
    let messages: JSONValue = .array([.object([.init("role", .string("user")), .init("content", .string(" é "))])])
    for _ in 0..<20_000 {
      var scalars = source
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let index = Int.random(in: 0..<scalars.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: scalars.remove(at: index)
        case 1: scalars[index] = Unicode.Scalar(UInt8.random(in: 0x20...0x7e, using: &random))
        default: scalars.swapAt(index, Int.random(in: 0..<scalars.count, using: &random))
        }
      }
      let template = try? ChatTemplate(String(String.UnicodeScalarView(scalars)))
      _ = try? template?.render(["messages": messages], now: CivilTime(year: 2024, month: 1, day: 1))
    }
  }
}

@Suite struct CivilTimeTests {
  @Test(arguments: [
    ("2024-07-26T12:34:56", CivilTime(year: 2024, month: 7, day: 26, hour: 12, minute: 34, second: 56)),
    ("2024-07-26", CivilTime(year: 2024, month: 7, day: 26)), ("2024-13-01", nil), ("noon", nil), ("", nil),
  ])
  func reads(_ text: String, _ time: CivilTime?) { #expect(CivilTime(iso8601: text) == time) }

  @Test(arguments: [
    (0, CivilTime(year: 1970, month: 1, day: 1)), (951_782_400, CivilTime(year: 2000, month: 2, day: 29)),
    (1_721_997_296, CivilTime(year: 2024, month: 7, day: 26, hour: 12, minute: 34, second: 56)),
    (-1, CivilTime(year: 1969, month: 12, day: 31, hour: 23, minute: 59, second: 59)),
  ])
  func countsFrom1970(_ seconds: Int, _ time: CivilTime) { #expect(CivilTime(unixSeconds: seconds) == time) }
}
