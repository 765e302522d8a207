// refused: cannot convert value of type 'ChatRequest' to expected argument type 'ClearedPrompt'
import ChatPipeline

func ask(_ worker: any WorkerClient, _ request: ChatRequest) async throws {
  try await worker.generate(request) { _ in true }
}
