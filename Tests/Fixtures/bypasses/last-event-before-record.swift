// refused: initializer is inaccessible
import ChatPipeline

func close(finishes: [FinishReason]) -> RecordedOutcome {
  RecordedOutcome(finishes: finishes)
}
