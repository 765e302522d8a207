import Testing

@testable import Deidentification

@Suite struct NameRecognizerTests {
  @Test(
    "after titles and cues, whatever the name",
    arguments: [
      ("examined by Dr. Hannah Pryce yesterday morning", ["NAME Dr. Hannah Pryce"]),
      ("Surgeon: Rolf Ambrosini. Assistant: Ki-tae Moon.", ["NAME Rolf Ambrosini", "NAME Ki-tae Moon"]),
      ("patient, Nora V., 47 yo", ["NAME Nora V."]), ("my name is john smith", ["NAME john smith"]),
      ("Beneficiary: Mai Anh Quek, room", ["NAME Mai Anh Quek"]),
      ("pt Joris van der Heyden", ["NAME Joris van der Heyden"]), ("Dr. Small closed it", ["NAME Dr. Small"]),
      ("passenger PEREIRA/MARIA MS", ["NAME PEREIRA/MARIA"]),
      ("passenger PEREIRA/MARIA, seat 4", ["NAME PEREIRA/MARIA"]),
      ("Member Leopold Castellan, hall", ["NAME Leopold Castellan"]),
      ("I have known Fionnbharr for years", ["NAME Fionnbharr"]), ("Odhran,\nthe keys are here", ["NAME Odhran"]),
      ("Thanks,\nthe keys are here", []), ("It is a known Problem", []),
    ])
  func cued(text: String, expected: [String]) throws {
    #expect(try identifiers(in: text) == expected)
  }

  @Test(
    "eponyms, drugs, headings and doses are no names",
    arguments: [
      "Phalen positive, Lachman negative, Babinski absent", "Parkinson disease and Crohn's disease",
      "Marfan syndrome. Plan echo.",
      "Huntington's chorea is not Tourette's syndrome", "Patient Has Fever",
      "Stopped lisinopril 5 mg daily",
      "Managing new shingles in older adults", "Clause 7.3.2 applies after expiry.",
      "HTN, CKD, MRI of the head",
      "In May we may review", "Mark the chart and bill the account",
    ])
  func negatives(text: String) throws {
    #expect(try identifiers(in: text) == [])
  }

  @Test(
    "中文姓名",
    arguments: [
      ("患者高玉芬，女，已婚", ["NAME 高玉芬"]), ("我爸叫郑家乐，", ["NAME 郑家乐"]), ("法定代表人：江晓帆。", ["NAME 江晓帆"]), ("王主任查房", ["NAME 王"]),
      ("蒋总说明天开会", ["NAME 蒋总"]),
      ("报名：欧阳岚，男", ["NAME 欧阳岚"]), ("被告人王某甲", ["NAME 王某甲"]), ("家长司徒静。", ["NAME 司徒静"]), ("薛岚：男，中国国籍", ["NAME 薛岚"]),
      ("患者阿卜杜拉·买买提，", ["NAME 阿卜杜拉·买买提"]),
      ("她的丈夫是阿卜杜拉·买买提。", ["NAME 阿卜杜拉·买买提"]),
    ])
  func chinese(text: String, expected: [String]) throws {
    #expect(try identifiers(in: text) == expected)
  }

  @Test(
    "病名、药名与常用词不是姓名",
    arguments: [
      "李斯特菌感染能用头孢吗？", "白癜风外用他克莫司要多久见效？", "雷诺现象冬天加重怎么办，舍格伦综合征要查什么？",
      "桥本甲状腺炎，左甲状腺素50 μg每日一次。", "第三条 逾期付款的，按日加收万分之二的滞纳金。", "高血压患者应该怎么办",
      "本季度门诊量增长8.4%，床位使用率91%。",
      "价格3280元，数量12件，运费另计。",
    ])
  func chineseNegatives(text: String) throws {
    #expect(try identifiers(in: text) == [])
  }
}
