import Testing

@testable import Deidentification

/// 45 CFR 164.514(b)(2)(i).
@Suite struct GeneralisationTests {
  @Test(
    "(C): ages over 89 are one category",
    arguments: [
      ("93 years old", "90+ years old"), ("90", "90+"), ("104岁", "90+岁"), ("89", "80-89"),
      ("47-year-old", "40-49-year-old"),
      ("7", "0-9"), ("９３岁", "90+岁"), ("ninety-three years old", "[AGE]"), ("90 to 95", "[AGE]"), ("九十三岁", "[AGE]"),
    ])
  func ages(age: String, expected: String) throws {
    #expect(try replaced(age, .age, .generalise) == expected)
  }

  @Test(
    "(C): of a date only the year stays",
    arguments: [
      ("04/17/2016", "2016"), ("2016-04-17T10:30:00Z", "2016"), ("17 April 2016", "2016"), ("Apr 3rd, '16", "2016"),
      ("4/17/16", "2016"), ("4/17/68", "1968"), ("2016年4月17日", "2016"), ("二〇一六年四月", "2016"), ("May 3", "[DATE]"),
      ("yesterday", "[DATE]"), ("农历2016年四月初三", "[DATE]"),
    ])
  func dates(date: String, expected: String) throws {
    #expect(try replaced(date, .date, .generalise) == expected)
  }

  @Test(
    "(B): nothing finer than a state, and three digits of the ZIP code unless few live there",
    arguments: [
      ("Springfield, IL 62701", "IL 627"), ("12 Oak Street, Burlington, Vermont", "Vermont"), ("62701", "627"),
      ("62701-1234", "627"), ("03601", "000"), ("82190", "000"), ("Cody, WY 82190-0001", "WY 000"),
      ("Ashbourne", "[LOCATION]"), ("10234 Oak Street", "[LOCATION]"), ("12 Virginia Street", "[LOCATION]"),
      ("湖北省荆州市沙市区青柏路58号", "湖北省"), ("上海市黄浦区", "上海市"), ("青柏路58号", "[LOCATION]"),
    ])
  func places(place: String, expected: String) throws {
    #expect(try replaced(place, .location, .generalise) == expected)
  }

  @Test("(B)(2): the seventeen areas of the census of 2000")
  func sparseAreas() {
    #expect(WiderPlace.sparsePrefixes.count == 17)
  }
}
