internal import Synchronization

/// What a process counts, rendered for Prometheus. Names and help are constants, so that no text of a request can
/// become one; `MetricLabel` guards the values.
///
/// Source: the text exposition format 0.0.4, https://prometheus.io/docs/instrumenting/exposition_formats/.
public final class MetricsRegistry: Sendable {
  /// Label combinations of one metric; further ones share the series whose values are `other`.
  public static let seriesMax = 500

  private let families = Mutex<[String: Family]>([:])

  public init() {}

  /// A count that only grows. By convention the name ends in `_total`.
  public func counter(_ name: StaticString, help: StaticString, _ labels: [MetricLabel] = []) -> Counter {
    series(name, help, labels) { Counter() }
  }

  /// A value that goes up and down.
  public func gauge(_ name: StaticString, help: StaticString, _ labels: [MetricLabel] = []) -> Gauge {
    series(name, help, labels) { Gauge() }
  }

  /// A distribution over fixed buckets. By convention the name ends in its unit, such as `_seconds`.
  ///
  /// - Parameter bounds: upper bounds of the buckets, rising; one for everything above is added.
  public func histogram(
    _ name: StaticString, help: StaticString, bounds: [Double] = Histogram.latencySeconds, _ labels: [MetricLabel] = []
  ) -> Histogram {
    series(name, help, labels) { Histogram(bounds: bounds) }
  }

  /// Every metric as text, ordered by name.
  public func prometheusText() -> String {
    families.withLock { families in
      families.sorted { $0.key < $1.key }.map { name, family in family.text(name) }.joined()
    }
  }

  private func series<Kind: Metric>(
    _ name: StaticString, _ help: StaticString, _ labels: [MetricLabel], _ make: () -> Kind
  ) -> Kind {
    families.withLock { families in
      var family = families["\(name)"] ?? Family(type: Kind.type, help: "\(help)")
      let isKnown = family.series[labels] != nil
      let key = isKnown || family.series.count < Self.seriesMax ? labels : labels.map(\.folded)
      // A name used for two kinds is a programmer's error; the second use counts where nobody looks.
      let found = family.series[key] as? Kind ?? make()
      if family.series[key] == nil { family.series[key] = found }
      families["\(name)"] = family
      return found
    }
  }
}

protocol Metric: Sendable {
  static var type: String { get }
  /// Lines of the exposition: suffix of the name, additional label, value.
  func samples() -> [(suffix: String, label: String, value: String)]
}

private struct Family {
  let type: String
  let help: String
  var series: [[MetricLabel]: any Metric] = [:]

  func text(_ name: String) -> String {
    let ordered = series.map { (labels: $0.key.map(\.text), metric: $0.value) }
      .sorted { $0.labels.lexicographicallyPrecedes($1.labels) }
    let lines = ordered.flatMap { labels, metric in
      metric.samples().map { sample in
        let all = (labels + [sample.label]).filter { !$0.isEmpty }.joined(separator: ",")
        return "\(name)\(sample.suffix)\(all.isEmpty ? "" : "{\(all)}") \(sample.value)\n"
      }
    }
    return "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n" + lines.joined()
  }
}
