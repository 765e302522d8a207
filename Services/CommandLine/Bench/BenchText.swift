import ArgumentParser
import Foundation

/// Made-up prose to measure on, with an identifier in every paragraph. Numbers make each paragraph another one, so that
/// no cache has seen it.
enum BenchText {
  static func english(megabytes: Double) -> [String] { paragraphs(english, megabytes) }
  static func chinese(megabytes: Double) -> [String] { paragraphs(chinese, megabytes) }

  /// A file's paragraphs, or an unusable argument.
  static func file(_ path: String) throws -> [String] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw ValidationError("cannot read the text file '\(path)'; check its path and that it is UTF-8")
    }
    return text.split(separator: "\n").map(String.init)
  }

  static func bytes(_ paragraphs: [String]) -> Int { paragraphs.reduce(0) { $0 + $1.utf8.count } }

  private static func paragraphs(_ sentences: [String], _ megabytes: Double) -> [String] {
    var made: [String] = []
    var bytes = 0
    while bytes < Int(megabytes * 1e6) {
      let number = made.count
      let order = (0..<sentences.count).map { sentences[($0 * (number % 4 + 1) + number) % sentences.count] }
      made.append(order.joined(separator: " ").replacing("#", with: "\(number * 7919 % 9000 + 1000)"))
      bytes += made.last!.utf8.count
    }
    return made
  }

  private static let english = [
    "The committee reviewed the quarterly figures and found that most of the branches had met their targets.",
    "Patients who take the tablets with food report fewer complaints, although the effect begins somewhat later.",
    "Mr. Harold Winslow called on March 4 from (212) 555-# and asked for the letter to be sent again.",
    "Nothing in this agreement limits the right of either party to seek relief before a competent court.",
    "When the river rises, the lower fields are flooded for weeks and the road to the mill cannot be used.",
  ]
  private static let chinese = [
    "会议审议了本季度的各项指标，认为多数分支机构已经完成了年初确定的任务，但成本仍需进一步控制。",
    "该药宜在饭后服用，多数患者不良反应较轻，停药后可自行缓解，必要时应当咨询医生或者药师。",
    "患者王小明，电话1381234#，于三月四日前来复诊，自述夜间咳嗽已经明显减轻。",
    "双方应当本着诚实信用的原则履行合同，任何一方不得擅自变更或者解除，否则应当承担违约责任。",
    "河水上涨的时候，下游的田地往往会被淹没数周，通往磨坊的道路也因此无法通行。",
  ]
}
