extension Recognizer {
  /// The built-in recognizers. A new one is one file beside this with its table test, and a line here.
  static let all: [Recognizer] =
    [
      .email, .url, .ipv4, .ipv6, .mac, .username, .chineseUsername, .handle, .chineseHandle, .chatAccount,
      .internationalPhone, .northAmericanPhone, .nationalPhone, .cuedPhone, .loosePhone, .chineseMobile,
      .chineseMobileInWords, .chineseLandline,
      .paymentCard, .iban, .bankAccount, .businessIdentifierCode,
      .socialSecurityNumber, .medicareBeneficiary, .drugEnforcement, .employerIdentification, .driverLicence,
      .britishDrivingLicence,
      .nationalInsurance, .publicService, .europeanVAT, .franceSocialSecurity, .spainIdentity, .spainCompany,
      .codiceFiscale, .henkilotunnus, .swissCompany, .pan, .gstin, .singaporeIdentity, .hongKongIdentity,
      .taiwanIdentity,
      .curp, .rfc, .rut, .chineseResidentID, .socialCreditCode, .chinesePermit, .chinesePassport, .militaryID,
      .cuedID, .chineseCuedID, .looselyCuedID, .idBeforeCue, .idBeforeChineseCue, .licencePlate, .britishPlate,
      .chinesePlate, .vin, .deviceSerial, .wallet, .recordShape, .dashedRecord,
      .caseNumber, .initials,
      .englishDate, .englishDateInWords, .englishDateRange, .partOfYear, .yearOfLife, .yearRange, .eventYear,
      .sentenceLength, .numericDate,
      .chineseDate, .chineseYear,
      .relativeDate, .relativeSeason, .chineseRelativeDate, .holiday, .chineseHoliday, .age, .ageInWords, .chineseAge,
      .personalAge, .personalChineseAge, .personalYear,
      .streetAddress, .foreignStreetAddress, .flatAddress, .addressBlock, .corner, .famousHospital, .cityState,
      .postcode, .postOfficeBox,
      .cuedPlace,
      .coordinates, .coordinatesInDegrees,
      .chineseCuedAddress,
      .organisation, .employer, .chineseOrganisation,
      .secretToken, .privateKey, .cuedSecret, .credentialURL,
    ]

  init(custom: CustomRecognizer) {
    self.init(
      name: custom.name, kind: custom.kind, score: custom.score, pattern: custom.pattern,
      context: custom.contextWords.map { $0.lowercased() }, validate: { $0.range })
  }
}
