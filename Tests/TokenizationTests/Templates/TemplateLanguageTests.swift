import Testing
import Tokenization

/// What the language does, a row for a rule; the expected texts are Jinja's.
@Suite struct TemplateLanguageTests {
  static let variables: [String: TemplateValue] = [
    "n": .integer(3), "t": .string("héllo wörld"), "l": .array([.integer(3), .integer(1), .integer(2)]), "none_": .null,
    "o": .object([.init("b", .integer(1)), .init("A", .string("x")), .init("items", .integer(7))]),
    "m": .array([
      .object([.init("role", .string("user")), .init("content", .string("hi"))]),
      .object([.init("role", .string("tool")), .init("content", .null)]),
    ]),
  ]

  private func render(_ source: String) throws(TemplateError) -> String {
    try ChatTemplate(source).render(Self.variables, now: CivilTime(year: 2024, month: 7, day: 6, hour: 15, minute: 4))
  }

  @Test(arguments: [
    // Expressions
    (
      "{{ 1 + 2 * 3 }} {{ (1 + 2) * 3 }} {{ 7 // 2 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 7 / 2 }} {{ 2 ** 3 }}",
      "7 9 3 -4 2 3.5 8"
    ),
    ("{{ 'a' 'b' ~ 1 ~ none ~ true }}", "ab1NoneTrue"), ("{{ 1 < 2 < 3 }} {{ 1 < 3 < 2 }}", "True False"),
    ("{{ 'b' in 'abc' }} {{ 4 not in l }} {{ 'A' in o }}", "True True True"), ("{{ not n == 3 or n }}", "3"),
    ("{{ 'x' if n > 5 else 'y' }}{{ 'z' if n > 5 }}", "y"),
    ("{{ l[0] }}{{ l[-1] }}{{ l[1:] }}{{ l[::-1] }}{{ t[:2] }}", "32[1, 2][2, 1, 3]hé"),
    ("{{ m[0].role }} {{ m[0]['content'] }} {{ m[0].nothing }}|{{ l[9] }}|", "user hi ||"),
    ("{{ o.items() | length }} {{ o['items'] }}", "3 7"),
    ("{{ [1, 'a\\n', 2.0, none, {'k': (1,)}] }}", "[1, 'a\\n', 2.0, None, {'k': (1,)}]"),
    ("{{ \"it's\" }}{{ [\"it's\"] }}", "it's[\"it's\"]"),
    ("{{ 1, 2 }}", "(1, 2)"),
    ("{{ 1e16 }} {{ 0.1 + 0.2 }} {{ 1.0 }} {{ 100000.0 * 10 }}", "1e+16 0.30000000000000004 1.0 1000000.0"),
    ("{{ '%s-%03d-%.1f' % ('a', 7, 2.25) }} {{ '{} {1} {x}'.format(1, 2, x=3) }}", "a-007-2.2 1 2 3"),
    // Filters
    ("{{ l | sort }}{{ l | sort(reverse=true) }}{{ l | sum }}{{ l | max }}", "[1, 2, 3][3, 2, 1]63"),
    ("{{ l | join('-') }} {{ m | join(',', attribute='role') }}", "3-1-2 user,tool"),
    ("{{ t | title }}|{{ t | capitalize }}|{{ t | upper }}|{{ t | length }}", "Héllo Wörld|Héllo wörld|HÉLLO WÖRLD|11"),
    ("{{ x | default('d') }} {{ none_ | default('d') }} {{ none_ | default('d', true) }}", "d None d"),
    ("{{ '  a ' | trim }}|{{ 'xax' | trim('x') }}", "a|a"),
    (
      "{{ m | selectattr('role', 'equalto', 'user') | list | length }}{{ m | map(attribute='role') | list }}",
      "1['user', 'tool']"
    ),
    ("{{ l | select('odd') | list }}{{ l | reject('gt', 1) | list }}{{ l | map('string') | join }}", "[3, 1][1]312"),
    ("{{ o | dictsort }}", "[('A', 'x'), ('b', 1), ('items', 7)]"), ("{{ 'a\nb\n\nc' | indent(2) }}", "a\n  b\n\n  c"),
    ("{{ 'a' | indent(2, true) }}", "  a"),
    ("{{ '<a>' | e }} {{ '<' | safe + '<' }}", "&lt;a&gt; <&lt;"),
    ("{{ '3.7' | int }} {{ 'x' | int(5) }} {{ 3.456 | round(1) }}", "3 5 3.5"),
    (
      "{{ [1, 2, 1, 'A', 'a'] | unique | list }}{{ l | first }}{{ l | last }}{{ l | reverse | list }}",
      "[1, 2, 'A']32[2, 1, 3]"
    ),
    (
      "{% for k, g in m | groupby('role') %}{{ k }}:{{ g | length }} {% endfor %}{{ l | batch(2) | list }}",
      "tool:1 user:1 [[3, 1], [2]]"
    ),
    // tojson: Python's separators, no escapes beyond ASCII or for HTML
    ("{{ {'a': [1, 2.0, none, true], 'é<': 'x\"\\n'} | tojson }}", #"{"a": [1, 2.0, null, true], "é<": "x\"\n"}"#),
    ("{{ {'b': 1, 'a': []} | tojson(indent=2) }}", "{\n  \"b\": 1,\n  \"a\": []\n}"),
    ("{{ 'é🙂' | tojson(ensure_ascii=True) }}", #""\u00e9\ud83d\ude42""#),
    // Methods
    ("{{ 'a,b,c'.split(',', 1) }}{{ ' a  b '.split() }}{{ 'abc'.replace('b', 'x') }}", "['a', 'b,c']['a', 'b']axc"),
    (
      "{{ 'xxaxx'.strip('x') }}{{ 'aXb'.lower() }}{{ 'ab'.startswith('a') }}{{ 'ab'.endswith(('x', 'b')) }}",
      "aaxbTrueTrue"
    ),
    (
      "{{ o.get('z', 1) }}{{ o.get('b') }}{{ o.keys() | list }}{{ 'a-b-c'.rsplit('-', 1) }}",
      "11['b', 'A', 'items']['a-b', 'c']"
    ),
    // Tests
    (
      "{{ x is defined }}{{ n is number }}{{ t is string }}{{ o is mapping }}{{ l is sequence }}{{ none_ is none }}{{ x is not defined }}",
      "FalseTrueTrueTrueTrueTrueTrue"
    ),
    (
      "{{ n is divisibleby 3 }}{{ 4 is even }}{{ true is boolean }}{{ 1 is boolean }}{{ x is iterable }}{{ n is in l }}",
      "TrueTrueTrueFalseTrueTrue"
    ),
    // Statements
    (
      "{% for i in l if i > 1 %}{{ loop.index }}/{{ loop.length }}:{{ i }}{{ ',' if not loop.last }}{% else %}none{% endfor %}",
      "1/2:3,2/2:2"
    ),
    ("{% for i in [] %}x{% else %}empty{% endfor %}", "empty"),
    (
      "{% for i in range(9) %}{% if i == 1 %}{% continue %}{% endif %}{% if i == 3 %}{% break %}{% endif %}{{ i }}{% endfor %}",
      "02"
    ),
    ("{% set x = 1 %}{% for i in l %}{% set x = i %}{% endfor %}{{ x }}", "1"),
    ("{% set ns = namespace(x=0) %}{% for i in l %}{% set ns.x = ns.x + i %}{% endfor %}{{ ns.x }}", "6"),
    (
      "{% set a, b = 1, 2 %}{{ a }}{{ b }}{% set c %} x {% endset %}[{{ c }}]{% set d | trim %} y {% endset %}{{ d }}",
      "12[ x ]y"
    ),
    ("{% macro f(a, b=2) %}{{ a }}-{{ b }}{% endmacro %}{{ f(1) }} {{ f(1, b=3) }} {{ f() }}", "1-2 1-3 -2"),
    ("{% macro f() %}<{{ caller(1) }}>{% endmacro %}{% call(x) f() %}c{{ x }}{% endcall %}", "<c1>"),
    ("{% macro f(n) %}{{ n }}{% if n %}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(3) }}", "3210"),
    ("{% filter upper %}a{{ t[0] }}{% endfilter %}{% with q = 2 %}{{ q }}{% endwith %}{{ q }}", "AH2"),
    ("{% raw %}{{ x }}{% endraw %}{# gone #}", "{{ x }}"),
    (
      "{% for x in [[1, [2]], [3, []]] recursive %}{{ x[0] }}{% if x[1] %}({{ loop([[9, []]]) }}){% endif %}{% endfor %}",
      "1(9)3"
    ),
    ("{% for a in 'ab' %}{{ loop.previtem }}{{ loop.nextitem }}{{ loop.cycle('x', 'y') }}{% endfor %}", "bxay"),
    ("{{ strftime_now('%d %b %Y %H:%M %p %j %A') }}", "06 Jul 2024 15:04 PM 188 Saturday"),
    ("{{ none_ | selectattr('x') | list }}", "[]"),
  ])
  func renders(_ source: String, _ expected: String) throws {
    let text = try render(source)
    #expect(text.utf8.elementsEqual(expected.utf8), "\(text)")
  }

  @Test(arguments: [
    // White space control: trim_blocks, lstrip_blocks, signs
    ("a\n  {% if true %}\nb\n  {% endif %}\nc", "a\nb\nc"), ("a {%- if true -%} b {%- endif -%} c", "abc"),
    ("a {%+ if true %}b{% endif %}", "a b"),
    ("  {{ 1 }}  \n", "  1  "), ("x\n{{- 1 -}}\ny", "x1y"), ("{% if true +%}\nb{% endif %}", "\nb"),
    ("a\n  {# c #}\nb", "a\nb"),
    ("{{ 1 }}\n\n", "1\n"), ("a\r\nb\rc", "a\nb\nc"), ("a {% if true %} {% endif %}b", "a  b"),
  ])
  func controlsWhiteSpace(_ source: String, _ expected: String) throws { #expect(try render(source) == expected) }

  @Test(arguments: [
    ("{{ raise_exception('no') }}", TemplateError.raised("no")), ("{{ x.y }}", .undefined("'x' is undefined")),
    ("{{ x + 1 }}", .undefined("'x' is undefined")),
    ("{{ 1 | nofilter }}", .undefined("No filter named 'nofilter' found.")),
    ("{{ l.append(1) }}", .type("access to attribute 'append' of 'list' object is unsafe.")),
    ("{% set o.x = 1 %}", .type("cannot assign attribute on non-namespace object")),
    ("{{ 1 // 0 }}", .type("integer division or modulo by zero")),
    ("{% include 'x' %}", .unsupported("the statement include")),
    ("{{ 1 + }}", .syntax("expected an expression", line: 1)),
    ("\n{% if %}", .syntax("expected an expression", line: 2)), ("{{ (1 }}", .syntax("unexpected }", line: 1)),
    ("{% endif %}", .syntax("unknown statement endif", line: 1)),
    ("{{ none_ | length }}", .type("object of type 'NoneType' has no len()")),
    ("{% for x in none_ %}{% endfor %}", .type("'NoneType' object is not iterable")),
    ("{{ l | map('string') | tojson }}", .type("Object of type generator is not JSON serializable")),
  ])
  func refuses(_ source: String, _ error: TemplateError) { #expect(throws: error) { try render(source) } }

  /// Canonically equivalent texts are not equal, as in Python.
  @Test func textIsComparedByScalars() throws { #expect(try render("{{ 'é' == 'e\u{301}' }}") == "False") }
}
