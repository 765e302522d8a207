/// Names to make people of. Given names are common and none is another word of English; surnames are made of two parts
/// that English place names have, so that there are enough of them.
enum NamePool {
  enum Gender { case female, male, any }

  static func gender(of given: String) -> Gender {
    let name = given.lowercased()
    if femaleSet.contains(name) { return .female }
    if maleSet.contains(name) { return .male }
    return .any
  }

  static func isGiven(_ name: String) -> Bool { gender(of: name) != .any || Lexicon.givenNames.contains(name.utf8) }

  static func given(_ gender: Gender, _ random: inout DerivedRandom) -> String {
    let names =
      switch gender {
      case .female: female
      case .male: male
      case .any: Bool.random(using: &random) ? female : male
      }
    return names.randomElement(using: &random)!
  }

  static func surname(_ random: inout DerivedRandom) -> String {
    surnameStarts.randomElement(using: &random)! + surnameEnds.randomElement(using: &random)!
  }

  static let female = words(
    """
    Abigail Adelaide Agnes Alexandra Alison Amelia Andrea Angela Annabel Antonia Audrey Barbara Beatrice Bernadette Bridget
    Camilla Caroline Catherine Cecilia Charlotte Christina Clara Claudia Cordelia Cynthia Deborah Diana Dorothy Edith
    Eleanor Elizabeth Emily Emma Esther Eugenia Evelyn Fiona Florence Frances Gabriella Georgina Geraldine Gillian Gwendolyn
    Hannah Harriet Helen Henrietta Imogen Irene Isabel Jacqueline Jane Janet Jennifer Jessica Joanna Josephine Judith Julia
    Karen Katherine Laura Lauren Linda Louisa Lucinda Lucy Lydia Madeleine Margaret Maria Marianne Marjorie Martha Mary
    Matilda Miranda Miriam Monica Muriel Nancy Natalie Nicola Nora Olivia Patricia Paula Penelope Philippa Rachel Rebecca
    Rosalind Rosemary Samantha Sarah Sophia Stella Stephanie Susan Sylvia Teresa Theodora Ursula Valerie Vanessa Veronica
    Victoria Virginia Vivian Winifred Yvonne
    """)
  static let male = words(
    """
    Adam Adrian Alan Albert Alexander Alfred Alistair Andrew Anthony Arthur Barnaby Benjamin Bernard Callum Cedric Charles
    Christopher Clement Colin Cornelius Damian Daniel David Derek Desmond Dominic Donald Douglas Duncan Edmund Edward Edwin
    Eric Ernest Felix Ferdinand Francis Frederick Gareth Geoffrey George Gerald Gilbert Gordon Graham Gregory Harold Harry
    Henry Herbert Hugh Humphrey Isaac James Jeremy Jerome John Jonathan Joseph Joshua Julian Keith Kenneth Laurence Leonard
    Leopold Lionel Louis Lucas Malcolm Martin Matthew Maurice Michael Nathaniel Neil Nicholas Nigel Norman Oliver Oscar
    Patrick Paul Percival Peter Philip Ralph Raymond Reginald Richard Robert Roderick Roger Roland Ronald Rupert Samuel
    Sebastian Simon Stanley Stephen Stuart Terence Theodore Thomas Timothy Tobias Victor Vincent Walter Wilfred William
    """)
  private static let femaleSet = Set(female.map { $0.lowercased() })
  private static let maleSet = Set(male.map { $0.lowercased() })

  static let surnameStarts = words(
    """
    Ash Black Brad Brom Car Chad Comb Crof Dal Den Dun Ed El Far Fern Glen Had Hal Har Hart Hazel Hol Kil Kirk Lang Lin Long
    Mal Mar Mel Mor Nor Oak Pem Pen Rad Red Rock Ros Sed Sel Shel Shir Stan Stock Sut Thorn Thur Tor Wake Wal War West
    Whit Wil Win Wood Wyn Yar
    """)
  static let surnameEnds = words(
    "bourne bridge brook bury by combe cott croft dale den ditch field ford gate grave ham hurst ley low mere more ridge "
      + "shaw stead stoke thorpe ton well wick worth")

  private static func words(_ text: String) -> [String] { text.split(whereSeparator: \.isWhitespace).map(String.init) }
}

/// Chinese names to make people of.
enum ChineseNamePool {
  static let surnames = Array("陈林黄周吴徐孙胡朱何郭罗宋谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔崔康毛邱秦顾侯邵孟龙万段")
  static let compoundSurnames = ["欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "慕容"]
  static let female = Array("芳娟敏静丽娜艳燕玲霞琴雪梅兰英娥莉萍红倩婷慧莹洁颖瑶琳瑾蕾薇珊玥菲蓉嫣妍婉娅")
  static let male = Array("伟强军杰涛明勇刚磊斌超鹏辉浩宇峰建平志国荣海波毅俊健诚锋宏坤凯翔晨烨博锐泽")

  /// Of the characters of a given name, which sort there are more of.
  static func given(like name: some StringProtocol) -> [Character] {
    let females = name.count(where: female.contains)
    let males = name.count(where: male.contains)
    return females > males || females == males && name.count(where: softer.contains) > 0 ? female : male
  }

  private static let softer = Set("秀玉桂凤花香月珍淑彩春巧媛姝婵")
}
