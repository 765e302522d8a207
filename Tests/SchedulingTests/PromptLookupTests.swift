import Testing

@testable import Scheduling

/// What is guessed from the text so far.
struct PromptLookupTests {
  @Test func `what followed the last three tokens before follows again`() {
    var lookup = PromptLookup(lengthMax: 4)
    #expect(lookup.guess(after: [1, 2, 3, 4, 5, 6, 7, 9, 1, 2, 3], count: 8) == [4, 5], "careful at first")
    lookup.learn(guessed: 2, right: 2, at: 11)
    #expect(lookup.guess(after: [1, 2, 3, 4, 5, 6, 7, 9, 1, 2, 3], count: 8) == [4, 5, 6, 7])
    #expect(lookup.guess(after: [1, 2, 3, 4, 5, 6, 7, 9, 1, 2, 3], count: 1) == [4])
    #expect(lookup.guess(after: [1, 2, 3, 4, 5, 6, 7, 9, 1, 2, 3, 8], count: 8) == [])
  }

  @Test func `the later of two places counts`() {
    var lookup = PromptLookup(lengthMax: 1)
    #expect(lookup.guess(after: [1, 2, 3, 4, 1, 2, 3, 5, 1, 2, 3], count: 1) == [5])
  }

  @Test func `right guesses make longer ones, wrong ones a pause`() {
    var lookup = PromptLookup(lengthMax: 4)
    let text: [Int32] = [1, 2, 3, 4, 5, 6, 1, 2, 3]
    lookup.learn(guessed: 4, right: 1, at: text.count)
    #expect(lookup.guess(after: text, count: 8) == [4])
    lookup.learn(guessed: 1, right: 1, at: text.count)
    #expect(lookup.guess(after: text, count: 8) == [4, 5])
    lookup.learn(guessed: 2, right: 0, at: text.count)
    #expect(lookup.guess(after: text, count: 8) == [])
    #expect(lookup.guess(after: text + [4, 5, 6, 9, 9, 1, 2, 3], count: 8) == [4])
  }

  @Test func `guesses that are never right cost a few rows in hundreds of tokens`() {
    var lookup = PromptLookup(lengthMax: 16), guessed = 0
    var text: [Int32] = [1, 2, 3]
    for _ in 0..<400 {
      text += [1, 2, 3]  // what comes next was seen all the time
      let guess = lookup.guess(after: text, count: 16)
      guessed += guess.count
      lookup.learn(guessed: guess.count, right: 0, at: text.count)
    }
    #expect((1...12).contains(guessed))
  }

  @Test(arguments: [0, 1, 2, 3]) func `a short text gives none`(count: Int) {
    var lookup = PromptLookup(lengthMax: 4)
    #expect(lookup.guess(after: Array(repeating: 1, count: count), count: 4) == [])
  }
}
