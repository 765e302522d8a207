// refused: cannot convert value of type 'TokenizedPrompt' to expected argument type 'RecordedPrompt'
import ChatPipeline

func clear(_ issuer: ClearanceIssuer, _ tokenized: TokenizedPrompt) -> ClearedPrompt {
  issuer.clear(tokenized)
}
