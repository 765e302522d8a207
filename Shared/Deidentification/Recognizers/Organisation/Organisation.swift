/// Organisations by the word that ends their name: "Fernhollow Kidney Care", "Larkmoor Imaging, Inc.".
extension Recognizer {
  private static let heads =
    #"(?:[Hh]ospitals?|[Cc]linics?|Infirmary|Hospice|Sanatorium|Hosp\b\.?|Med(?:ical)?\.? (?:Center|Centre|Group|Associates|School|Ctr)|(?:Heart|Neurology|Cancer|Eye|Spine|Hospital|Surgical|Trauma|Wellness|Women's) (?:Center|Institute)|Health(?:care)?(?: (?:Center|Centre|System|Services|Network|Care))?|Kidney Care|Cancer Center|Surgery Center|Nursing Home|Care (?:Center|Home)|Rehab(?:ilitation)?(?: Center)?|Pharmacy|Pharmaceuticals?|Laborator(?:y|ies)|University(?: (?:Hospital|Medical Center|Health|Clinic))?|College|Academy|Institute|Medicine|Elementary|(?:High |Middle )?School(?: District)?|Dental(?: Care| Group)?|Orthopa?edics|Pediatrics|Oncology Group|Imaging|Bank|Credit Union|Insurance|Logistics|Foundry|Motors|Airlines|Foundation|Association|Corporation|Corp\b\.?|Company|Inc\b\.?|Incorporated|LLC|L\.L\.C\.|LLP|L\.P\.|Ltd\b\.?|Limited|PLC|plc|GmbH|AG|S\.A\.|N\.V\.|B\.V\.|Holdings|Partners|Trust|Fund|Group|Society|Church|Council|Court|Authority)"#
  private static let tail =
    #"(?: of (?:the )?\p{Lu}[\p{L}\-]+(?: \p{Lu}[\p{L}\-]+)?)?(?:,? (?:Inc\b\.?|LLC|Ltd\b\.?|L\.P\.|N\.A\.|Corp\b\.?|plc))?(?:'s Office)?(?: in (?:\p{Lu}[\p{L}.]+)(?: \p{Lu}\p{L}+)?)?"#

  /// How ``heads`` begin.
  private static let headWords =
    """
    hospital, hospitals, clinic, clinics, Infirmary, Hospice, Sanatorium, Hosp, Med, Medical, Heart, Neurology, Cancer,
    Eye, Spine, Surgical, Trauma, Wellness, Women's, Health, Healthcare, Kidney Care, Surgery Center, Nursing Home, Care,
    Rehab, Rehabilitation, Pharmacy, Pharmaceutical, Pharmaceuticals, Laboratory, Laboratories, University, College,
    Academy, Institute, Medicine, Elementary, High School, Middle School, School, Dental, Orthopaedics, Orthopedics,
    Pediatrics, Oncology Group, Imaging, Bank, Credit Union, Insurance, Logistics, Foundry, Motors, Airlines, Foundation,
    Association, Corporation, Corp, Company, Inc, Incorporated, LLC, L.L.C.*, LLP, L.P.*, Ltd, Limited, PLC, plc, GmbH, AG,
    S.A.*, N.V.*, B.V.*, Holdings, Partners, Trust, Fund, Group, Society, Church, Council, Court, Authority
    """

  static let organisation = Recognizer(
    name: "organisation", kind: .organisation, score: 0.8, pattern: "\\b\(heads)\(tail)",
    anchors: [.words(headWords, after: 130)],
    validate: { LatinWords.organisationRange(endingWith: $0) }, resumesInside: false)

  /// Whom somebody works for: "she works for Larkmoor as a nurse".
  static let employer = Recognizer(
    name: "organisation-employer", kind: .organisation, score: 0.7,
    pattern:
      #"\b(?:I|[Hh]e|[Ss]he|[Ww]e|[Tt]hey|[Yy]ou|who|used to|now|currently) (?:used to )?(?:am |is |was )?work(?:s|ed|ing)? (?:for|at) ((?:[0-9]{1,3} )?\p{Lu}[\p{L}&'\-]*(?: (?:\p{Lu}[\p{L}&'\-]*|of|&)){0,4})"#,
    anchors: [.words("work, works, worked, working", before: 24, after: 100)],
    validate: { evidence in
      let words = evidence.string.split(separator: " ")
      guard evidence.isWholeWord, let first = words.first, !Lexicon.titles.contains(first.utf8) else { return nil }
      let isOrdinary = words.allSatisfy { Lexicon.commonWords.contains($0.utf8) }
      return isOrdinary || words.last == "of" ? nil : evidence.range
    })

  /// Hospitals known by a name that has no such word, and a town with a word for a practice: "Dallas clinic".
  static let famousHospital = Recognizer(
    name: "organisation-hospital", kind: .organisation, score: 0.3,
    pattern:
      "((?:Johns Hopkins|Cedars?[- ]Sinai|Mayo Clinic|Cleveland Clinic|Mass(?:achusetts)? General|MGH|UCSF|UCLA|NYU(?: Langone)?|Stanford|Baylor|Vanderbilt|Emory|Kaiser(?: Permanente)?|Mount Sinai|Mt\\.? Sinai|Beth Israel|Brigham and Women's|MD Anderson|Memorial Sloan Kettering|New York[- ]Presbyterian|Northwestern Memorial|Duke|Yale|Harborview|Bellevue|Presbyterian|Mercy General|Good Samaritan|Tampa General|Grady|Parkland|Rush|Scripps|Sutter|Sloan Kettering|Dana[- ]Farber|Barnes[- ]Jewish|Houston Methodist|Intermountain|Geisinger|Ochsner|Sharp Memorial|Providence|UPMC|UCSD|UNC|OHSU|VUMC)(?: (?:Health(?: System)?|Medical Center|Hospital|Clinic|Medicine|Med|General|Langone Health|ER|Med Ctr))?)",
    anchors: [
      .words(
        """
        Johns Hopkins, Cedar, Cedars, Mayo Clinic, Cleveland Clinic, Mass, Massachusetts, MGH, UCSF, UCLA, NYU,
        Stanford, Baylor, Vanderbilt, Emory, Kaiser, Mount Sinai, Mt, Beth Israel, Brigham and, MD Anderson,
        Memorial Sloan, New York, Northwestern Memorial, Duke, Yale, Harborview, Bellevue, Presbyterian, Mercy
        General, Good Samaritan, Tampa General, Grady, Parkland, Rush, Scripps, Sutter, Sloan Kettering, Dana,
        Barnes, Houston Methodist, Intermountain, Geisinger, Ochsner, Sharp Memorial, Providence, UPMC, UCSD,
        UNC, OHSU, VUMC
        """, after: 60)
    ],
    context: ["seen", "treated", "at ", "hospital", "clinic", "patient", "admitted", "visit"])
}
