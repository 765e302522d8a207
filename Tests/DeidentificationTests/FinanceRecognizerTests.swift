import Testing

@testable import Deidentification

@Suite struct FinanceRecognizerTests {
  @Test(
    "ISO/IEC 7812: issuer range and Luhn",
    arguments: [
      ("card 4111 1111 1111 1111", ["4111 1111 1111 1111"]), ("5500-0000-0000-0004", ["5500-0000-0000-0004"]),
      ("378282246310005", ["378282246310005"]),
      ("6222021234567890128", ["6222021234567890128"]), ("4111 1111 1111 1112", []), ("6222021234567890129", []),
      ("9111111111111111", []), ("41111111111111111111", []),
    ])
  func paymentCard(text: String, expected: [String]) throws {
    #expect(try found(.paymentCard, in: text) == expected)
  }

  @Test(
    "ISO 13616: mod 97 and length of the country",
    arguments: [
      ("IBAN GB82 WEST 1234 5698 7654 32 please", ["GB82 WEST 1234 5698 7654 32"]),
      ("DE89370400440532013000", ["DE89370400440532013000"]),
      ("GB82 WEST 1234 5698 7654 33", []), ("ZZ89370400440532013000", []),
    ])
  func iban(text: String, expected: [String]) throws {
    #expect(try found(.iban, in: text) == expected)
  }

  @Test(
    "numbers after the words for an account",
    arguments: [
      ("account number 000123456789", ["000123456789"]), ("银行卡号：6222 0212 3456 7890", ["6222 0212 3456 7890"]),
      ("sort code 20-00-00", ["20-00-00"]),
      ("on account of pain", []), ("account for 12% of cases", []),
    ])
  func bankAccount(text: String, expected: [String]) throws {
    #expect(try found(.bankAccount, in: text) == expected)
  }
}
