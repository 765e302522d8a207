// compiles: the same modules, used the way the walk allows. Without it the refusals below would prove nothing.
import ChatPipeline
import Deidentification
import Logging
import OutputFilter

func ask(_ worker: any WorkerClient, about cleared: ClearedPrompt) async throws {
  try await worker.generate(cleared) { _ in true }
}

func log(_ text: IdentifiedText, to logger: Logger) {
  logger.info("received", metadata: ["bytes": "\(text.utf8Count)"])
}
