/// The numbers of figures only that are known by their check digits, in one list.
extension CheckedNumber {
  /// A new one is one file beside the others with its table test, and a name here.
  static let all: [CheckedNumber] = [
    .nhs, .npi, .routingNumber, .canadaSocialInsurance, .australiaTax, .australiaMedicare, .australiaBusiness,
    .australiaCompany, .newZealandTax, .aadhaar, .germanyTax, .siren, .siret, .netherlandsCitizen, .pesel, .nip, .regon,
    .portugalTax, .belgiumCitizen, .personnummer, .denmarkPerson, .norwayPerson, .austriaInsurance, .ahv, .partitaIVA,
    .koreaResident, .myNumber, .cpf, .cnpj, .turkeyCitizen, .southAfricaIdentity, .israelIdentity, .romaniaPerson,
    .czechPerson, .croatiaPerson, .balticPerson, .bulgariaPerson, .amka, .cuit, .clabe, .thailandCitizen, .myKad, .imei,
  ]
}
