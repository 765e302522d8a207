// refused: 'value' is inaccessible due to '@_spi' protection level
import Deidentification
import Logging

func log(_ text: IdentifiedText, to logger: Logger) {
  logger.info("received", metadata: ["text": "\(text.value)"])
}
