public import Policy

extension Policy {
  /// Runs the policy file's own tests with the output filter. A policy whose tests fail must not be used.
  public func runTestCases() -> [PolicyTestResult] {
    runTestCases { rules, text in
      var filter = OutputFilter(try OutputFilterProgram(rules: rules))
      let pushed = try filter.push(text)
      let finished = try filter.finish()
      return FilterTrial(
        text: pushed.released.value + finished.released.value, isStopped: finished.isStopped,
        categories: Set((pushed.findings + finished.findings).map(\.category)))
    }
  }
}
