import Foundation
import TestSupport
import Testing

@testable import Retrieval

@Suite("Ranking on the passages that the project ships and on reference collections")
struct RankingTests {
  let folder = FileManager.default.temporaryDirectory.appending(path: "kb-\(UUID().uuidString)").path

  private struct Record: Decodable {
    var id: String
    var title: String
    var text: String
  }

  @Test(arguments: [
    ("Patient [NAME_1], born [DATE_1], takes warfarin. Can she take ibuprofen for her knee?", "en-warfarin"),
    (
      "Patient [NAME_1], born [DATE_1], phone [PHONE_1], record number [ID_1], lives at [LOCATION_1]. "
        + "She takes warfarin. Can she take ibuprofen?", "en-warfarin"
    ),
    ("What are the symptoms of a stroke? My father is [NAME_1], phone [PHONE_1].", "en-stroke"),
    ("[NAME_1] has asthma. When should [NAME_1] get urgent help?", "en-asthma"),
    ("My patient [NAME_1] has sudden arm weakness and slurred speech. What should I do?", "en-stroke"),
    ("A baby of two months has a temperature of 38.5", "en-paediatric-fever"),
    ("Which side effects does metformin have?", "en-metformin"),
    ("Can a pregnant woman take ibuprofen or valproate?", "en-pregnancy-medicines"),
    ("My father fell twice this year. How can we prevent falls?", "en-fall-risk"),
    ("患者[NAME_1]，身份证号[ID_1]，正在服用华法林，可以吃布洛芬吗？", "zh-warfarin"),
    ("患者[NAME_1]，手机[PHONE_1]，家住[LOCATION_1]，患有高血压，应该怎么治疗？", "zh-hypertension"),
    ("[NAME_1]的孩子发烧，什么时候需要立即就医？", "zh-paediatric-fever"),
    ("中风有哪些表现？", "zh-stroke"),
    ("孩子发烧38度怎么办", "zh-paediatric-fever"),
    ("二甲双胍有什么副作用？", "zh-metformin"),
    ("胸口压迫感，出汗，是心肌梗死吗？", "zh-heart-attack"),
    ("老人跌倒怎么预防？", "zh-fall-risk"),
    ("2型糖尿病怎么治疗", "zh-type-2-diabetes"),
  ])
  func `the shipped passages answer the usual questions`(query: String, id: String) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = try KnowledgeStore(path: folder)
    for language in ["en", "zh"] {
      let url = Fixtures.repository.appending(path: "deploy/knowledge/medical-\(language).jsonl")
      let records = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
        .map { try JSONDecoder().decode(Record.self, from: Data($0.utf8)) }
      #expect(records.count == 60)
      try store.ingest(records.map { SourceDocument(id: $0.id, title: $0.title, text: $0.text) }, at: 0)
    }
    #expect(try store.search(query, limit: 2).map(\.documentID).contains(id))
  }

  /// Floors lie a little under what was measured, so that a change for the worse is seen.
  @Test(arguments: [("scifact", 0.68), ("cmrc_zh", 0.975)])
  func `nDCG@10 on a reference collection`(name: String, floor: Double) throws {
    guard let collection = Fixtures.shared("retrieval/\(name)") else {
      print("skipped: reference data retrieval/\(name) is not unpacked")
      return
    }
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let score = try ReferenceCollection(folder: collection).meanGain(in: KnowledgeStore(path: folder))
    print("\(name) nDCG@10 \(score)")
    #expect(score >= floor)
  }
}
