/// Record, patient, policy, licence and other numbers that only the words before them give away.
///
/// Source: HIPAA Safe Harbor identifiers 8 (medical record), 9 (health plan), 11 (certificate, licence), 18 (other).
extension Recognizer {
  static let cuedID = Recognizer(
    name: "id-cued", kind: .id,
    pattern:
      #"(?i)\b(?:MRN|UHID|MR#|MR ?no|EMR|CSN|FIN|HICN|NPI|DEA|EIN|TIN|ITIN|NHS|NINO|NRIC|Aadhaar|PAN|CPF|CNPJ|UPN|(?:(?:medical|patient|hospital|health|clinical|lab|case|chart|study|subject|member|subscriber|policy|insurance|claim|group|beneficiary|customer|client|employee|staff|student|voter|merchant|national|personal|tax|registration|enrollment|enrolment|licen[cs]e|license|certificate|passport|visa|badge|permit|driver'?s? licen[cs]e|driving licen[cs]e|DL|medicare|medicaid|health plan|plan|account|accession|specimen|sample|order|encounter|visit|admission|reference|booking|confirmation|tracking|file|document|record|identification|identity|terminal|precinct|docket|device|badge|unit|warrant|report|incident|prescription|rx|chart|bed|vehicle|serial|application|invoice|ticket|transaction|booking|parcel)(?: (?:record|health|identification|id|card|file|chart|study|plan|registration|security|history))*(?: ?(?:number|no\b\.?|num\b\.?|nr\b\.?|#|id|identifier|code|ref)){1,2})|ID(?: (?:number|no\.?|card))?|ref|identifier|passport|badge|accession|NCT|chart|record|license|licence|booking ref|subject|case|claim|policy|file|dossier|member)\b\.?[ \t]*(?:(?:is|was|of|number|num\b|no\b\.?)[ \t]*)?[:=#(\-]{0,2}[ \t]{0,2}#?[ \t]?((?:[A-Z]{1,6}[\-./ ]?)?[0-9][A-Z0-9]*(?:[\-./][A-Z0-9]+)*(?: [0-9]{2,6}){0,4}|[A-Z0-9]+(?:-[A-Z0-9]+)+)"#,
    anchors: [
      .words(
        """
        mrn, uhid, mr#*, mr no*, mrno*, emr, csn, fin, hicn, npi, dea, ein, tin, itin, nhs, nino, nric, aadhaar, pan,
        cpf, cnpj, upn, medical*, patient*, hospital*, health*, clinical*, lab*, case*, chart*, study*,
        subject*, member*, subscriber*, policy*, insurance*, claim*, group*, beneficiary*, customer*, client*,
        employee*, staff*, student*, voter*, merchant*, national*, personal*, tax*, registration*, enrollment*,
        enrolment*, licence*, license*, certificate*, passport*, visa*, badge*, permit*, driver*, driving
        licence*, driving license*, dl*, medicare*, medicaid*, plan*, account*, accession*, specimen*, sample*,
        order*, encounter*, visit*, admission*, reference*, booking*, confirmation*, tracking*, file*,
        document*, record*, identification*, identity*, terminal*, precinct*, docket*, device*, unit*, warrant*,
        report*, incident*, prescription*, rx*, bed*, vehicle*, serial*, application*, invoice*, ticket*,
        transaction*, parcel*, id, ref, identifier, nct, dossier
        """, after: 130, needsDigit: true)
    ],
    validate: { evidence in
      evidence.isWholeWord && isPlausibleID(evidence) && !isChecked(evidence) ? evidence.range : nil
    })

  /// "NHS number 1234567890": of figures only, the check digit decides, which is another detector's.
  private static func isChecked(_ evidence: Evidence) -> Bool {
    let cue = evidence.text.lowercased(evidence.match)
    return evidence.bytes.allSatisfy(\.isASCIIDigit) && checkedCues.contains { cue.hasPrefix($0 + " number") }
  }

  private static let checkedCues = ["nhs", "npi", "aadhaar", "cpf", "cnpj"]

  /// At least four digits, or three with letters; not a date, an amount, an age or a share.
  static func isPlausibleID(_ evidence: Evidence) -> Bool {
    let letters = evidence.bytes.count(where: \.isASCIILetter)
    let digits = evidence.digits.count
    guard digits >= 4 || (digits >= 3 && letters >= 1) || (digits >= 2 && letters >= 3) else { return false }
    let after = evidence.after(10)
    return !measures.contains { after.hasPrefix($0) } && !isDate(evidence.string)
  }

  private static let measures = [
    "%", " %", " mg", "mg", " ml", " mcg", " year", " patients", " cases", " days", " kg", " people",
  ]

  private static func isDate(_ text: String) -> Bool {
    let parts = text.split(whereSeparator: { "-/.".contains($0) }).compactMap { Int($0) }
    guard parts.count == 3 else { return false }
    let isYearFirst = (1900...2100).contains(parts[0]) && (1...12).contains(parts[1]) && (1...31).contains(parts[2])
    let isYearLast = (1...31).contains(parts[0]) && (1...31).contains(parts[1]) && (1900...2100).contains(parts[2])
    return isYearFirst || isYearLast
  }
}
