extension Lexicon {
  /// Common given names in Latin script that are hardly ever another word in English.
  static let givenNames = WordSet(
    """
    aaron abbie abby abdul abdullah abel abigail abraham adam addison adele adelaide adrian adriana adrienne agnes ahmad
    ahmed aidan aileen aisha akira alan alana alastair albert alberto alec alejandra alejandro alessandra alessandro alex
    alexa alexander alexandra alexandre alexei alexia alexis alfonso alfred alfredo ali alice alicia alina alison alistair
    allan allen allison alma alonso alvin alyssa amanda amar amara amelia amina amir amit amy ana anastasia anders andre
    andrea andreas andres andrew andrzej andy angel angela angelica angelina angelo angie angus anil anita anja ann anna
    annabel anne annette annie anthony antoine antonia antonio antony anya april archie ariana ariel arjun armando arnold
    arthur arturo arun asha ashley ashton astrid aubrey audrey augustine aurora autumn ava avery axel ayesha aziz barbara
    barry bartholomew beatrice beatriz becky belinda ben benedict benita benjamin bennett benny bernadette bernard bernice
    bertha bessie beth bethany betsy betty beverly bianca bill billy blake blanche bob bobby bonnie boris brad bradley
    brandi brandon brenda brendan brent brett brian briana brianna bridget britney brittany brooke bruce bruno bryan bryce
    caitlin caleb calvin cameron camila camille candace candice cara carla carlo carlos carlton carly carmen carol carole
    carolina caroline carolyn carrie carter casey cassandra catalina catherine cathy cecil cecilia cedric celeste celia
    cesar chad chantal charlene charles charlie charlotte chelsea cheng cheryl chloe chris christa christian christie
    christina christine christopher christy chuck cindy claire clara clarence clarissa claude claudia clayton clement
    clifford clifton clint clinton clyde cody colin colleen connie connor conor constance cora corey corinne cornelius
    cory courtney craig cristian cristina crystal curtis cynthia daisy dale damian damien damon dan dana daniel daniela
    danielle danilo danny dante daphne darcy darius darlene darnell darrell darren darryl daryl dave david dawn dean
    deanna debbie deborah debra deirdre delia denis denise dennis derek derrick desiree desmond devin devon diana diane
    dianne diego dieter dimitri dina dirk dmitri dmitry dolores dominic dominique don donald donna donovan dora doreen
    doris dorothy doug douglas doyle duane dudley duncan dustin dwayne dwight dylan earl eddie edgar edith edmund eduardo
    edward edwin eileen elaine eleanor elena eli elias elijah elisa elisabeth elise elizabeth ella ellen elliot elliott
    ellis elmer elsa elsie elvira emanuel emil emilia emilio emily emma emmanuel emmett enrique eric erica erik erika
    erin ernest ernesto ernst esmeralda esteban estelle esther ethan ethel eugene eunice eva evan evelyn evgeny
    ezra fabian fabio farah fatima fatimah faye federico felicia felipe felix fernanda fernando fiona florence floyd
    frances francesca francesco francis francisca francisco francois frank frankie franklin franz fred freda frederic
    frederick fredrik frida friedrich fritz gabriel gabriela gabrielle gareth garrett garry gary gavin gemma gene
    genevieve geoff geoffrey george georgia georgina gerald geraldine gerard gerardo gertrude gilbert gina giovanni
    giuseppe gladys glen glenda glenn gloria gordon graham greg gregg gregory greta gretchen guadalupe guillermo gunther
    gustavo guy gwen gwendolyn hailey hana hannah hans harold harriet harry harvey hassan hazel heather hector heidi
    helen helena helene helga henri henrietta henrik henry herbert herman hilary hilda hiroshi holly homer howard hubert
    hugh hugo hussein ian ibrahim ida ignacio igor ike ilse imran ines ingrid inna irene irina iris irma irving isaac
    isabel isabella isabelle isaiah ismael ivan ivy jack jackie jackson jaclyn jacob jacqueline jacques jaime jake jamal
    james jamie jan jana jane janelle janet janice janie janine jared jasmine jason javier jay jayden jean jeanette
    jeanne jeannie jeff jefferson jeffery jeffrey jen jenna jennie jennifer jenny jeremiah jeremy jermaine jerome jerry
    jesse jessica jessie jesus jill jillian jim jimmy joan joann joanna joanne joao joaquin jodi jodie jody joe joel joey
    johan johann johanna johannes john johnathan johnnie johnny jolene jon jonah jonas jonathan jordan jorge jose josef
    joseph josephine josh joshua joy joyce juan juana juanita judith judy julia julian juliana julianne julie juliet
    julio julius june jurgen justin justine kaitlyn kamal karen karim karin karina karl karla kate katelyn katherine
    kathleen kathryn kathy katie katrina katya kay kayla keith kelly kelsey ken kendra kenneth kenny kerry kevin khadija
    khalid kim kimberly kirk kirsten klaus kofi kristen kristin kristina kristine kristy kurt kwame kyle lana lance larry
    lars latoya laura lauren laurence laurie lawrence leah leanne leila lena lenny leo leon leona leonard leonardo leroy
    lesley leslie lester leticia lewis liam lila lillian lillie lily linda lindsay lindsey lisa liz lloyd logan lois lola
    lonnie lora loren lorena lorenzo loretta lori lorraine louis louisa louise lowell luca lucas lucia luciana lucille
    lucy luigi luis luisa luke lupe luther luz lydia lyle lynda lynette lynn lynne mabel mack maddie madeline mae maggie
    magnus mahmoud malcolm mandy manuel mara marc marcel marcella marcia marco marcos marcus margaret margarita margie
    margo maria mariah mariam marian mariana marianne marie marilyn mario marion marisa marisol marjorie markus marla
    marlene marlon marsha marshall marta martha martin martina marty marvin mary maryam mateo mathew matilda mats matt
    matteo matthew maureen maurice mauricio maxine maxwell maya mayra megan mehmet mei melanie melinda melissa mercedes
    meredith mia micah michael micheal michel michele michelle miguel mike mikhail mildred milton mindy minnie miranda
    miriam misty mitchell mohamed mohammad mohammed moira molly mona monica monique morgan moses muhammad muriel murray
    mustafa myra myrtle nadia nadine nancy naomi natalia natalie natasha nathan nathaniel neha neil nellie nelson nestor
    nguyen nicholas nick nicola nicolas nicole nigel nikita nikki nikolai nina noah noel nora noreen norma norman nathalie
    octavia olaf olga oliver olivia ollie omar opal ophelia orlando oscar osman otis otto owen pablo paige pamela paolo
    pascal pat patricia patrick patsy patti patty paul paula pauline paulo pavel pearl pedro peggy penelope penny percy
    perry pete peter petra phil philip philippe phillip phoebe phyllis pierre piotr polly prakash priscilla priya
    quentin quincy rachael rachel rafael rahul raj rajesh ralph ramiro ramon ramona randall randy raphael raquel rashid
    raul raven ravi ray raymond rebecca regina reginald rekha rene renee reuben rex ricardo richard rick ricky riley rita
    rob robbie robert roberta roberto robin robyn rochelle roderick rodney rodolfo rodrigo roger roland rolf roman ron
    ronald ronnie rosa rosalie rosalind rosario rosemarie rosemary rosie ross roxanne roy ruben rudolf rudolph rudy
    rufus rupert russell ruth ryan sabrina sadie sally salvador sam samantha sameer samir sammy samuel sandra sandy
    sanjay santiago sara sarah sasha saul scott sean sebastian selena selma serena serge sergei sergey sergio seth seung
    shane shannon sharon shaun shauna shawn sheila shelby sheldon shelly sherri sherry sheryl shirley sidney sierra
    silvia simon simone siobhan sofia sonia sonja sonya sophia sophie soren spencer stacey stacy stanley stefan stefanie
    stella stephan stephanie stephen sterling steve steven stewart stuart sue sunil susan susana susanna susanne susie
    suzanne sven svetlana sybil sylvia tabitha takashi tamara tami tammy tanya tara tariq tasha tatiana ted terence teresa
    terrance terrence terri terry tessa thelma theo theodore theresa therese thomas tiffany tim timothy tina tobias toby
    todd tom tomas tommy toni tony tonya tracey traci tracy travis trevor tricia trisha tristan troy tyler tyrone ulrich
    ursula valentina valerie vanessa vera verna vernon veronica vicki vickie vicky victor vijay vikram vincent viola
    violet virgil virginia vivian viviana vladimir wade walter wanda warren wayne wendell wendy werner wesley whitney
    wilbur wilfred wilhelm willard willem william willie willis wilma winifred winston wolfgang xavier yasmin yolanda
    yosef yuki yuri yusuf yvette yvonne zachary zara zoe zoey aiden josé maría andré rené søren
    jürgen björn françois zoë chloë wei ming xiaoming joost pieter tomasz krzysztof agnieszka aleksandra malgorzata
    katarzyna zofia wojciech jakub ivana milan zoran dragan mirko goran jelena milica nikola stefano pietro chiara giulia
    marek pavol lukas lukasz matej ondrej jiri vaclav zdenek petr lenka hana aleksandr dmitriy yevgeny oleg ruslan timur
    aigul leyla emre mehmet ayse fatma hakan murat cem elif zeynep deniz burak hyun jae min-jun soo-jin ji-hoon kenji
    takeshi haruto yui sakura naoko keiko yoko chinedu ngozi amara oluwaseun adaeze chidi emeka kwesi abena     achieng otieno kamau thabo sipho nomsa lindiwe aoife niamh ciara eoin padraig sinead saoirse declan cormac
    """)

  /// Given names that are also common words or places: they count only beside a surname, title or cue.
  static let ambiguousGivenNames = WordSet(
    """
    grace faith hope joy rose lily daisy iris may june april august summer autumn dawn crystal ruby pearl opal amber jade
    penny rich bill bob frank mark will pat art gene dean guy jack rob drew chase hunter mason carter cooper tanner
    parker taylor jordan austin dallas houston madison brooklyn paris london sydney florence virginia georgia carolina
    victoria charlotte alexandria savannah chelsea devon kent lance miles max ray rusty sandy stormy sunny ty van wade
    ward norm don ken miller christian angel jesus misty robin raven wren olive hazel heather holly ivy violet ginger
    basil herb reed cliff glen dale forest brook rocky clay sterling earl duke prince king major marina melody harmony
    destiny trinity serenity patience constance prudence chastity mercy charity eve noel carol joy bliss star skye storm
    sierra aurora dakota cheyenne kelly ally sue drew jan mar jay gay kay lee page sage trace wesley marshall chance
    ace buck chip chuck dick rod stew grant pierce nick josh tony sally pan billy dolly jean sherry brandy candy cherry
    ali my an ash mo bo jo ed al lou ham hung long min sun in so you young ah la el milton lincoln jackson nelson
    washington jefferson franklin logan roman israel carmen lourdes mercedes lexus porsche alma luz sol rex regina flora
    gloria stella nova bella vista delta beta gamma alpha omega wing apache java ruby perl swift cody orlando savanna
    """)
}
