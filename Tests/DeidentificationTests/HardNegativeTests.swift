import Testing

@testable import Deidentification

/// Text without an identifier that is full of numbers and codes. False alarms are what people complain of most.
@Suite struct HardNegativeTests {
  @Test(
    "clinical",
    arguments: [
      "Metoprolol 25 mg twice daily, then 50 mg; hold if SBP < 100 or HR < 55.",
      "BP 128/76, HR 72, RR 16, SpO2 98% on 2 L, T 36.8 °C, BMI 27.4.",
      "Na 138, K 4.2, Cl 101, HCO3 24, BUN 14, Cr 0.9, glucose 182 mg/dL.",
      "WBC 11,200/µL, Hgb 13.5 g/dL, platelets 245,000, INR 2.3, HbA1c 7.1%.",
      "ICD-10 E11.65, I10, Z79.4; CPT 99213 and 93000; LOINC 2345-7; SNOMED 44054006.",
      "Type 2 diabetes, stage 3b disease, T2N1M0, grade 2, Gleason 3+4=7.",
      "Vision 20/40 in both eyes, pain 7/10, 3/5 strength, 2+ pulses.",
      "Give 0.9% saline at 125 mL/h for 8 hours, then reassess in 24-48 hours.",
      "Levothyroxine 100 mcg daily for 6 weeks; repeat TSH in 3 months.",
      "COVID-19, SARS-CoV-2, IL-6, CD4 count 350, BRCA1, p53, HLA-B27 and C3-C4.",
      "The number needed to treat was 14 (95% CI 9 to 31, p = 0.003).",
      "In 1,204 patients the hazard ratio was 0.83 (0.71-0.97).",
      "NDC 0002-8215-01 in a box of 10, expires after 24 months.",
      "A 58-year-old woman, gravida 2 para 1, at 34 weeks and 2 days.",
      "The ejection fraction rose from 35-40% to 50-55% after 12 months.",
      "Take one or two tablets every four to six hours, at most eight a day.",
      "Apgar scores were 8 and 9 at 1 and 5 minutes; weight 3,250 g.",
      "Chvostek negative, Trousseau positive, Homans equivocal.", "早晚各滴一次布林佐胺，睡前加用曲伏前列素。",
      "QTc 452 ms, PR 160 ms, axis 30 degrees; echo at 1.5 m/s.",
      "Cohort 2 received 5 x 10^8 cells; dose level 3 of 4.", "May cause drowsiness; march on with care.",
    ])
  func clinical(text: String) throws {
    #expect(try identifiers(in: text) == [])
  }

  @Test(
    "legal and financial",
    arguments: [
      "See 45 CFR 164.514(b)(2)(i) and 42 U.S.C. § 1983.", "Under section 12.3.4 and clause 7(b), notice is 30 days.",
      "The fee is $1,250.00 plus 8.25% tax, or €999.99 in total.", "Revenue grew 12.5% to 3,456,789 thousand.",
      "The bond yields 4.375% and pays twice a year; the spread is 125 basis points.",
      "Title 26, chapter 1, subchapter A, part I, sections 1 to 5.", "Pursuant to Rule 10b-5 and Form 10-K, item 7A.",
      "Total 12 345 678 EUR against 11 987 654 EUR before.", "The index closed at 38,989.83, up 0.23%.",
      "GAAP, IFRS 16 and ISO 27001:2022 apply.", "Article 6(1)(f) GDPR; Directive 95/46/EC; Regulation 2016/679.",
      "Shares: 1,000,000 at $0.01 par; 250,000 issued.", "Ratio 3:1, odds 5/2, split 2-for-1.",
    ])
  func legal(text: String) throws {
    #expect(try identifiers(in: text).filter { !$0.hasPrefix("ORG") } == [])
  }

  @Test(
    "technical",
    arguments: [
      "Upgrade from 1.2.3 to 2.0.0-rc.1; version 10.15.7.1 is old.", "HTTP 404, port 8080, RFC 9110, UTF-8, SHA-256.",
      "The hash is 9e107d9d372bb6826bd81d3542a419d6 and the seed 20260101.", "Set timeout=30 and retries: 5.",
      "float x = 3.14159265; int n = 1000000007;", "The GPU has 16 cores at 3.2 and memory of 128.",
      "chr7:55191822 A>G and rs121434568 are known.", "Loop for i in 0..<10 and sleep 500 ms.",
      "ISBN 978-0-306-40615-7, pages 101-118.", "doi 10.1000/182, issue 12(3), 2019; pp. 5-17.",
      "password reset link, token ring and access key.", "Ports 80, 443 and 8443; 24/7 support.",
      "key: value\nname: build\nsteps: 3", "Room temperature 20-25 °C, humidity 40-60 %.",
      "sklearn 1.4, numpy 1.26.4, CUDA 12.2",
    ])
  func technical(text: String) throws {
    #expect(try identifiers(in: text) == [])
  }

  @Test(
    "中文",
    arguments: [
      "阿司匹林100毫克，每日一次，饭后服用，连用7天。", "血压130/85mmHg，心率72次/分，体温36.8℃。", "白细胞11.2×10^9/L，血红蛋白135g/L，血糖7.8mmol/L。",
      "根据《民法典》第一千零七十九条第二款。", "净利润3.5亿元，同比增长12.8%，每股收益0.56元。", "共有1234567人参加，其中男性占52.3%。",
      "版本号2.10.3，端口8080，内存16GB。", "第3章第2节，见图4-5和表6-1。", "患儿3月龄，体重6.5公斤，疗程3个月。", "二三十人、三五成群、一五一十、七上八下。",
      "手机信号不好，电话会议改期。", "QQ音乐和微信支付都能用。", "ICD编码E11.9，TNM分期T2N0M0。", "比例为3:1，评分7/10，视力0.8。",
      "每日3次，每次2片，2周后复查。", "GB 18030-2022和GB/T 2260都是标准。", "有效率95%，P<0.05，随访12个月。", "房价每平方米23,500元，面积89.5平方米。",
      "密码重置，验证码错误，令牌过期。", "车辆限速120公里/小时。",
    ])
  func chinese(text: String) throws {
    #expect(try identifiers(in: text) == [])
  }

  @Test(
    "numbers that fail their check",
    arguments: [
      "4111 1111 1111 1112 was refused", "GB82 WEST 1234 5698 7654 33 bounced", "号码11010519491231002Y不对",
      "943 176 5917 came out",
      "1M8GDM9A1KP042788 is listed", "value 86095742718 stored", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5 failed",
      "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3 failed",
    ])
  func failedChecks(text: String) throws {
    #expect(try identifiers(in: text) == [])
  }
}
