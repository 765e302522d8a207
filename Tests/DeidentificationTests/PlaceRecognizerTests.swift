import Testing

@testable import Deidentification

@Suite struct PlaceRecognizerTests {
  @Test(
    "USPS Publication 28",
    arguments: [
      ("to 48 Larkmoor Way, Bozeman, MT 59715, please", ["48 Larkmoor Way, Bozeman, MT 59715"]),
      ("at 12 Elm St. Apt 4B today", ["12 Elm St. Apt 4B"]),
      ("took 5 tablets", []), ("article 12b of the Press Council Act", []), ("Rule 8 of the House Rules", []),
    ])
  func streetAddress(text: String, expected: [String]) throws {
    #expect(try found(.streetAddress, in: text) == expected)
  }

  @Test(
    "orders of other countries",
    arguments: [
      ("Lindenstrasse 14", ["Lindenstrasse 14"]), ("27 Avenue du Port", ["27 Avenue du Port"]),
      ("on Suite 310", ["Suite 310"]), ("via 5 mg", []),
    ])
  func foreignStreetAddress(text: String, expected: [String]) throws {
    #expect(try found(.foreignStreetAddress, in: text) == expected)
  }

  @Test(
    "any street before the number of a flat",
    arguments: [
      ("send it to 14 Rua do Sol 9, Apt. 7\nBragança, please", ["14 Rua do Sol 9, Apt. 7\nBragança"]),
      ("12 trg slobode apt 4", ["12 trg slobode apt 4"]),
      (
        "3 Dvorska 8\n Suite 21\n Brezovo\n Slovenia 8259",
        [
          "3 Dvorska 8\n Suite 21\n Brezovo\n Slovenia 8259"
        ]
      ), ("5 people went to suite 100", []), ("10 is flat 4", []),
    ])
  func flatAddress(text: String, expected: [String]) throws {
    #expect(try found(.flatAddress, in: text) == expected)
  }

  @Test(
    "any street before a line with town and postcode",
    arguments: [
      ("to 512 Vesterholm 3\nLARVIK, NO\n 3256 soon", ["512 Vesterholm 3\nLARVIK, NO\n 3256"]),
      ("40 Kesklinna\nTartu 50603", ["40 Kesklinna\nTartu 50603"]), ("12 Apples\nPears", []),
    ])
  func addressBlock(text: String, expected: [String]) throws {
    #expect(try found(.addressBlock, in: text) == expected)
  }

  @Test(
    "a city abroad is no person", arguments: [("玛格丽特·杜兰德住在里昂。", "LOCATION 里昂"), ("里昂先生住在马德里。", "LOCATION 马德里")])
  func transliterated(text: String, expected: String) throws {
    #expect(try identifiers(in: text).last == expected)
  }

  @Test(
    "corners of two streets",
    arguments: [
      ("meet at the corner of Harbour Lane and 5th Avenue, please", ["the corner of Harbour Lane and 5th Avenue"]),
      ("Corner of Aldgate 12 and Old Mill Road", ["Corner of Aldgate 12 and Old Mill Road"]),
      ("in the corner of the room and near it", []),
    ])
  func corner(text: String, expected: [String]) throws { #expect(try found(.corner, in: text) == expected) }

  @Test(
    "post office boxes",
    arguments: [
      ("post it to PO Box 77, Ruidoso NM 88345.", ["PO Box 77, Ruidoso NM 88345"]),
      ("unit 2207 box 14\nfpo ap 96205", ["unit 2207 box 14\nfpo ap 96205"]), ("black box 12", []),
    ])
  func postOfficeBox(text: String, expected: [String]) throws {
    #expect(try found(.postOfficeBox, in: text) == expected)
  }

  @Test(
    "a town with its state",
    arguments: [
      ("of Elko, NV 89801 since", ["Elko, NV 89801"]), ("in Waco, Texas today", ["Waco"]),
      ("Doctor, OR nurse", []), ("See The OK", []),
    ])
  func cityState(text: String, expected: [String]) throws {
    #expect(try found(.cityState, in: text) == expected)
  }

  @Test(
    "postcodes beside the word",
    arguments: [("zip 90210", ["90210"]), ("邮编：310000", ["310000"]), ("platelets 90210", [])])
  func postcode(text: String, expected: [String]) throws {
    #expect(try found(.postcode, in: text) == expected)
  }

  @Test(
    "a place after words that only a place follows",
    arguments: [
      ("he lives in Brezovo now", ["Brezovo"]), ("resident of New Canaan, CT", ["New Canaan"]),
      ("from Dr Smith", []), ("lives in pain", []), ("born in The", []),
    ])
  func cuedPlace(text: String, expected: [String]) throws {
    #expect(try found(.cuedPlace, in: text) == expected)
  }

  @Test(
    "住址 and what follows",
    arguments: [
      ("收货地址：湖北省荆州市沙市区青柏路58号3楼，谢谢", ["湖北省荆州市沙市区青柏路58号3楼"]), ("家住青柏小区C幢602，", ["青柏小区C幢602"]), ("住在哪里", []),
    ])
  func chineseCuedAddress(text: String, expected: [String]) throws {
    #expect(try found(.chineseCuedAddress, in: text) == expected)
  }

  @Test(
    "GB/T 2260: places in running text",
    arguments: [
      ("现住湖南省岳阳市云溪区松杨路街道银杏社区3号楼1单元502，备用", ["LOCATION 湖南省岳阳市云溪区松杨路街道银杏社区3号楼1单元502"]),
      ("昨晚到达桂林参会", ["LOCATION 桂林"]), ("住四川省丹棱县双桥镇青柏小区C幢602。", ["LOCATION 四川省丹棱县双桥镇青柏小区C幢602"]), ("这座城市的市场", []),
      ("股市上涨", []), ("头皮区红肿", []),
    ])
  func chineseAddress(text: String, expected: [String]) throws {
    #expect(try identifiers(in: text) == expected)
  }

  @Test(
    "towns by name",
    arguments: [
      ("she flew to Houston today", ["LOCATION Houston"]), ("our Tucson office", ["LOCATION Tucson office"]),
      ("a reading of 5", []),
    ])
  func city(text: String, expected: [String]) throws {
    #expect(try identifiers(in: text) == expected)
  }

  @Test(
    "ISO 6709",
    arguments: [
      ("found at 40.712776, -74.005974 at night", ["40.712776, -74.005974"]),
      ("48°51'29\"N 2°17'40\"E", ["48°51'29\"N 2°17'40\"E"]), ("北纬39.9042°", ["北纬39.9042°"]),
      ("lat: 51.5074", ["51.5074"]), ("pH 7.35, 7.45", []), ("3.1415, 2.7182 and", ["3.1415, 2.7182"]),
      ("at 37.5° C", []),
    ])
  func coordinates(text: String, expected: [String]) throws {
    #expect(try found(.coordinates, in: text) + found(.coordinatesInDegrees, in: text) == expected)
  }
}
