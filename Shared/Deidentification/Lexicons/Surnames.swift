extension Lexicon {
  /// Common surnames in Latin script. They make a name of the word before them; alone they are none.
  static let surnames = WordSet(
    """
    smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez gonzalez wilson anderson
    thomas taylor moore jackson martin lee perez thompson white harris sanchez clark ramirez lewis robinson walker young
    allen king wright scott torres nguyen hill flores green adams nelson baker hall rivera campbell mitchell carter
    roberts gomez phillips evans turner diaz parker cruz edwards collins reyes stewart morris morales murphy cook rogers
    gutierrez ortiz morgan cooper peterson bailey reed kelly howard ramos kim cox ward richardson watson brooks chavez
    wood james bennett gray mendoza ruiz hughes price alvarez castillo sanders patel myers long ross foster jimenez
    powell jenkins perry russell sullivan bell coleman butler henderson barnes gonzales fisher vasquez simmons romero
    jordan patterson alexander hamilton graham reynolds griffin wallace moreno west cole hayes bryant herrera gibson
    ellis tran medina aguilar stevens murray ford castro marshall owens harrison fernandez mcdonald woods washington
    kennedy wells vargas henry chen freeman webb tucker guzman burns crawford olson simpson porter hunter gordon mendez
    silva shaw snyder mason dixon munoz hunt hicks holmes palmer wagner black robertson boyd rose stone salazar fox
    warren mills meyer rice schmidt garza daniels ferguson nichols stephens soto weaver ryan gardner payne grant dunn
    kelley spencer hawkins arnold pierce hansen peters santos hart bradley knight elliott cunningham duncan armstrong
    hudson carroll lane riley andrews alvarado ray delgado berry perkins hoffman johnston matthews pena richards
    contreras willis carpenter lawrence sandoval guerrero george chapman rios estrada ortega watkins greene nunez wheeler
    valdez harper burke larson santiago maldonado morrison franklin carlson austin dominguez carr lawson jacobs obrien
    lynch singh vega bishop montgomery oliver jensen harvey williamson gilbert dean sims espinoza howell li wong reid
    hanson le mccoy garrett burton fuller wang weber welch rojas lucas marquez fields park yang little banks padilla day
    walsh bowman schultz luna fowler mejia kumar sharma gupta khan ahmed hussain ali shah das rao reddy nair iyer mehta
    joshi desai choudhury chowdhury begum akhtar malik qureshi sheikh siddiqui mueller muller schneider fischer becker
    schulz koch bauer richter klein wolf schroeder neumann schwarz zimmermann braun kruger hofmann hartmann lange werner
    krause lehmann kohler herrmann konig walter mayer huber kaiser fuchs lang weiss jung hahn vogel friedrich keller
    gunther berger winkler roth beck lorenz baumann franke albrecht schuster simon ludwig bohm winter kraus martins
    dubois durand leroy moreau laurent lefebvre michel garnier fournier girard bonnet dupont lambert fontaine rousseau
    rossi russo ferrari esposito bianchi romano colombo ricci marino greco bruno gallo conti costa giordano mancini rizzo
    lombardi moretti ivanov petrov sidorov smirnov kuznetsov popov volkov sokolov novak kowalski nowak wisniewski
    kowalczyk kaminski lewandowski zielinski szymanski wozniak dvorak horvath nagy szabo toth kovacs jansen janssen
    bakker visser smit meijer mulder bos vos peeters dejong andersson johansson karlsson nilsson eriksson larsson olsson
    persson svensson gustafsson hansen olsen larsen andersen pedersen nielsen jensen christensen rasmussen sorensen
    virtanen korhonen papadopoulos yilmaz kaya demir sahin celik ozturk tanaka suzuki sato takahashi watanabe ito
    yamamoto nakamura kobayashi kato yoshida yamada sasaki yamaguchi matsumoto inoue kimura hayashi shimizu zhang liu
    huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang deng han feng cao peng zeng xiao tian
    dong pan yuan cai jiang yu du ye cheng wei su lu ding ren lu yao shen zhong cui tan lu fan jin shi liao jia xia wei
    fu fang bai zou meng xiong qin qiu hou yin jiang xue yan lei long tao shi he mao hao gong shao wan choi jeong kang cho
    yoon jang lim shin oh seo kwon hwang ahn pham tran le hoang phan vu vo dang bui do ho ngo duong mensah owusu okafor
    okonkwo adeyemi abubakar mwangi otieno kamau ochieng dlamini nkosi santos oliveira souza lima pereira ferreira alves
    carvalho gomes ribeiro cohen levy mizrahi goldberg rosenberg friedman schwartz katz kaplan shapiro weinstein oconnor
    oneill o'brien o'connor o'neill mccarthy doyle gallagher kavanagh nolan fitzgerald quinn brennan macdonald mackenzie
    fraser sinclair doe roe public sixpack bloggs
    """)
}
