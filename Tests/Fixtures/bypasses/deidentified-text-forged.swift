// refused: cannot convert value of type 'String' to expected argument type 'StaticString'
import Deidentification

func pretend(_ text: String) -> DeidentifiedText {
  DeidentifiedText(text)
}
