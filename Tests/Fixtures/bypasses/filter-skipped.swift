// refused: initializer is inaccessible
import OutputFilter

func release(_ unfiltered: String) -> ReleasableText {
  ReleasableText(value: unfiltered)
}
