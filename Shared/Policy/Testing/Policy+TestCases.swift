@_spi(Identified) internal import Deidentification

extension Policy {
  /// Runs the tests that the policy file holds. A policy whose tests fail must not be used.
  ///
  /// `filtering` runs an output filter over a text; the output filter's module gives it.
  public func runTestCases(
    filtering: (_ rules: [FilterRule], _ text: String) throws -> FilterTrial
  ) -> [PolicyTestResult] {
    testCases.map { test in
      PolicyTestResult(name: test.name, line: test.line, failures: failures(of: test, filtering))
    }
  }

  private func failures(
    of test: PolicyTestCase, _ filtering: (_ rules: [FilterRule], _ text: String) throws -> FilterTrial
  ) -> [String] {
    switch (decide(test.question), test.decision) {
    case (.deny, .deny): []
    case (.permit(let obligations), .deny): ["expected deny, the rule '\(obligations.rule)' permits"]
    case (.deny(let reason), .permit): ["expected permit, denied: \(reason.message)"]
    case (.permit(let obligations), .permit):
      test.filter.compactMap { failure(of: $0, obligations, filtering) }
        + test.deidentify.compactMap { failure(of: $0, obligations) }
    }
  }

  private func failure(
    of expectation: FilterExpectation, _ obligations: Obligations,
    _ filtering: (_ rules: [FilterRule], _ text: String) throws -> FilterTrial
  ) -> String? {
    do {
      let trial = try filtering(obligations.filter, expectation.text)
      let expected = FilterTrial(
        text: expectation.becomes, isStopped: expectation.isStopped,
        categories: expectation.categories ?? trial.categories)
      return trial == expected ? nil : "filter: expected \(shown(expected)), got \(shown(trial))"
    } catch {
      return "filter: \(error)"
    }
  }

  private func shown(_ trial: FilterTrial) -> String {
    "'\(trial.text)' (\(trial.isStopped ? "stopped" : "not stopped"), \(trial.categories.sorted()))"
  }

  private func failure(of expectation: DeidentificationExpectation, _ obligations: Obligations) -> String? {
    do {
      var map = SurrogateMap()
      // Only what is found counts here, and operators need keys that a policy does not have.
      var options = obligations.deidentification
      options.operators = OperatorTable()
      let found = try Deidentifier(options)
        .deidentify(IdentifiedText(expectation.text), into: &map).counts.filter { $0.value > 0 }
      let expected = expectation.counts.filter { $0.value > 0 }
      return found == expected ? nil : "deidentify: expected \(shown(expected)), got \(shown(found))"
    } catch {
      return "deidentify: \(error)"
    }
  }

  private func shown(_ counts: [EntityKind: Int]) -> String {
    counts.map { "\($0.key.rawValue) \($0.value)" }.sorted().joined(separator: ", ")
  }
}
