// refused: initializer is inaccessible
import ChatPipeline
import Clearance

func forge(_ recorded: RecordedPrompt, _ clearance: Clearance) -> ClearedPrompt {
  ClearedPrompt(recorded: recorded, clearance: clearance, sampling: SamplingParameters())
}
