// refused: cannot convert value of type 'IdentifiedText' to expected argument type 'DeidentifiedText'
import ChatPipeline
import Deidentification

func search(_ knowledge: any KnowledgeClient, for question: IdentifiedText) async throws {
  _ = try await knowledge.search(question, limit: 3)
}
