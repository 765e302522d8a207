import Testing

@testable import Deidentification

@Suite struct OrganisationRecognizerTests {
  @Test(
    "by the word that ends the name",
    arguments: [
      ("at Fernhollow Kidney Care today", ["Fernhollow Kidney Care"]),
      ("Parties: Larkmoor Imaging, Inc. and", ["Larkmoor Imaging, Inc."]),
      ("moved to St. Bride's Hospital by", ["St. Bride's Hospital"]),
      ("the Juniper Regional Medical Center", ["Juniper Regional Medical Center"]),
      ("the hospital was full", []), ("University Hospital", []), ("The Company agrees", []), ("the Court decided", []),
    ])
  func organisation(text: String, expected: [String]) throws {
    #expect(try found(.organisation, in: text) == expected)
  }

  @Test(
    "whom somebody works for",
    arguments: [
      ("I work for Larkmoor as a clerk", ["Larkmoor"]), ("she used to work at Tilbury & Vance.", ["Tilbury & Vance"]),
      ("does it work for COPD", []), ("he works for Dr. Small", []), ("they work at Night", []),
    ])
  func employer(text: String, expected: [String]) throws {
    #expect(try found(.employer, in: text) == expected)
  }

  @Test(
    "hospitals of one name, beside a word of care",
    arguments: [
      ("patient came from Johns Hopkins with", ["Johns Hopkins"]), ("the Duke treadmill score", []),
    ])
  func famousHospital(text: String, expected: [String]) throws {
    #expect(try found(.famousHospital, in: text) == expected)
  }

  @Test(
    "以后缀识别机构",
    arguments: [
      ("乙方：成都青禾数据技术有限公司，", ["成都青禾数据技术有限公司"]), ("长沙市民政局的", ["长沙市民政局"]), ("在北京协和医院就诊", ["北京协和医院"]), ("附近的医院", []),
      ("上市公司", []),
      ("当地医院", []), ("绝大部分村镇银行还处于亏损", []), ("8月16日报道", []), ("然后开通电话银行就可以", []), ("一所综合性大学", []),
      ("他离开学校", []), ("客户使用临江农商银行的", ["临江农商银行"]), ("已有18家国内商业银行", []), ("共有3家云岭制药厂", ["云岭制药厂"]),
    ])
  func chineseOrganisation(text: String, expected: [String]) throws {
    #expect(try found(.chineseOrganisation, in: text) == expected)
  }
}
