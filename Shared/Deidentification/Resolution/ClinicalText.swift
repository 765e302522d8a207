/// Whether a piece of text is about somebody's health: a note, a report, a question to a clinician.
enum ClinicalText {
  /// Bytes to either side: some four sentences, the whole of a question.
  private static let reach = 400

  /// One plain word of care, or two of diseases and drugs.
  static func isClinical(around range: Range<Int>, in text: NormalisedText, _ tagger: Tagger) -> Bool {
    let piece = max(0, range.lowerBound - reach)..<min(text.bytes.count, range.upperBound + reach)
    if chinese.occurs(in: text.bytes, piece) { return true }
    var terms = 0
    var rest = text.bytes[piece]
    while !rest.isEmpty {
      let word = rest.prefix(while: \.isASCIILetter)
      if word.count > 1 {
        if words.contains(word) || Lexicon.clinicalWords.contains(word) || isStem(word) { return true }
        terms += word.count > 4 && tagger.isRareTerm(word) ? 1 : 0
        if terms > 1 { return true }
      }
      rest = rest[word.endIndex...].dropFirst()
    }
    return false
  }

  private static func isStem(_ word: ArraySlice<UInt8>) -> Bool {
    stems.contains { word.count >= $0.count && zip(word, $0).allSatisfy { $0.asciiLowercased == $1 } }
  }

  /// From general knowledge of notes and of questions to doctors.
  private static let words = WordSet(
    """
    patient patients pt pts doctor doctors nurse nurses physician physicians surgeon hospital hospitals clinic clinics
    ward icu er mrn emr ehr dx hx tx rx mg mcg ml dose doses dosage dosing tablet tablets pill pills drug drugs medicine
    medicines medication medications vaccine vaccines antibiotic antibiotics insulin statin steroid steroids chemo
    diabetic diabetes asthma cancer tumor tumour stroke flu covid hiv copd htn adhd autism dementia pregnant pregnancy
    health healthcare disease diseases illness sick pain painful ache aches headache headaches fever cough nausea rash
    blood heart kidney liver lung lungs skin bone brain symptom symptoms syndrome injury wound fracture biopsy scan mri ct
    xray ultrasound ecg ekg bp bmi screening test tests lab labs checkup care palliative hospice allergy allergies
    allergic complaining complains complaint presenting presents admitted discharged follow-up prognosis
    """)
  private static let stems = [
    "diagnos", "symptom", "treat", "therap", "surg", "clinic", "medic", "prescri", "hospitali", "infect", "inflamm",
    "vaccin", "transplant", "hypert", "hypot", "cardi", "neuro", "psychi", "oncolog", "gastro", "hepat", "nephro",
    "dermat", "orthop", "pediatr", "paediatr", "geriatr", "obstet", "gyneco",
  ].map { Array($0.utf8) }
  private static let chinese = WordSearch(
    [
      "病", "医", "药", "诊", "疗", "症", "痛", "疼", "孕", "胎", "癌", "炎", "瘤", "血", "术后", "手术", "疫苗", "检查", "体检",
      "护理", "住院", "发烧", "发热", "咳嗽", "不适", "康复", "健康", "患者", "化验", "用量", "剂量",
    ])
}
