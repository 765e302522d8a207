import ChatPipeline
import Deidentification
import OutputFilter
import Policy
import Testing

/// A policy is compiled before the first question, or the gateway does not start.
@Suite struct CompiledCachesTests {
  @Test func theStandardPolicyCompiles() throws {
    try Policy(yaml: Policy.standardYAML).compile(into: DeidentifierCache(), FilterProgramCache())
  }
}
