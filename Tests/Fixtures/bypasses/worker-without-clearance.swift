// refused: cannot convert value of type 'RecordedPrompt' to expected argument type 'ClearedPrompt'
import ChatPipeline

func ask(_ worker: any WorkerClient, _ recorded: RecordedPrompt) async throws {
  try await worker.generate(recorded) { _ in true }
}
