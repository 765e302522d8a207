import Testing

@testable import Deidentification

/// What looks like a name and is none. Masking it makes the answer useless, which users complain of most.
@Suite struct NameHardNegativeTests {
  @Test(
    "eponyms of medicine",
    arguments: [
      "Is Parkinson's disease hereditary?", "Crohn's disease or ulcerative colitis?",
      "Hashimoto's thyroiditis and Graves' disease are autoimmune.", "The Babinski sign was absent.",
      "Start with the Glasgow coma scale.", "Does Raynaud's phenomenon need treatment?",
      "A Foley catheter was placed.", "Brudzinski neg, neck supple", "as in the Framingham Heart Study",
      "per the Hamilton Anxiety Scale", "Guillain-Barre syndrome after a viral infection",
      "桥本甲状腺炎需要吃药吗？", "帕金森病早期有什么表现？", "克罗恩病患者饮食要注意什么？", "巴宾斯基征阴性，克氏征阴性。",
      "李斯特菌感染怎么治疗？", "幽门螺杆菌阳性需要治疗吗？",
    ])
  func eponyms(text: String) throws { #expect(try identifiers(in: text) == []) }

  @Test(
    "drugs, doses and laboratory values",
    arguments: [
      "Continue metformin 500 mg twice daily and lisinopril 10 mg.", "Is Ozempic safe with atorvastatin?",
      "WBC 11.2, Hgb 9.8, Plt 210, Cr 1.4, K 4.1.", "HTN, DM2, COPD and CKD, on furosemide.",
      "Left eye: OS 6/12, OD 6/9.", "a review in the 2019 JAMA", "Thank you, Sir robot, but no",
      "Switch from warfarin to apixaban before surgery?",
      "阿司匹林和氯吡格雷可以一起吃吗？", "血红蛋白102，白细胞11.3，肌酐88。", "二甲双胍早晚各一片，饭后服用。",
    ])
  func medicines(text: String) throws { #expect(try identifiers(in: text) == []) }

  @Test(
    "diseases and drugs in capitals, in no list of words",
    arguments: [
      "Who should not take Olopatadine Nasal Spray?", "What causes Alveolar Sarcoma?", "Treating Hepatitis E",
      "Is Rett Syndrome inherited?", "Do you offer Spinal Rehabilitation?", "a course in Rural Health",
      "Take her to ward C, please.",
    ])
  func terms(text: String) throws { #expect(try identifiers(in: text) == []) }

  @Test(
    "the words for numbers in front of them are no names",
    arguments: [
      ("NINO AB123456C was quoted.", "NINO"), ("VIN: 1HGCM82633A004352", "VIN"),
      ("DEA AB1234563, NPI 1234567893", "DEA"),
      ("Aadhaar number is 2234 5678 9010", "Aadhaar"), ("AWS key AKIAIOSFODNN7EXAMPLE", "AWS"),
    ])
  func labels(text: String, label: String) throws {
    #expect(try !identifiers(in: text).contains { $0.contains(label) })
  }

  @Test(
    "a person of the same name is hidden",
    arguments: [("Mr. Nino Castellani paid 40 euros.", "Nino"), ("Nurse DEA MORETTI, born 1990", "DEA")])
  func peopleLikeLabels(text: String, name: String) throws {
    #expect(try identifiers(in: text).contains { $0.hasPrefix("NAME") && $0.contains(name) })
  }

  @Test(
    "bodies whose advice is asked for",
    arguments: [
      "What are the current recommendations of the Robert Koch Institute on boosters?",
      "Do the latest diabetes guidelines issued by the Joslin Center mention metformin?",
    ])
  func authors(text: String) throws { #expect(try identifiers(in: text) == []) }

  @Test(
    "a clinic of one's own is hidden",
    arguments: ["She takes aspirin on recommendations from Harborview Clinic.", "a new patient of Harborview Clinic"])
  func ownClinics(text: String) throws { #expect(try identifiers(in: text) != []) }

  @Test(
    "a state alone in a clinical text stands: 45 CFR 164.514(b)(2)(i)(B)",
    arguments: [
      "Is Lyme disease common in Wisconsin?", "A patient from Arizona with valley fever and a cough.",
      "Which vaccines does a nurse need who moves to Texas next year?",
    ])
  func states(text: String) throws { #expect(try identifiers(in: text) == []) }

  @Test(
    "a state is hidden beside a town, in an address and where nothing is clinical",
    arguments: [
      "A patient from Tempe, Arizona with valley fever.", "The patient moved to Texas 78701 with asthma.",
      "The company is registered in Wisconsin and leases its offices.",
    ])
  func partsOfPlaces(text: String) throws { #expect(try identifiers(in: text) != []) }

  @Test(
    "headings and the defined terms of contracts",
    arguments: [
      "HISTORY OF PRESENT ILLNESS:", "Past Medical History: none", "ASSESSMENT AND PLAN", "Review of Systems: negative",
      "The Borrower shall repay the Term Loan on the Maturity Date.",
      "\"Material Adverse Effect\" means any event under Section 4.2.", "LIMITATION OF LIABILITY",
      "Managing High Blood Pressure in Older Adults", "既往史：无特殊。", "第十二条 乙方应当按照约定支付租金。",
      "主诉：反复头晕三天。", "甲方有权解除本合同。",
    ])
  func headings(text: String) throws { #expect(try identifiers(in: text) == []) }

  @Test(
    "laws, parts of courts and bodies of any company",
    arguments: [
      "The Grand Chamber relinquished jurisdiction.", "See Article 6 of the Convention and Protocol No. 1.",
      "The Code of Civil Procedure provides otherwise.", "The Audit Committee and the Board of Directors met.",
      "Under the Constitution the Second Chamber may decide.",
    ])
  func publicTerms(text: String) throws { #expect(try identifiers(in: text) == []) }

  @Test("a name among such words is hidden", arguments: ["the Trondheim District Court", "Hollister Trust Company"])
  func namedTerms(text: String) throws { #expect(try !identifiers(in: "He wrote to \(text).").isEmpty) }

  @Test(
    "ordinary words with capitals, and words that are also names",
    arguments: [
      "May I mark the chart and bill the account?", "Will the grant be paid in August?", "Hope is not a plan.",
      "How do I reset my password in Windows?", "The rose bush by the brook needs shade.",
      "Thank you for your order. Your parcel is on its way.", "WHY IS MY SCREEN BLACK",
      "高兴的时候血压会高吗？", "周末门诊开不开？", "马上就要放假了，大家注意安全。", "白天没有症状，晚上咳嗽明显。",
      "方便的时候回个电话。", "成本提高了，房价也涨了。", "黄瓜和白菜可以多吃。",
    ])
  func words(text: String) throws { #expect(try identifiers(in: text) == []) }
}
