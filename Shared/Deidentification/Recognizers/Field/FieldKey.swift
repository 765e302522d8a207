/// Names of fields and columns whose values are identifiers, whatever they look like.
///
/// Source: 45 CFR 164.514(b)(2); HL7 FHIR R5 Patient, RelatedPerson, Practitioner; common column names of registers.
enum FieldKey {
  /// The kind of a field's values, nil for other fields. Case, spaces and signs of the key do not count.
  static func kind(of key: some Sequence<UInt8>) -> EntityKind? {
    var hash = WordSet.hashStart
    var count = 0
    for byte in key where byte >= 0x80 || byte.isASCIILetter || byte.isASCIIDigit {
      hash = WordSet.hash(hash, adding: byte)
      count += 1
    }
    return (2...keyBytesMax).contains(count) ? kinds[hash] : nil
  }

  /// Bytes of the longest key.
  static let keyBytesMax = 36

  /// By the hash of the name.
  private static let kinds: [UInt64: EntityKind] = {
    let keys: [(EntityKind, String)] = [
      (
        .name,
        """
        name fullname firstname lastname middlename givenname familyname surname forename patient patientname ptname pt
        membername customername clientname contactname contactperson nextofkin emergencycontact guarantor mothername
        mothersname fathername fathersname spousename maidenname mothersmaidenname physician provider doctor attending
        attendingphysician referringphysician practitioner nurse employeename studentname accountholder cardholder
        cardholdername beneficiary insured insuredname subscribername family given fname lname displayname recipient
        姓名 患者姓名 病人姓名 名字 联系人 患者 病人 监护人 家属 父亲姓名 母亲姓名 配偶 医生 主治医师 主治医生 经治医师 接诊医生 收件人 收货人
        寄件人 户主 法定代表人 法人 申请人 持卡人 紧急联系人 员工姓名 学生姓名 客户姓名 中文名 英文名 曾用名
        """
      ),
      (
        .date,
        """
        dob dateofbirth birthdate birthday birth admissiondate admitdate dateofadmission dischargedate dateofdischarge
        dateofdeath deathdate dod visitdate servicedate dateofservice dos encounterdate collectiondate surgerydate
        deceaseddatetime hiredate
        出生日期 生日 出生年月 出生年月日 入院日期 出院日期 就诊日期 死亡日期 手术日期 入院时间 出院时间 就诊时间 入职日期
        """
      ),
      (
        .id,
        """
        ssn socialsecurity socialsecuritynumber socialsecurityno mrn medicalrecordnumber medicalrecordno patientid ptid
        subjectid memberid membernumber nationalid nationalidnumber passport passportnumber passportno driverlicense
        driverslicense driverslicensenumber driverlicensenumber licensenumber licenseno taxid taxidnumber nhsnumber nhsno
        nhs insuranceid insurancenumber policynumber policyno policyid healthplanid accessionnumber accessionno encounterid
        visitid employeeid employeenumber studentid customerid clientid npi dea ein nino idnumber idno idcard badgenumber
        vin licenseplate platenumber imei serialnumber deviceid udi wechat qq
        身份证号 身份证号码 身份证 证件号 证件号码 病历号 病案号 住院号 门诊号 就诊号 医保号 医保卡号 社保号 社保卡号 护照号 护照号码 工号 学号
        患者编号 病人编号 保单号 驾驶证号 军官证号 微信 微信号 车牌 车牌号 统一社会信用代码 登记号
        """
      ),
      (
        .phone,
        """
        phone phonenumber phoneno mobile mobilephone mobilenumber cell cellphone tel telephone telephonenumber fax faxnumber
        homephone workphone contactnumber msisdn
        电话 手机 联系电话 手机号 手机号码 电话号码 联系方式 传真 家庭电话 固定电话
        """
      ),
      (.email, "email mail emailaddress 邮箱 电子邮箱 电子邮件 邮件"),
      (
        .location,
        """
        address addr homeaddress mailingaddress street streetaddress addressline addressline1 addressline2 address1 address2
        line city town zip zipcode postalcode postcode birthplace placeofbirth latitude longitude
        地址 住址 家庭住址 家庭地址 联系地址 通讯地址 现住址 籍贯 户籍地址 户籍 出生地 邮编 邮政编码 收货地址
        """
      ),
      (
        .organisation,
        "hospital hospitalname clinic clinicname employer facility facilityname school 医院 就诊医院 单位 工作单位 学校"
      ),
      (
        .account,
        "accountnumber accountno bankaccount iban routingnumber sortcode bic 账号 银行账号 开户账号 银行卡号 卡号"
      ),
      (.card, "cardnumber cardno creditcard creditcardnumber ccnumber pan 信用卡号"),
      (.username, "username userid login loginname handle screenname 用户名 昵称 账户名"),
      (.secret, "password passwd pwd secret token apikey accesstoken secretkey privatekey clientsecret 密码 口令 密钥"),
      (.ip, "ip ipaddress clientip remoteaddr"),
    ]
    let pairs = keys.flatMap { kind, names in WordSet(names).hashes.map { ($0, kind) } }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }()

  /// Keys that things have too: their values must look like a person or a town.
  static func isAmbiguous(_ key: some Sequence<UInt8>) -> Bool {
    ambiguous.contains(key.lazy.filter { $0 >= 0x80 || $0.isASCIILetter })
  }

  private static let ambiguous = WordSet(
    "name provider line given family patient pt recipient token ip 患者 病人 医生")
}
