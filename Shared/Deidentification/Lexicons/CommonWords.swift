/// Word lists of our own, from general knowledge, in lower case.
enum Lexicon {
  /// Words that are no names although a sentence or a heading may begin with them in capitals.
  static let commonWords = WordSet(
    """
    a about above abstract academic academy accept access accession according account accreditation acid across act action
    active activity acute ad add added additional additionally address addresses administered administration
    administrative admission admit admitted adult adults advanced advice affairs after again against age agency agent
    agreement agreements aid air airlines airport airways alcohol alert alias align all allergic allergies allergy almost
    along already also although always am american amid among amount amp an analysis analyst and angeles anesthesia
    animal announcement annual annually another answer antibiotic antibiotics any anyone anything apart apartment app
    appeal appeals appendix applicant applicants application applications apply appointment approach approaches
    appropriate approved arab are area argument arm armed army around arrival art arterial article articles artist as
    asap asian ask asked asks assess assessment asset assets assigned assistant associate associated association
    associates asthma at atm atrial attack attention attending attorney audit august australian austrian author
    authority available ave average award away baby back bad bag ball band bank banks bar base based basic basis bay be
    beach because become bed been before began begin behind being believe below benefit benefits best better between
    beyond big bilateral billing bills biopsy bird birth black blood blue board body bone book books born both bottom
    box boy boys brain branch breast breaking brief bring british broad broadcast brother brothers browser budget
    building bureau bus business but buy by c-section calendar call called calls came camp campaign campus can cancer
    candidate cannot cap capital captain car carbon card cardiac cardiology cardiovascular care career case cases cash
    castle cat cc cell cells center centers central centre century ceo certain certificate chair chairman champion
    championship change changes channel chapter charge charges charter chart check chest chicken chief child children
    chinese choice christian christmas chronic church cigarette circuit citizen city civil claim claims class clear
    client clients clinic clinical clinically clinics close club co coach coast code codes coffee cold collection college
    color column come comes comfort command commerce commercial commission commissioner commissions committee common
    commonwealth communication communications community companies company comparison competition complaint complaints
    complete compliance computer concern conclusion condition conditions conference congress consent consider
    considerations consolidated constitution construction consult consultant consultation consulting consumer contact
    contains content contest continue continued contract control convention cool copd copy coronary corp corporate
    corporation cost costs could council counsel count country county couple course court courts cover create credit
    crime criminal crisis criteria critical cross crown cruise culture cup current currently customer customers ct cut
    cute daily dad damn dance dark data database date dates daughter day days dead deal dear death debt decision
    deep defence defendant defendants defense degree delivery delta democratic department deposit deputy describe
    described description design designated detail details determine development device diabetes diabetic diagnosed
    diagnosis diagnostic dialysis did die diet different digital dinner direct director directors disability discharge
    discharged discuss discussion disease diseases disorder disorders distance district division do doc doctor doctors
    document does dog dollar domestic don't done door dose doses dosing double down downtown dr drive driver drop drug
    drugs due during dutch dvd each earlier early earn earnings earth east eastern eat economic economics economy edition
    editor education effect effective effects either elderly elective electric electronic element elevated else email
    emergency employee employees employer employment end ended energy engineer engineering england english enjoy enough
    enterprise entertainment entity entry environment environmental equity error especially essential estate estimate
    et etc ethics euro european evaluate evaluated evaluation even evening event events ever every everybody everyone
    everything evidence exactly exam examination example except exchange executive exercise exhibit exit expected
    expert explain express extended exclusively eye facebook facility fact facts factor fair fall false families family
    fan fans far farm fashion fast fat father fax federal federation feel female festival fever few field fifth fig
    figure file files film final finally finance financial find finding fine fire first fiscal five fix flight floor
    flu fluid focus folks follow followed following follow-up food foot football for force forces foreign forest forever
    form formal former forms fort forum forward foundation founder four fourth france free french fresh friday friend
    friends from front full fun function fund funds further fw future fwd fyi gain gallery game games garden gas gastric
    gay gear gender general generally german get gets getting gift girl girls give given gives glad global go goal god
    goes going gold golden gonna good got government governor grade gram grand grant great greek green greetings ground
    group groups growth guarantee guess guest guide guideline guidelines guy guys had hair half hall hand happen happy
    hard has hate have having he head headache health healthcare hear heart heat heavy hello help hence hepatic her here
    herein hers hey hi hiv high higher highly him his history hit hockey holding holdings holiday holidays holy home
    honor hope hopefully hospital hospitals hot hotel hour hours house housing how however hr human hundred hurt husband
    hypertension i i'd i'll i'm i've ice icu idea identify if illness image imaging immediate immediately impact
    important in inc include included includes including income incorporated increase indeed independent index indian
    indication indications individual industrial industry infant infection infections info information initial injury
    inpatient input inquiry inside instead institute institution institutional instructions insulin insurance intake
    integrated intensive interest interested interesting interim internal international internet interview into
    introduction investigation investment investments investor investors invoice involved iphone iranian iraqi irish is
    islamic island islands isn't israeli issue issues it it's italian item items its itself jail january japanese jewish
    job jobs join joint journal judge judgment july jump june junior jury just justice keep key kid kidney kids kill
    kind king kingdom kings kitchen knee know known korean lab labor laboratory labs lady lake land language large last
    late lately later latest latin launch law lawyer lawyers lead leader leaders league learn learning lease least leave
    left leg legal less let let's letter letters level levels liability library license life light like likely limited
    line lines link list listen listed literally literature little live liver living llc lmao loan loans local located
    location lol long longer look looking looks lord los loss lost lot lots love loved low lower ltd luck lunch lung
    machine made magazine mail main major make makes making male man manage managed management manager managing many map
    march marine market marketing markets married mass master match matter maximum may maybe me meal mean meaning means
    measure media medicaid medical medicare medication medications medicine medium meet meeting member members memo
    memorial men mental message met method methods metro mexican middle might mild military mill million millions mind
    mine mini minimum minister ministry minute minutes miss mission mixed mobile model modern mom monday money monitor
    monitoring month monthly months more moreover morning most mother motion motor mountain mouth movie mr mri mrn mrs ms
    much multiple municipal murder museum music muslim must my myself name named names nasa nation national native
    natural nature navy near nearby necessary need needed needs neither net network neuro neurology never nevertheless
    new news next nhs nice night no nobody none nope normal north northern northwest not note noted notes nothing notice
    november now nuclear number nurse nursing obama object obligation obvious obviously occupational october of off
    offer office officer officers offices official often oh oil ok okay old older olympic olympics omg on once one ones
    online only open operating operation operations opinion option optional options or orange oral order orders
    organization original other others otherwise our out outcome outpatient outside over overall own owner pacific
    page pages pain panel paper parent parents park part partial parties partner partners partnership party pass past
    patient patient's patients pay payment payments pdf peace pediatric penal people per percent performance perhaps
    period permanent person personal pharmaceutical pharmacy phd phone photo photos phase physical physician physicians
    pic pick picture pictures piece place plan plans plant play player players please pls plus pm point points police
    policy political pool poor pop pope pos position positive possible post posted power practice practices pre
    pregnancy pregnant premier preparation present presentation presented presenting presents president press pressure
    pretty prevent preventive previous previously price prices primary prime principal prior prison private pro probable
    probably problem problems procedure procedures process product production products professional professor profile
    program programs progress project projects prompt proper property proposal prosecutor protect protection protein
    protocol protocols provide provided provider providers province provincial proximal psychiatry pt pts public pulmonary
    purchase purpose put quality quarter quarterly queen question questions quick quite race radiation radio radiology
    rain range rapid rapidly rare rash rate rates rather re reach reaction read reading ready real really reason
    received recent recently recommend recommendation recommendations recommended recommending record records recurrent
    red reduce refer reference referral referred refund regarding regardless regards region regional register
    registered registration regular regulation regulations related relevant reliable religious remarks remember reminder
    remote renal repeat reply report reported reports republic republican request requested required research
    residence resident residential resources respiratory respond respondent response rest restaurant result results
    retail return review reviews reviewed right rights ring rise risk risks river road rock role room round routine row
    royal rt rule rules run russian safe safety said sale sales same san sat saturday saudi save saw say saying says
    scale scan schedule scheduled school schools science sciences scientific score screen screening sea search season
    second secondary secretary section sections secured securities security see seek seeking seem seems seen select
    senate senator send senior sent sentence september series serious serum service services session set settlement
    seven several severe sex share shares she she's sheet ship shit shop short should show shows side sign signature
    signed significant signs similar simple simply since sincerely single sir sister site six size skin sleep small
    smart smoking snow so social society soft software some somebody someone something sometimes son song soon sorry
    source south southeast southern southwest soviet space spanish speak special specialist specialty specific spinal
    sports spring square st stable stadium staff stage standard standards star start started starting starts state
    statement states station statistics status stay step steps steroid steroids still stock stomach stop store stories
    story strategies strategy street stress strong student students studies studio study stuff stupid style subject
    such sudden suggest suite sum summary summer sun sunday super supply support suppose supreme sure surgeon surgery
    surgical survey suspect suspected sweet swiss symptom symptoms synod syrian system systems systemic table take taken
    takes taking talk target task tax taxes tea teacher team technical technique technologies technology tel telephone
    tell temple temporary ten term terms test testing tests text than thank thanks that that's the theatre their them
    then therapeutic therapies therapy there therefore thereof these they they're thing things think third this those
    though thought thousands thread three through throughout thursday thus thyroid ticket time times tired title to
    today together told tomorrow tonight too top topic total touch tour toward towards town track trade trading traffic
    train training transfer transplant transportation trauma travel treasury treat treated treating treatment
    treatments treaty trial tribunal tried trip trouble true trump trust trustee trustees try trying tuesday turkish
    turn tv twitter two type types typical uk ukrainian ultimate ultra ultrasound un uncle under underlying understand
    unfortunately union unit united university unknown unless until up update updated upon upper urgent urinary urine
    us usa use used useful user users uses using usual usually vaccine valid valley value various vascular vehicle
    version versus very via vice victory video videos view village virtual viral virus visit vital vitamin void vol
    volume vote wait waiting wall want wanted wants war ward warm warning was wash watch watching water way ways we we're
    weak web website wednesday week weekend weekly weeks weight welcome well went were west western what what's whatever
    when where whereas whether which while white who whole whom whose why wide wife will wind window winter wireless wish
    with within without witness woman women won won't wonder word words work worked worker workers working works world
    worldwide worst worth would wow write wrong wtf xmas yeah year yearly years yellow yep yes yesterday yet york you
    you're young your yours youth yup zero zone arriving assisting attached based beneficiary bought building calls can't
    changed checking chemistry confirmed couldn't created didn't doesn't dob enclosed employer ended ent er facing fell
    filed forwarded hasn't haven't hereby ii iii iv per-patient landlord tenant lender borrower licensee licensor lessor
    lessee buyer seller vendor plaintiff petitioner appellant claimant insured insurer parties undersigned guarantor
    january february april december monday's optimal ongoing initiating latest managing newly onset persistent recurring
    refractory suspected worsening postoperative preoperative perioperative laparoscopic prophylaxis prognosis screening
    alternatives efficacy contraindications interpretation interpreting differential workup rehab rehabilitation hospice
    palliative vaccination immunization antibiotic anticoagulation chemotherapy radiotherapy immunotherapy metformin
    insulin warfarin aspirin ibuprofen prednisone amoxicillin lisinopril atorvastatin albuterol vancomycin heparin
    apixaban rivaroxaban levothyroxine omeprazole gabapentin sertraline fluoxetine hydroxychloroquine methotrexate
    rituximab adalimumab pembrolizumab nivolumab tramadol morphine fentanyl oxycodone acetaminophen paracetamol ketamine
    """)

  /// Words after which a name is an eponym: a disease, sign, test or device and not a person.
  static let eponymHeads = WordSet(
    """
    disease diseases syndrome sign signs test tests criteria criterion score scores scale dystrophy phenomenon reflex
    palsy lymphoma tumor tumour sarcoma cell cells body bodies fracture thyroiditis ulcer esophagus oesophagus node nodes
    catheter tube stain index classification maneuver manoeuvre procedure operation repair position chorea ataxia
    disorder anemia anaemia neg negative positive pos protocol grade grading staging stage law effect rule equation
    method model formula theorem distribution theory coefficient constant number curve plot diagram triad tetrad nodules
    arthritis nephritis vasculitis encephalopathy encephalitis lesion cyst hernia canal duct gland ligament muscle
    contracture deformity foot joint nodule ring line point space membrane layer corpuscle corpuscles fever rash spots
    spot lines rings pouch flap graft stent valve pump filter splint cast bandage drain forceps retractor needle knife
    approach technique reaction virus bacillus chart nomogram questionnaire inventory assessment thermometer lamp solution
    granulomatosis purpura cirrhosis carcinoma cancer melanoma leukemia myeloma hepatitis tracheoesophageal atrophy
    research awareness foundation down-going downgoing bilaterally
    """)

  /// Medical eponyms: no names unless a title, a given name or a cue stands before them.
  static let eponyms = WordSet(
    """
    parkinson parkinson's alzheimer alzheimer's crohn crohn's hodgkin hodgkin's hodgkins non-hodgkin fuchs kernig
    brudzinski babinski romberg tinel phalen murphy's graves graves' hashimoto hashimoto's addison addison's cushing
    cushing's down down's marfan raynaud raynaud's sjogren sjögren sjogren's huntington huntington's bell's barrett
    barrett's whipple foley fleischner wells glasgow apgar doppler gleason dupuytren guillain barre barré guillain-barré
    guillain-barre kawasaki paget lewy einstein kaposi burkitt ewing wilms tourette tourette's asperger asperger's
    turner's klinefelter ehlers danlos ehlers-danlos stevens-johnson takayasu wegener churg behcet behçet sydenham
    charcot charcot-marie-tooth meniere ménière meniere's wernicke korsakoff wernicke-korsakoff creutzfeldt
    creutzfeldt-jakob hirschsprung zollinger-ellison mallory-weiss peyronie osgood-schlatter legg-calve-perthes perthes
    bartter gitelman conn fanconi wilson's gaucher tay-sachs niemann-pick hunter's hurler pompe fabry lynch gardner
    peutz-jeghers li-fraumeni von hippel-lindau sturge-weber arnold-chiari chiari dandy-walker horner horner's bowel
    trendelenburg lachman mcmurray mcburney rovsing cullen grey-turner chvostek trousseau homan's homans virchow kussmaul
    cheyne-stokes cheyne stokes biot korotkoff kaplan-meier cox hounsfield papanicolaou pap gram giemsa ziehl-neelsen
    coombs schirmer snellen ishihara rorschach binet beck hamilton braden norton karnofsky ecog child-pugh meld ranson
    curb chads killip framingham duke jones light's centor bishop ballard tanner wong-baker swan-ganz hickman kirschner
    steinmann mohs billroth roux-en-y nissen fontan norwood glenn blalock ross bentall heimlich valsalva epley dix-hallpike
    hallpike kegel credé leopold lyme ebola zika coxsackie epstein-barr epstein salmonella listeria legionnaires
    pneumocystis rickettsia giardia bartonella brucella moraxella neisseria yersinia shigella serratia escherichia
    klebsiella pasteurella coxiella wuchereria leishmania
    """)

  /// Titles: what follows in capitals is a name; the title itself is not.
  static let titles = WordSet(
    """
    mr mrs ms miss mx dr drs prof professor sir madam madame lord lady dame rev reverend father fr sister brother pastor
    rabbi imam capt captain lt lieutenant col colonel gen general maj major sgt sergeant cpl pvt officer detective
    inspector constable sheriff judge justice senator sen congressman congresswoman rep representative governor gov
    mayor president minister ambassador chancellor monsieur mme mlle herr frau señor señora sr sra don doña nurse coach
    uncle aunt auntie aunty cousin grandma grandpa principal dean chief deputy commissioner councillor councilman cllr
    attorney solicitor barrister advocate counsel esq messrs
    """)

  /// Words that name a person's part in the text: what follows in capitals, with or without a colon, is a name.
  static let roleCues = WordSet(
    """
    patient pt named name surgeon assistant attending resident physician doctor provider nurse rn anesthesiologist
    radiologist cardiologist neurologist pathologist oncologist pediatrician psychiatrist therapist pharmacist dentist
    mother father mom dad wife husband son daughter brother sister spouse partner fiance fiancé fiancée girlfriend
    boyfriend grandmother grandfather grandson granddaughter niece nephew roommate neighbor neighbour friend colleague
    caregiver guardian employee tenant landlord applicant passenger beneficiary voter member client customer student
    teacher coach plaintiff defendant witness victim suspect lawyer attorney agent manager supervisor recipient sender
    signatory signed attn attention attended cc dear hi hello hey regards sincerely cheers thanks contact person author
    speaker candidate donor child baby boy girl twin veteran owner driver cardholder borrower insured subscriber
    interviewer interviewee petitioner respondent called aka alias nee née born by per ask tell told met
    """)

  /// Cues after which a name may be written small: somebody says their own.
  static let strongCues = WordSet("named called name")

  /// Small words inside names.
  static let particles = WordSet(
    "de del della der den van von vander vom zu zur da das do dos di du la le los las el al bin ibn bint abu ben ní nic mac mc ó y e af av ter ten te op san santa st"
  )

  /// Words after a name that show it was a place, a body or a thing.
  static let nonPersonHeads = WordSet(
    """
    street st road rd avenue ave lane ln drive dr boulevard blvd court ct way place square park hospital clinic center
    centre university college school institute foundation inc llc ltd corp corporation company co bank church airport
    county city river lake mountain island islands valley beach bridge building tower hotel museum library station
    stadium association society committee council department ministry agency group partners associates act bill
    amendment award prize cup league team club band times post news magazine journal press records entertainment
    international systems technologies solutions services holdings capital insurance medical health healthcare pharmacy
    memorial general regional community theatre theater hall house army navy police court convention treaty
    """)

  /// Words that a sentence puts before an organisation's name.
  static let leadingWords = WordSet(
    """
    the a an at in on by for from of and with to our your his her their my this that these those seen treated admitted
    dr mr mrs ms when while after before if as is was per via see visit call dear contact both either
    """)

  /// Words that make no organisation's name by themselves: "University Hospital", "Medical Center".
  static let genericOrganisationWords = WordSet(
    """
    the a an university hospital medical health general local state national federal public private community high
    elementary middle primary secondary nursing care school dental insurance mutual investment trust supreme district
    county city appeals of and for administrative company group limited real each any such all no some other our your
    this that constitutional criminal civil regional security holding operating parent health's private issuer
    """)

  /// What people do and say; the word before, when written with a capital, is a person.
  static let personVerbs = WordSet(
    """
    lives lived says said shouted whispered wrote began moved flew drove walked asked told replied answered smiled
    laughed married divorced complains complained reports denies denied states stated presents presented admitted
    underwent called emailed texted visited arrived went wants wanted needs thinks thought believes works worked retired
    graduated resides was's stopped takes took feels felt died passed
    """)

  /// Words of grammar, which are no name even after a title.
  static let functionWords = WordSet(
    """
    the a an and or but if in on at by for from of to with as is was are were be been has have had he she it they we you i
    his her its their our your my this that these those there here when while who which what where why how not no yes so
    then than may will would should could can must please also because although after before since until during per
    """)
}
