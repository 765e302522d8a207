extension Lexicon {
  /// Cities whose names are hardly another word; several words apart by spaces, entries by commas.
  static let cities = WordSet(phrases: cityNames)

  /// The first word of each.
  static let cityStarts = WordSet(
    cityNames.split(separator: ",").compactMap { name in
      let bytes = Array(name.utf8)
      return LatinWords.words(in: bytes).first.map { String(decoding: bytes[$0.range], as: UTF8.self) }
    }.joined(separator: " "))

  private static let cityNames =
    """
    new york, new york city, nyc, los angeles, chicago, houston, philadelphia, san antonio, san diego, dallas, san jose,
    jacksonville, fort worth, indianapolis, san francisco, seattle, denver, nashville, oklahoma city, el paso, boston,
    detroit, memphis, las vegas, louisville, baltimore, milwaukee, albuquerque, tucson, fresno, sacramento, kansas city,
    atlanta, omaha, colorado springs, raleigh, virginia beach, miami, oakland, minneapolis, tulsa, tampa, wichita, new
    orleans, arlington, cleveland, bakersfield, honolulu, anaheim, santa ana, riverside, corpus christi, lexington,
    stockton, st louis, st. louis, saint louis, saint paul, st paul, st. paul, pittsburgh, cincinnati, anchorage,
    greensboro, plano, newark, orlando, irvine, toledo, jersey city, chula vista, durham, fort wayne, st petersburg, st.
    petersburg, laredo, buffalo, lubbock, scottsdale, glendale, reno, norfolk, winston-salem, irving, chesapeake,
    fremont, baton rouge, richmond, boise, san bernardino, spokane, birmingham, rochester, des moines, modesto,
    fayetteville, tacoma, oxnard, fontana, montgomery, little rock, akron, yonkers, augusta, mobile alabama, huntington
    beach, amarillo, grand rapids, salt lake city, tallahassee, huntsville, knoxville, worcester, newport news,
    brownsville, santa clarita, providence, overland park, garden grove, chattanooga, oceanside, santa rosa, fort
    lauderdale, rancho cucamonga, tempe, sioux falls, eugene oregon, pembroke pines, corona, salinas, hayward, pomona,
    alexandria, escondido, sunnyvale, lakewood, kansas, hollywood, torrance, bridgeport, paterson, naperville, syracuse,
    mesquite, savannah, dayton, pasadena, fullerton, killeen, mcallen, bellevue, hampton, west valley city, columbia,
    olathe, sterling heights, new haven, waco, thousand oaks, cedar rapids, charleston, visalia, topeka, elizabeth new
    jersey, gainesville, thornton, roseville, carrollton, coral springs, stamford, simi valley, concord, hartford, kent
    washington, lafayette, midland, surprise, denton, ann arbor, evansville, abilene, beaumont, peoria, springfield,
    lansing, berkeley, provo, el monte, norwalk, downey, costa mesa, inglewood, manchester, allentown, fargo, boulder,
    pueblo, green bay, davenport, erie, dearborn, albany, tyler texas, lowell, duluth, trenton, santa fe, utica, bangor,
    burlington, billings, missoula, cheyenne, bismarck, pierre, sioux city, ottumwa, terre haute, portland, phoenix,
    columbus, austin, charlotte, cambridge, brooklyn, bronx, queens, manhattan, staten island, harlem, palo alto,
    mountain view, santa monica, santa barbara, santa clara, santa cruz, long beach, malibu, beverly hills, washington dc,
    washington d.c., washington, silicon valley, rockville, bethesda, annapolis, wilmington, harrisburg, scranton,
    london, liverpool, leeds, sheffield, bristol, edinburgh, glasgow, cardiff, belfast, nottingham, leicester, coventry,
    southampton, portsmouth, newcastle, sunderland, brighton, oxford, york england, norwich, exeter, aberdeen, dundee,
    inverness, swansea, dublin, cork ireland, galway, limerick, belfast, paris, marseille, lyon, toulouse, nantes,
    strasbourg, bordeaux, lille, berlin, hamburg, munich, münchen, cologne, köln, frankfurt, stuttgart, düsseldorf,
    dusseldorf, leipzig, dresden, hannover, nuremberg, vienna, salzburg, zurich, zürich, geneva, basel, bern, brussels,
    antwerp, ghent, amsterdam, rotterdam, the hague, utrecht, eindhoven, copenhagen, stockholm, gothenburg, malmö, oslo,
    bergen, helsinki, tampere, reykjavik, madrid, barcelona, valencia, seville, bilbao, lisbon, porto, rome, milan,
    naples, turin, florence italy, venice, bologna, palermo, athens, thessaloniki, istanbul, ankara, izmir, bursa,
    diyarbakır, diyarbakir, warsaw, warszawa, kraków, krakow, cracow, łódź, wrocław, wroclaw, poznań, poznan, gdańsk,
    gdansk, prague, brno, bratislava, budapest, bucharest, sofia bulgaria, belgrade, zagreb, ljubljana, sarajevo, kyiv,
    kiev, kharkiv, odessa, lviv, minsk, moscow, st petersburg, saint petersburg, novosibirsk, vilnius, riga, tallinn,
    jerusalem, tel aviv, haifa, gaza, beirut, damascus, aleppo, baghdad, basra, mosul, fallujah, tehran, riyadh, jeddah,
    mecca, dubai, abu dhabi, doha, kuwait city, cairo, alexandria, casablanca, rabat, tunis, algiers, tripoli, lagos,
    abuja, accra, nairobi, mombasa, kampala, addis ababa, johannesburg, cape town, durban, pretoria, harare, lusaka,
    karachi, lahore, islamabad, kabul, kandahar, delhi, new delhi, mumbai, bombay, bangalore, bengaluru, hyderabad,
    chennai, kolkata, calcutta, pune, ahmedabad, jaipur, lucknow, dhaka, colombo, kathmandu, bangkok, hanoi, ho chi minh
    city, saigon, phnom penh, jakarta, manila, kuala lumpur, tokyo, osaka, kyoto, yokohama, nagoya, sapporo, kobe,
    fukuoka, hiroshima, nagasaki, seoul, busan, incheon, pyongyang, taipei, kaohsiung, beijing, shanghai, guangzhou,
    shenzhen, tianjin, wuhan, chengdu, chongqing, nanjing, hangzhou, xi'an, suzhou, shenyang, dalian, qingdao, harbin,
    kunming, changsha, xiamen, ulaanbaatar, sydney, melbourne, brisbane, perth, adelaide, canberra, hobart, darwin,
    auckland, wellington, christchurch, toronto, montreal, montréal, vancouver, calgary, edmonton, ottawa, winnipeg,
    halifax, quebec city, hamilton ontario, mexico city, guadalajara, monterrey, tijuana, cancun, havana, san juan,
    kingston, port-au-prince, bogota, bogotá, medellin, medellín, caracas, quito, guayaquil, lima, santiago, buenos
    aires, montevideo, são paulo, sao paulo, rio de janeiro, rio, brasília, brasilia, salvador, recife, la paz, asuncion
    """

  /// States and provinces as they are written out after a city.
  static let regions =
    """
    AK, AL, AR, AZ, CA, CO, CT, DC, DE, FL, GA, HI, IA, ID, IL, IN, KS, KY, LA, MA, MD, ME, MI, MN, MO, MS, MT,
    NC, ND, NE, NH, NJ, NM, NV, NY, OH, OK, OR, PA, PR, RI, SC, SD, TN, TX, UT, VA, VI, VT, WA, WI, WV, WY, AA,
    AE, AP, AB, BC, MB, NB, NL, NS, ON, QC, SK, NSW, VIC, QLD, TAS, ACT, Alabama, Alaska, Arizona, Arkansas,
    California, Colorado, Connecticut, Delaware, Florida, Georgia, Hawaii, Idaho, Illinois, Indiana, Iowa, Kansas,
    Kentucky, Louisiana, Maine, Maryland, Massachusetts, Michigan, Minnesota, Mississippi, Missouri, Montana,
    Nebraska, Nevada, New Hampshire, New Jersey, New Mexico, New York, North Carolina, North Dakota, Ohio,
    Oklahoma, Oregon, Pennsylvania, Rhode Island, South Carolina, South Dakota, Tennessee, Texas, Utah, Vermont,
    Virginia, Washington, West Virginia, Wisconsin, Wyoming, Ontario, Quebec, British Columbia, Alberta
    """

  static let regionPattern =
    "(?:"
    + regions.split { $0 == "," || $0 == "\n" }.map { $0.drop { $0 == " " } }.filter { !$0.isEmpty }.joined(
      separator: "|") + ")"
}
