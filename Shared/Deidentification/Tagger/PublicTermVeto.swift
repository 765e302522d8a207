/// Laws, treaties, parts of courts and defined terms that the tagger takes for organisations: "the Grand Chamber",
/// "Code of Civil Procedure", "the Audit Committee". They name no one as long as no word of them is a name.
enum PublicTermVeto {
  static func isPublicTerm(_ candidate: Candidate, in text: NormalisedText) -> Bool {
    guard candidate.kind != .name else { return false }
    if isPeople(text.bytes[candidate.range]) { return true }
    if candidate.kind == .organisation, LatinWords.isSubject(text.bytes[candidate.range]) { return true }
    var rest = text.bytes[candidate.range].drop { !$0.isASCIILetter && $0 < 0x80 }
    guard !rest.isEmpty else { return false }
    while !rest.isEmpty {
      let word = rest.prefix(while: \.isASCIILetter)
      guard words.contains(word) else { return false }
      rest = rest[word.endIndex...].drop { !$0.isASCIILetter && $0 < 0x80 }
    }
    return true
  }

  /// "African American": an origin that many share.
  private static func isPeople(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.split { $0 == 0x20 || $0 == UInt8(ascii: "-") }.allSatisfy { peoples.contains($0) }
  }

  private static let peoples = WordSet(
    """
    african american americans asian caucasian hispanic latino latina latinx black white native indigenous indian european
    arab jewish middle eastern pacific islander
    """)

  /// Words of the law and of company papers, from general knowledge of both.
  private static let words = WordSet(
    """
    a an and as at by concerning for from in no of on or the to under with
    act acts amendment annex appendix article bill chapter charter code codes constitution convention conventions covenant
    decree directive gazette law laws order ordinance paragraph protocol protocols regulation regulations resolution rule
    rules schedule section statute statutes treaty
    acting adviser agent bench chamber chambers co-agent court courts deputy division grand judge judges jury panel plenary
    president prosecutor rapporteur registrar registry secretary tribunal vice
    first second third fourth fifth former joint new special supreme
    administrative civil commercial constitutional criminal domestic economic electoral european family fundamental general
    human international judicial labour military national penal political private public social
    appeal appeals asylum cassation citizens citizenship complaint complaints compensation decision decisions detention
    discrimination evidence execution extradition freedom freedoms hearing immigration inheritance judgment judgments justice
    liberty minorities opinion opinions persons police prevention prison prisons procedure proceedings property prosecution
    protection punishment refugees report reports rights series torture treatment
    agreement agreements annual audit award base board business committee common company credit date directors dividend
    employee employees event executive facility financial form fund income indenture interest loan management meeting merger
    note notes offering option plan preferred prospectus proxy purchase quarterly registration revolving senior share shares
    statement statements stock stockholders term trust trustee trustees warrants
    """)
}
