import TestSupport
import Testing

@testable @_spi(Identified) import Deidentification

@Suite struct DateShiftTests {
  @Test(
    "a date moves in its own form",
    arguments: [
      ("04/17/2016", 1, "04/24/2016"), ("4/5/2016", 1, "4/12/2016"), ("12/28/2016", 1, "01/04/2017"),
      ("12/28/16", -52, "12/30/15"), ("17.04.2016", 2, "01.05.2016"), ("2016-02-25", 1, "2016-03-03"),
      ("2016-02-25T10:30:00Z", 1, "2016-03-03T10:30:00Z"), ("2016/2/25 08:05", 1, "2016/3/3 08:05"),
      ("20160225", 1, "20160303"), ("201602250930", 1, "201603030930"), ("3 May 2021", 1, "10 May 2021"),
      ("May 27th, 2021", 1, "June 3rd, 2021"), ("Mon, 03-May-21", -1, "Mon, 26-Apr-21"), ("21NOV", 2, "5DEC"),
      ("MAY 3, 2021", 5, "JUNE 7, 2021"), ("May 2021", 9, "July 2021"), ("late Sept 2021", 5, "late Oct 2021"),
      ("May 3", 1, "May 10"), ("2016年4月27日", 1, "2016年5月4日"), ("2016年04月27日", 1, "2016年05月04日"),
      ("二〇一六年四月十七日", 1, "二〇一六年四月二十四日"), ("二零一六年十二月三十日", 1, "二零一七年一月六日"), ("4月17日", 1, "4月24日"),
      ("2016年4月", 9, "2016年6月"), ("2016 年 4 月 27 日", 1, "2016 年 5 月 4 日"),
    ])
  func forms(date: String, weeks: Int, expected: String) {
    #expect(DateShift.shifted(date, weeks: weeks) == expected)
  }

  @Test(
    "what cannot be written again is left to a placeholder",
    arguments: [
      "yesterday", "May 3-5, 2021", "the 9th", "third of May, 2021", "农历四月初三", "民国85年4月17日", "3/4", "02/30/2016",
      "99/99/2016", "2016", "", "５月３日", "12:30", "1/2/3/4", "去年4月",
    ])
  func unreadable(date: String) {
    #expect(DateShift.shifted(date, weeks: 3) == nil)
  }

  @Test("order, intervals and days of the week stay, for any two dates and any subject")
  func intervals() throws {
    let seed: UInt64 = 11
    var random = SeededGenerator(seed: seed)
    for round in 0..<300 {
      let weeks = TestKeys.make(subject: String(round)).weeksShifted
      let days = (0..<2).map { _ in Int.random(in: -20_000...40_000, using: &random) }
      let moved = try days.map { day in
        let date = CivilDay(number: day)
        let text = "\(date.year)-\(date.month)-\(date.day)"
        let shifted = try #require(DateText(DateShift.shifted(text, weeks: weeks)!))
        return CivilDay(year: shifted.year!, month: shifted.month!, day: shifted.day!).number
      }
      #expect(moved[1] - moved[0] == days[1] - days[0], "seed \(seed), round \(round)")
      #expect((moved[0] - days[0]) % 7 == 0 && moved[0] != days[0] && abs(moved[0] - days[0]) <= 364)
    }
  }

  @Test func theOffsetIsTheSubjects() {
    let weeks = (0..<50).map { TestKeys.make(subject: String($0)).weeksShifted }
    #expect(Set(weeks).count > 20 && weeks.contains { $0 < 0 } && weeks.contains { $0 > 0 } && !weeks.contains(0))
    #expect(TestKeys.make(tenant: "a").weeksShifted == TestKeys.make(tenant: "a").weeksShifted)
  }

  @Test("every day of four centuries has its number")
  func calendar() {
    for number in stride(from: -140_000, to: 60_000, by: 1) where CivilDay(number: number).number != number {
      Issue.record("day \(number)")
    }
    #expect(CivilDay(number: 0) == CivilDay(year: 1970, month: 1, day: 1))
    #expect(CivilDay(year: 2000, month: 2, day: 29).exists && !CivilDay(year: 1900, month: 2, day: 29).exists)
  }

  @Test("dates of a text move together and come back, also where one moves onto another")
  func document() throws {
    var map = SurrogateMap(keys: TestKeys.make())
    let weeks = TestKeys.make().weeksShifted
    let start = CivilDay(year: 2016, month: 4, day: 17).number
    let dates = [0, 7 * weeks, 14 * weeks].map { offset in
      let date = CivilDay(number: start + offset)
      return "\(date.year)-\(date.month < 10 ? "0" : "")\(date.month)-\(date.day < 10 ? "0" : "")\(date.day)"
    }
    let text = "Admitted \(dates[0]), seen \(dates[1]), discharged \(dates[2])."
    let hidden = try Compiled.shiftDate.text(text, &map)
    #expect(hidden.hasPrefix("Admitted \(dates[1]), seen \(dates[2]), discharged "))
    #expect(restored(hidden, map) == text)
  }
}
