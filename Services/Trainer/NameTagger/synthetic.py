"""Makes annotated text by filling templates, and by putting other names into annotated sentences."""

import random
import re
from pathlib import Path

import wordfreq

from corpora import LOCATION, NAME, ORG, Text
from gazetteers import COMPOUND_SURNAMES_ZH, SURNAMES_ZH, SURNAMES_ZH_RARE, Gazetteers, is_han, is_held_out

SLOT = re.compile(r"\{(\w+)\}")
CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
OPTIONAL_PUNCTUATION = re.compile(r"\[([^\]]+)\](\??)")

# ---- Words of our own --------------------------------------------------------------------------------------------

SYMPTOMS = (
    "chest pain|shortness of breath|nausea|fatigue|headache|dizziness|back pain|fever|cough|rash|insomnia|anxiety|"
    "blurred vision|joint pain|swelling|palpitations|weight loss|abdominal pain|numbness|constipation|night sweats"
).split("|")
EPONYMS = (
    "Parkinson's|Crohn's|Alzheimer's|Hodgkin|Babinski|Romberg|Murphy's|Homan's|Phalen|Tinel|Lachman|McBurney's|Kernig|"
    "Brudzinski|Cushing's|Addison's|Graves|Bell's|Raynaud's|Marfan|Down|Turner|Klinefelter|Wilson's|Huntington's|Wells|"
    "Centor|Light's|Duke|Jones|Ranson|Framingham|Burkitt|Kaposi|Wernicke|Horner's|Sjogren's|Gilbert's|Lynch|Reye"
).split("|")
LABS = "WBC|Hgb|Plt|Na|K|Cr|BUN|ALT|AST|HbA1c|TSH|INR|LDL|BNP|eGFR|CRP|glucose|sodium|BP|HR|SpO2|ferritin".split("|")
TITLES = "Mr.|Mrs.|Ms.|Dr.|Mr|Mrs|Ms|Dr|Prof.|Professor|Judge|Rev.|Sir|Miss".split("|")
DOSES = "5 mg|10 mg|500 mg|20 mg daily|81 mg|2 tablets|1 g IV|40 units|0.5 mL".split("|")
MONTHS = "January February March April May June July August September October November December".split()
STREETS = "Street|Avenue|Road|Drive|Lane|Court|Way|Boulevard|Place|St|Ave|Rd|Dr|Ln|Blvd|Terrace|Close|Crescent".split("|")
FOREIGN_STREETS = (
    "Via {L}|Rue de {C}|Calle {L}|{L}straße|{L}gatan|{L} utca|Rua {L}|{L}vägen|Avenue {L}|ul. {L}|Piazza {L}|{L}laan|"
    "{L}vej|{L}katu|Chemin {L}|{L}gade|Paseo de {L}|{L}weg|{C}vegen|Strada {L}"
).split("|")
COMPANY_WORDS = (
    "Summit Apex Pioneer Delta Orion Vertex Global Pacific Atlantic Northern Allied United National American First Blue "
    "Silver Golden Bright Clear River Stone Oak Cedar Harbor Bay Lake Mountain Sun Star Nova Quantum Omega Alpha Beacon "
    "Liberty Heritage Legacy Premier Superior Quality Advanced Integrated Dynamic Strategic Digital Cyber Bio Gen Med "
    "Info Net Data Cloud Aero Solar Wind Terra Aqua Geo Eco Agri Food Fresh Urban Metro Capital Trust Secure Safe"
).split()
COMPANY_FIELDS = (
    "Technologies|Systems|Solutions|Industries|Partners|Holdings|Capital|Energy|Pharma|Therapeutics|Biosciences|Foods|"
    "Logistics|Motors|Airlines|Bank|Insurance|Media|Studios|Software|Networks|Labs|Consulting|Ventures|Resources|Group|"
    "Communications|Properties|Realty|Electric|Oil|Gas|Mining|Steel|Paper|Chemical|Retail|Stores|Services|Financial"
).split("|")
COMPANY_ENDS = ", Inc.| Inc.| Inc| LLC|, LLC| Ltd| Ltd.| Limited| Corp.| Corporation| plc| GmbH| AG| S.A.| Co.| L.P.| LLP||||||".split("|")
SYLLABLES = "ve ra to lo mi xo ne ka zu bri tel sys net dyn cor med gen pha lex nov qui sol tri um ix on ia eo ty zy fi".split()
HOSPITAL_ENDS = (
    "General Hospital|Medical Center|Memorial Hospital|Clinic|Regional Medical Center|Community Hospital|Hospital|"
    "Children's Hospital|Health Center|Family Practice|Urgent Care|Cancer Center|Infirmary|Health System|VA|"
    "Dental Group|Rehabilitation Center|Oncology Associates|Eye Institute"
).split("|")
AGENCIES = (
    "the Securities and Exchange Commission|the SEC|the FDA|the Federal Reserve|the IRS|the FBI|the Department of Health|"
    "the Ministry of Finance|the European Commission|the United Nations|NATO|the World Bank|the Supreme Court|Congress|"
    "the Senate|the Labour Party|the Environmental Protection Agency|the Ministry of Justice|the Home Office|Parliament"
).split("|")
EXCHANGES = "the New York Stock Exchange|NASDAQ|the NASDAQ National Market|the London Stock Exchange|NYSE".split("|")
NATIONALITIES = "Turkish|Russian|Polish|British|French|German|Greek|Italian|Ukrainian|Romanian|Dutch|Swiss|Spanish".split("|")
TEAM_ENDS = "United|City|Rovers|FC|Tigers|Eagles|Wolves|Lions|Hawks|Rangers|Athletic|Bulls|Bears|Giants|Kings".split("|")
NICKNAMES = "Bob Bill Liz Beth Meg Tom Jim Joe Mike Steve Dave Kate Jen Jess Nick Alex Sam Max Ben Dan Tony Vicky Sue".split()
PARTICLES = "van der|van|de|de la|von|del|da|bin|al|ben|O'|Mc|Mac|El-|Al-|St. ".split("|")

ACRONYMS = (
    "COPD|CHF|HTN|DM|DM2|T2DM|CKD|ESRD|CAD|DVT|PE|RA|OA|SLE|MS|ALS|UTI|URI|GERD|IBS|IBD|BPH|AFib|MI|CVA|TIA|HIV|HCV|TB|"
    "ADHD|PTSD|OCD|MDD|GAD|PCOS|OSA|ICU|ED|ER|OR|EMR|EHR|NSAID|SSRI|ACE|ARB|PPI|CBC|BMP|CMP|LFT|ABG|ECG|EEG|EMG|PFT|"
    "BMI|ROM|ADL|NPO|PRN|BID|TID|QID|IV|IM|SOB|CP|N/V|WNL|NAD|DNR|ROS|HPI|PMH|FH|SH|AKI|ARDS|STEMI|NSTEMI|VTE|HFpEF|AML|CLL"
).split("|")
TRADE_NAMES = (
    "Trulicity Ozempic Humira Enbrel Remicade Xarelto Eliquis Januvia Farxiga Entresto Lyrica Cymbalta Lexapro Wellbutrin "
    "Singulair Advair Symbicort Spiriva Ventolin Lantus Humalog Novolog Victoza Keytruda Opdivo Herceptin Avastin Rituxan "
    "Gleevec Tamiflu Paxlovid Botox Restasis Chantix Suboxone Narcan Zofran Reglan Protonix Pepcid Flomax Proscar Cialis "
    "Boniva Fosamax Prolia Otezla Stelara Cosentyx Dupixent Xeljanz Tecfidera Copaxone Aubagio Namenda Aricept Abilify"
).split()
# Words that contracts and filings write with capitals.
DEFINED = (
    "Change Control Repurchase Event Credit Facility Interest Period Plan Award Committee Agreement Note Date Closing "
    "Revolving Term Loan Security Commitment Effective Annual Report Incentive Compensation Stock Option Restricted Unit "
    "Performance Fiscal Year Quarter Business Day Purchase Price Asset Sale Merger Consideration Permitted Lien Material "
    "Adverse Effect Required Lenders Base Rate Applicable Margin Collateral Account Guaranty Subsidiary Dividend Class "
    "Series Preferred Common Share Certificate Trust Indenture Supplemental Senior Notes Registration Statement Exchange Offer "
    "Code Rule Act Section Good Reason Cause Severance Benefit Participant Employment Termination Confidential Information "
    "Intellectual Property License Territory Product Royalty Net Sales Development Milestone Patent Rights Governing Law"
).split()

ZH_SYMPTOMS = "头晕|胸闷|咳嗽|发热|腹痛|乏力|恶心|失眠|气短|水肿|皮疹|腰痛|心慌|头痛|腹泻|反酸|尿频|关节痛|手麻|便秘".split("|")
ZH_OPERATIONS = "阑尾切除术|胃镜检查|冠脉造影|剖宫产|化疗|穿刺活检|白内障手术|胆囊切除术|透析|支架植入|核磁共振|增强CT".split("|")
ZH_LABS = "白细胞|血红蛋白|血小板|肌酐|尿酸|转氨酶|血糖|血压|体温|心率|总胆红素|甘油三酯|糖化血红蛋白".split("|")
ZH_DRUGS = (
    "阿司匹林|二甲双胍|头孢克肟|布洛芬|氨氯地平|奥美拉唑|阿托伐他汀|左氧氟沙星|甲硝唑|硝苯地平|胰岛素|缬沙坦|泼尼松|华法林|利伐沙班|"
    "氯雷他定|蒙脱石散|板蓝根|连花清瘟|阿莫西林|美托洛尔|辛伐他汀|格列美脲|雷贝拉唑|金水宝|安宫牛黄丸|黄连素|白芍总苷|云南白药|马应龙"
).split("|")
ZH_MAJORS = "会计|计算机|法学|机械工程|临床医学|金融|土木工程|英语|化学|自动化".split("|")
ZH_POSTS = "总经理|副总经理|财务经理|工程师|董事|监事|部门主任|销售经理|技术总监|会计|科员|副处长".split("|")
# Given names as parents choose them now and chose them before; our own lists.
ZH_GIVEN_SINGLE = "伟强磊军洋勇杰涛超平刚辉鹏飞宇浩斌波宁亮明峰健凯俊鑫龙帆旭东林森博文涵婷敏静丽芳娜艳秀霞燕玲洁莹雪琳倩颖瑶慧佳悦欣怡蕾萍红梅兰英晶丹琴凤蓉"
ZH_GIVEN_FIRST = (
    "建国志文明德永晓小玉秀桂春海红卫丽雅思雨子梓浩宇俊嘉佳欣怡诗梦若一天家泽晨睿博瑞承启云金长大立兴庆洪正光世振学新锦少亚美素淑凤爱慧静"
    "婷婉语诺沐沛书紫芷可依艺亦奕皓煜昊铭景逸星乐安清秋冬夏月雪冰兰竹松柏伯仲叔广宝来福根水火土木阿树向开成国有"
)
ZH_GIVEN_LAST = (
    "国华平军明强伟林生英兰芳芬珍花香梅霞红玲丽娟秀荣辉龙飞鹏峰杰涛波斌勇刚宁涵轩怡欣萱琪瑶妍彤彬豪宇浩然泽航阳晨睿博文哲远航媛婷雯雪月"
    "云琴凤莲菊春秋冬山海江川河松柏楠桐森昌盛发财富贵福寿喜根柱才元良民东南西北成功业新光清芝娥娣妹仔儿娃君卿如意心语诺伊可儿雅静敏慧洁"
)
ZH_MINORITY = (
    "扎西 卓玛 次仁 央金 平措 旺堆 格桑 达瓦 尼玛 多吉 丹增 拉姆 白玛 巴桑 洛桑 索朗 仁青 阿旺 德吉 曲珍 巴特尔 苏日娜 其其格 乌兰 娜仁 斯琴 呼格吉勒 "
    "阿木古郎 宝音 那日苏 萨仁 格日勒 吉克 阿依 曲比 沙马 木呷 尔古 金花 刀承 岩温 玉香"
).split()
ZH_UIGHUR = (
    "阿卜杜拉 买买提 古丽 艾力 吐尔逊 热合曼 阿依古丽 帕提古丽 艾合买提 依明 玉素甫 努尔 阿不都 热依木 米吉提 卡德尔 塔依尔 迪丽 古丽娜尔 库尔班 木拉提 "
    "叶尔兰 哈力 赛义德 买合木提 阿迪力 麦麦提 艾尼瓦尔 热孜宛 吾买尔"
).split()
ZH_FOREIGN_GIVEN = (
    "约翰 玛丽 大卫 迈克尔 安娜 罗伯特 威廉 詹姆斯 伊丽莎白 史蒂夫 彼得 弗拉基米尔 亚历山大 汤姆 杰克 露西 艾米丽 汉斯 皮埃尔 何塞 卡洛斯 穆罕默德 阿里 "
    "莎拉 丽莎 安德烈 尼古拉斯 理查德 乔治 保罗 凯文 布莱恩 克里斯蒂娜 索菲亚 奥利弗 卢卡斯 费尔南多 伊万 谢尔盖 娜塔莎"
).split()
ZH_PLACE_CHARS = "青柏云龙凤石桥林溪泉山河沙柳梅竹松金银玉白红黄东西南北新华平安和兴福乐康永长大丰桃杏荷兰湖塘井岭坡岗湾渡关屯营寨堡"
ZH_COMPANY_WORDS = (
    "华信 中天 宏达 恒泰 新宇 东方 金桥 瑞丰 鑫源 博远 天成 嘉禾 永安 万通 聚力 蓝海 星辰 启明 远大 盛世 腾龙 明德 安泰 海川 长城 汇通 同济 百川 众诚 凯越 "
    "泰康 正元 银河 光明 前进 联合 创新 环球 太平 南方 北方 国泰 九州 三和 五洲 双龙 科远 智云 优品 康美 恒瑞 绿源 德邦 顺丰达"
).split()
ZH_COMPANY_FIELDS = "科技|贸易|实业|投资|建设|房地产|医药|食品|物流|电子|软件|网络|信息技术|生物|机械|化工|汽车|能源|文化传媒|咨询|环保|餐饮|服饰|证券|保险".split("|")
ZH_COMPANY_ENDS = "有限公司|有限责任公司|股份有限公司|集团|公司|集团有限公司|分公司|厂|研究院|中心|合作社|事务所|".split("|")
ZH_HOSPITAL_ENDS = (
    "人民医院|第一人民医院|第二人民医院|中医院|中心医院|妇幼保健院|儿童医院|肿瘤医院|第一附属医院|协和医院|卫生院|社区卫生服务中心|口腔医院|医院|眼科医院|诊所|省立医院"
).split("|")
ZH_SCHOOL_ENDS = "大学|师范大学|理工大学|医科大学|学院|职业技术学院|第一中学|实验小学|中学|财经大学|农业大学|外国语学校|党校|技校".split("|")
ZH_AGENCY_ENDS = "公安局|教育局|卫生局|税务局|市场监督管理局|民政局|人民政府|财政局|环保局|住建局|气象局|统计局|交通局|司法局|市委|市政府|总工会|红十字会".split("|")
ZH_AGENCIES = "国务院|外交部|国家统计局|教育部|财政部|中国人民银行|证监会|最高人民法院|国家发改委|卫生部|联合国|世界卫生组织|欧盟|北约|中共中央|全国人大|国民党|民主党".split("|")
ZH_BANKS = "工商银行|建设银行|农业银行|中国银行|招商银行|交通银行|邮储银行|农村信用社|民生银行|浦发银行".split("|")
ZH_BRANDS = (
    "微软|谷歌|腾讯|阿里|百度|华为|小米|苹果|三星|索尼|联想|海尔|格力|万科|恒大|碧桂园|中石油|中石化|中移动|国航|南航|东航|央视|凤凰|新浪|搜狐|网易|京东|"
    "美团|滴滴|丰田|本田|大众|宝马|奔驰|奥迪|福特|通用|比亚迪|吉利|奇瑞|长安|工行|建行|中行|农行|招行|平安|人寿|高盛|摩根|花旗|汇丰|诺基亚|英特尔|高通|"
    "耐克|可口可乐|麦当劳|肯德基|星巴克|沃尔玛|家乐福|辉瑞|拜耳|罗氏|默沙东|伊利|蒙牛|茅台|五粮液|中兴|东风|上汽|一汽|富士康|台积电|中信|光大|路透社|法新社"
).split("|")
ZH_COUNTRY_LETTERS = "中美英法俄德日韩朝印越泰澳加欧港台沪京"
ZH_TEAMS = "火箭|湖人|皇马|曼联|国安|恒大|申花|鲁能|巴萨|拜仁|勇士|雷霆|国际米兰|阿森纳|切尔西|凯尔特人|热刺|利物浦|马刺|绿城".split("|")
PINYIN_GIVEN = "Wei Fang Min Jing Li Qiang Lei Jun Yang Yong Jie Tao Chao Ping Gang Xia Ming Hui Yan Ying Hua Xiaoming Jianguo Yuxuan Zihan Haoran Meiling Xiaoli Guoqiang Zhiwei".split()
PINYIN_SURNAMES = "Wang Li Zhang Liu Chen Yang Zhao Huang Zhou Wu Xu Sun Hu Zhu Gao Lin He Guo Ma Luo Liang Song Zheng Xie Han Tang Feng Yu Dong Xiao Cheng Cao Yuan Deng Ouyang Situ".split()


class Filler:
    """Fills slots. `names` chooses the list: training names, or those held out."""

    def __init__(self, gazetteers: Gazetteers, random: random.Random, held_out: bool = False):
        self.g, self.r, self.held_out = gazetteers, random, held_out
        keep = lambda names: [n for n in names if is_held_out(n) == held_out]
        self.common_given, self.common_last = keep(gazetteers.common_given), keep(gazetteers.common_surnames)
        self.rare_given, self.rare_last = keep(gazetteers.rare_given), keep(gazetteers.rare_surnames)
        self.cities = keep([c[0] for c in gazetteers.cities])
        self.towns = keep(gazetteers.english_towns)
        self.transliterated = keep(gazetteers.transliterated)
        self.japanese = keep(gazetteers.japanese)
        self.japanese_surnames, self.japanese_given = map(keep, gazetteers.japanese_parts)
        self.historical, self.ancient = keep(gazetteers.historical), keep(gazetteers.ancient)
        self.syllables = syllables(gazetteers.transliterated)
        # Names that are frequent words or, in other texts, something else: "Dawn", "Bill", "Summer".
        self.ambiguous = [n for n in self.common_given if n.isascii() and wordfreq.zipf_frequency(n, "en") >= 4]
        self.given_zh = [w for w in gazetteers.given_zh[3] if len(w) == 2 and is_held_out(w) == held_out]
        self.medical = [w for w, _ in gazetteers.thuocl("medical")]
        self.zh_diseases = [w for w in self.medical if re.search(r"(病|炎|症|癌|瘤)$", w) and 2 < len(w) < 9]
        self.zh_drugs = [w for w in self.medical if re.search(r"(片|胶囊|颗粒|素|丸|沙星|西林|他汀|地平|洛尔)$", w) and len(w) < 8]
        # Words that are no names, the frequent ones more often.
        top = [w for w in wordfreq.top_n_list("en", 9000) if w.isalpha() and w.isascii() and len(w) > 1]
        names = {n.lower() for n in gazetteers.common_given + gazetteers.common_surnames + gazetteers.english_towns + gazetteers.countries + gazetteers.states}
        first, last, _ = gazetteers.philter
        top = [w for w in top if w not in names and w not in first and w not in last]
        self.words = top[:1500] * 3 + top
        parts = {"n": [], "v": [], "a": [], "d": []}
        for word, count, tag in gazetteers.jieba:
            if tag in ("n", "v", "a", "d", "vn", "an") and count > 30 and is_han(word):
                parts[tag[-1] if tag in ("vn", "an") else tag].extend([word] * (1 + min(count, 20000) // 400))
        self.zh_parts = parts
        self.idioms = [w for w, _ in gazetteers.thuocl("chengyu")]
        self.terms = [w for n in ("medical", "law", "caijing", "food", "IT", "animal", "car") for w, _ in gazetteers.thuocl(n) if len(w) < 7]
        d = gazetteers.divisions
        self.areas = [a for a in d["areas"].values() if len(a[0]) > 2 and a[0] != "市辖区"]
        self.zh_cities = [n for n in d["cities"].values() if n not in ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")]
        self.foreign_zh = [w for w, n, t in gazetteers.jieba if t == "ns" and n > 3 and is_han(w) and not re.search(r"(省|市|县|区|州|镇|乡|村)$", w)]
        self.streets = [re.sub("(街道|镇|乡|街道办事处)$", "", s[0]) for s in d["streets"] if 3 <= len(s[0]) <= 6]

    def pick(self, values):
        return values[self.r.randrange(len(values))]

    def chance(self, p: float) -> bool:
        return self.r.random() < p

    # ---- Latin ----

    def given(self) -> str:
        x = self.r.random()
        if x < 0.07:
            return self.pick(NICKNAMES)
        if x < 0.62:
            name = self.pick(self.common_given)
        else:
            name = self.pick(self.rare_given)
        if self.chance(0.02):
            return name + "-" + self.pick(self.common_given)
        return name

    def last(self) -> str:
        name = self.pick(self.common_last) if self.chance(0.55) else self.pick(self.rare_last)
        x = self.r.random()
        if x < 0.03:
            particle = self.pick(PARTICLES)
            return particle + ("" if particle[-1] in "'c-" or particle == "Mac" else " " if particle[-1] != " " else "") + name
        if x < 0.05:
            return name + "-" + self.pick(self.common_last)
        return name

    def initial(self) -> str:
        return self.pick("ABCDEFGHJKLMNPRSTVW") + "."

    def initials(self) -> str:
        """What people sign with."""
        letters = "".join(self.pick("ABCDEFGHJKLMNPRSTVW") for _ in range(self.pick([1, 1, 2, 2, 2, 3])))
        return letters.lower() if self.chance(0.15) else letters

    def full(self) -> str:
        x = self.r.random()
        if x < 0.08:
            return f"{self.given()} {self.initial()} {self.last()}"
        if x < 0.12:
            return f"{self.initial()} {self.last()}"
        if x < 0.14:
            return f"{self.initial()}{self.pick(['', ' '])}{self.initial()} {self.last()}"
        if x < 0.19:
            return f"{self.given()} {self.given()} {self.last()}"
        if x < 0.22:
            return f"{self.last()}, {self.given()}"
        if x < 0.26:
            return self.romanised()
        if x < 0.28:
            return f"{self.given()} {self.last()}{self.pick([' Jr.', ' III', ', Jr.', ' Jr', ' II', ' Sr.'])}"
        return f"{self.given()} {self.last()}"

    def romanised(self) -> str:
        surname, given = self.pick(PINYIN_SURNAMES), self.pick(PINYIN_GIVEN)
        return self.pick([f"{surname} {given}", f"{given} {surname}", f"{surname}, {given}"])

    def city(self) -> str:
        x = self.r.random()
        if x < 0.6:
            return self.pick(self.cities)
        if x < 0.85:
            return self.pick(self.towns)
        return self.pick(["Mount ", "Lake ", "Fort ", "Port ", "New ", "North ", "East ", "San ", "St. "]) + self.pick(self.common_last)

    def address(self) -> str:
        number = str(self.r.randint(1, 9999))
        x = self.r.random()
        if x < 0.25:
            street = self.pick(FOREIGN_STREETS).replace("{L}", self.pick(self.rare_last)).replace("{C}", self.pick(self.cities))
            line = self.pick([f"{street} {number}", f"{number} {street}"])
        else:
            word = self.pick([self.pick(self.common_last), self.pick(self.rare_last), self.pick(COMPANY_WORDS), self.pick(["Main", "Church", "High", "Park", "2nd", "5th", "Elm", "Mill"])])
            line = f"{number} {word} {self.pick(STREETS)}"
            if self.chance(0.1):
                line = f"{number} {self.pick(['N', 'S', 'E', 'W', 'North', 'South'])} {word} {self.pick(STREETS)}"
        if self.chance(0.25):
            line += self.pick([" ", ", "]) + self.pick(["Apt ", "Suite ", "Unit ", "#", "Floor ", "Apt. "]) + self.pick(["2", "12B", "301", "C", "77"])
        if self.chance(0.6):
            line += self.pick([", ", "\n", ", "]) + self.city()
            if self.chance(0.5):
                line += self.pick([", ", " "]) + self.pick([self.pick(self.g.states), self.pick(["TX", "CA", "NY", "OH", "FL", "WA"])])
            if self.chance(0.5):
                line += f" {self.r.randint(10000, 99999)}"
            if self.chance(0.15):
                line += self.pick([", ", "\n"]) + self.pick(self.g.countries)
        return line

    def street(self) -> str:
        """A street's name with or without its number, as many countries write them."""
        form = self.pick(FOREIGN_STREETS + ["{L} Street", "{C} Road", "{L} Ave", "{L} Mill", "{L} Club", "{L}"])
        name = form.replace("{L}", self.pick(self.rare_last)).replace("{C}", self.pick(self.cities))
        number = str(self.r.randint(1, 9999))
        return self.pick([name, f"{name} {number}", f"{number} {name}", f"{number} {name} {self.r.randint(1, 99)}"])

    def postcode(self) -> str:
        n = self.r.randint
        return self.pick([f"{n(10000, 99999)}", f"{n(10000, 99999)}-{n(100, 9999)}", f"{n(1000, 9999)}", f"{n(1000, 9999)} {self.pick('ABCDEH')}{self.pick('ABKLM')}", f"{self.pick('EWNSGL')}{n(1, 29)} {n(1, 9)}{self.pick('ABDEF')}{self.pick('GHJLN')}"])

    def coined(self) -> str:
        return "".join(self.pick(SYLLABLES) for _ in range(self.r.randint(2, 4))).capitalize()

    def company(self) -> str:
        x = self.r.random()
        if x < 0.15:
            return self.pick(self.g.companies)
        if x < 0.3:
            return self.coined() + self.pick(COMPANY_ENDS)
        if x < 0.42:
            return f"{self.last()} {self.pick(['& ', 'and ', '', ', '])}{self.last()}{self.pick([' LLP', ' & Co.', '', ' Inc', ' Group', ' PLC', ' LLC'])}"
        if x < 0.5:
            return f"{self.last()}{self.pick([' & Sons', ' Brothers', ' Group', ' Ltd', ' Inc', '-' + self.last(), ' and Sons', ' Foundation'])}"
        if x < 0.58:
            return f"{self.pick(self.cities)} {self.pick(COMPANY_FIELDS)}{self.pick(COMPANY_ENDS)}"
        if x < 0.66:
            return f"{self.pick(['Bank of', 'University of', 'Port of', 'City of', 'First National Bank of', 'Friends of', 'Trustees of'])} {self.city()}"
        if x < 0.7:
            return "".join(self.pick("ABCDEFGHIJKLMNPRSTVWX") for _ in range(self.r.randint(2, 4))) + self.pick(COMPANY_ENDS)
        return f"{self.pick(COMPANY_WORDS)} {self.pick(COMPANY_WORDS + COMPANY_FIELDS)} {self.pick(COMPANY_FIELDS)}{self.pick(COMPANY_ENDS)}" if self.chance(0.4) else f"{self.pick(COMPANY_WORDS)} {self.pick(COMPANY_FIELDS)}{self.pick(COMPANY_ENDS)}"

    def short_company(self) -> str:
        x = self.r.random()
        if x < 0.4:
            return self.coined()
        if x < 0.6:
            return "".join(self.pick("ABCDEFGHIJKLMNPRSTVWX") for _ in range(self.r.randint(3, 5)))
        if x < 0.8:
            return self.pick(self.common_last + self.rare_last)
        return self.pick(COMPANY_WORDS) + self.pick(["", "soft", "tech", "corp", "bank", " Capital", "net"])

    def hospital(self) -> str:
        x = self.r.random()
        if x < 0.2:
            return re.sub(r" \(.*", "", self.pick(self.g.hospitals))
        if x < 0.4:
            return f"{self.pick(['St. ', 'Saint ', 'St '])}{self.pick(self.common_given)}{self.pick([chr(39) + 's', ''])} {self.pick(HOSPITAL_ENDS)}"
        if x < 0.7:
            return f"{self.city()} {self.pick(HOSPITAL_ENDS)}"
        return f"{self.pick([self.last(), self.pick(COMPANY_WORDS), 'Mercy', 'Good Shepherd', 'Holy Cross', 'Riverside', 'University'])} {self.pick(HOSPITAL_ENDS)}"

    def school(self) -> str:
        x = self.r.random()
        if x < 0.4:
            return f"{self.pick(['University of', 'College of', 'Technical University of'])} {self.city()}"
        return f"{self.pick([self.city(), self.last(), self.pick(COMPANY_WORDS)])} {self.pick(['University', 'College', 'High School', 'Elementary School', 'Academy', 'Institute of Technology', 'School of Law', 'Middle School', 'State University'])}"

    def court(self) -> str:
        return self.pick(["the ", "", "the "]) + self.city() + self.pick([" District Court", " Court of Appeal", " Regional Court", " Magistrates' Court", " High Court", " Crown Court", " Assize Court"])

    def defined(self) -> str:
        return " ".join(self.r.sample(DEFINED, self.r.randint(2, 4)))

    def heading(self) -> str:
        words = [self.pick(self.words) for _ in range(self.r.randint(2, 6))]
        joined = [self.pick(["of", "and", "the", "in", "for", "to"]) if 0 < i < len(words) - 1 and self.chance(0.25) else w.capitalize() for i, w in enumerate(words)]
        return " ".join(joined)

    def date(self) -> str:
        return self.pick([
            f"{self.pick(MONTHS)} {self.r.randint(1, 28)}, {self.year()}", f"{self.r.randint(1, 12)}/{self.r.randint(1, 28)}/{self.year()}",
            f"{self.r.randint(1, 28)} {self.pick(MONTHS)} {self.year()}", f"{self.year()}-{self.r.randint(10, 12)}-{self.r.randint(10, 28)}",
        ])

    def year(self) -> str:
        return str(self.r.randint(1938, 2025))

    def number(self) -> str:
        return self.pick([str(self.r.randint(1, 99)), f"{self.r.randint(1, 99)}.{self.r.randint(0, 9)}", str(self.r.randint(100, 9999999))])

    # ---- Chinese ----

    def surname_zh(self) -> str:
        x = self.r.random()
        if x < 0.03:
            return self.pick(COMPOUND_SURNAMES_ZH)
        if x < 0.5:
            return self.pick(SURNAMES_ZH[:25])
        if x < 0.85:
            return self.pick(SURNAMES_ZH)
        return self.pick(SURNAMES_ZH_RARE)

    def given_name_zh(self) -> str:
        while True:
            x = self.r.random()
            if x < 0.22:
                name = self.pick(ZH_GIVEN_SINGLE)
            elif x < 0.82:
                name = self.pick(ZH_GIVEN_FIRST) + self.pick(ZH_GIVEN_LAST)
            elif x < 0.86:
                name = self.pick(ZH_GIVEN_SINGLE) * 2
            else:
                name = self.pick(self.given_zh)
            if len(name) == 1 or is_held_out(name) == self.held_out:
                return name

    def han_name(self) -> str:
        return self.surname_zh() + self.given_name_zh()

    def coined_foreign_zh(self) -> str:
        """Characters that follow each other in transliterated names: a name in no list."""
        name = self.pick(self.syllables[""])
        while len(name) < 6:
            name += self.pick(self.syllables.get(name[-1], ["."]))
            if name[-1] == ".":
                break
        name = name.rstrip(".")
        return name if len(name) > 1 else self.pick(self.transliterated)

    def foreign_word_zh(self) -> str:
        return self.pick(self.transliterated) if self.chance(0.65) else self.coined_foreign_zh()

    def japanese_name(self) -> str:
        return self.pick(self.japanese_surnames) + self.pick(self.japanese_given) if self.chance(0.6) else self.pick(self.japanese)

    def historical_zh(self) -> str:
        return self.pick(self.historical) if self.chance(0.6) else self.pick(self.ancient)

    def character_zh(self) -> str:
        """Whoever acts in a story: by surname and name, by name alone, from another country or another time."""
        x = self.r.random()
        if x < 0.3:
            return self.name_zh()
        if x < 0.45:
            return self.given_name_zh()
        if x < 0.65:
            return self.foreign_word_zh()
        if x < 0.8:
            return self.pick([self.pick(self.japanese_surnames), self.pick(self.japanese_surnames), self.pick(self.japanese_given), self.japanese_name()])
        return self.historical_zh() if x < 0.9 else self.nickname_zh()

    def foreign_zh_name(self) -> str:
        x = self.r.random()
        if x < 0.4:
            return self.foreign_word_zh()
        dot = self.pick(["·", "·", "·", "•", "."]) if self.chance(0.98) else "-"
        if x < 0.8:
            return self.pick(ZH_FOREIGN_GIVEN) + dot + self.foreign_word_zh()
        return self.foreign_word_zh() + dot + self.foreign_word_zh()

    def name_zh(self) -> str:
        x = self.r.random()
        if x < 0.86:
            return self.han_name()
        if x < 0.9:
            return self.pick(ZH_MINORITY) + self.pick(ZH_MINORITY + [""])
        if x < 0.93:
            return self.pick(ZH_UIGHUR) + "·" + self.pick(ZH_UIGHUR)
        if x < 0.975:
            return self.foreign_zh_name()
        if x < 0.985:
            return self.japanese_name()
        return self.surname_zh() + self.pick(["某", "某某", "某甲", "××", "某强"])

    def nickname_zh(self) -> str:
        s = self.pick(SURNAMES_ZH)
        return self.pick([f"小{s}", f"老{s}", f"阿{self.pick(ZH_GIVEN_SINGLE)}", f"小{self.pick(ZH_GIVEN_SINGLE)}", self.given_name_zh(), self.given_name_zh(), self.pick(ZH_GIVEN_SINGLE) * 2])

    def city_zh(self) -> str:
        x = self.r.random()
        if x < 0.35:
            name = self.pick(self.zh_cities)
            return re.sub("(市|地区|盟)$", "", name) if self.chance(0.5) else name
        if x < 0.6:
            name = self.pick(self.areas)[0]
            return re.sub("(市|县|区)$", "", name) if len(name) > 2 and self.chance(0.3) else name
        if x < 0.75:
            return self.pick(self.streets) + self.pick(["镇", "乡", "村", "街道", "", "路"])
        if x < 0.9:
            return self.pick(self.foreign_zh)
        code = self.pick(self.areas)
        d = self.g.divisions
        return d["provinces"][code[2]] + (d["cities"][code[1]] if d["cities"][code[1]] != "市辖区" else "") + (code[0] if self.chance(0.4) else "")

    def coined_zh(self, low: int = 1, high: int = 3) -> str:
        return "".join(self.pick(ZH_PLACE_CHARS) for _ in range(self.r.randint(max(low, 2), high)))

    def address_zh(self) -> str:
        name, city, province = self.pick(self.areas)
        d, text = self.g.divisions, ""
        if self.chance(0.45):
            text += d["provinces"][province]
        if self.chance(0.65):
            text += self.pick(self.zh_cities) if "辖" in d["cities"].get(city, "辖") else d["cities"][city]
        if self.chance(0.75):
            text += name
        if self.chance(0.35):
            text += self.pick(self.streets) + self.pick(["街道", "镇", "乡"])
        x = self.r.random()
        if x < 0.6:
            text += self.pick([self.coined_zh(), self.pick(self.streets)]) + self.pick(["路", "街", "大道", "巷", "北路", "东街", "胡同", "弄"])
            if self.chance(0.8):
                text += f"{self.r.randint(1, 1999)}号"
        elif x < 0.75:
            text += self.coined_zh() + "村" + self.pick(["", f"{self.r.randint(1, 12)}组", "三队", f"{self.r.randint(1, 300)}号"])
        if self.chance(0.45):
            text += self.coined_zh() + self.pick(["小区", "花园", "苑", "大厦", "家园", "新村", "公寓", "广场", "城"])
        if self.chance(0.45):
            text += self.pick([f"{self.r.randint(1, 40)}号楼", f"{self.r.randint(1, 40)}栋", f"{self.r.randint(1, 40)}幢", f"{self.pick('ABCD')}座"]) + self.pick(["", f"{self.r.randint(1, 5)}单元"]) + self.pick([f"{self.r.randint(101, 3204)}室", f"{self.r.randint(101, 3204)}", ""])
        return text or self.city_zh()

    def company_zh(self) -> str:
        x = self.r.random()
        place = re.sub("(市|省)$", "", self.city_zh()) if self.chance(0.5) else ""
        word = self.pick([self.pick(ZH_COMPANY_WORDS), self.coined_zh(2, 2), self.pick(ZH_GIVEN_FIRST) + self.pick(ZH_GIVEN_LAST)])
        if x < 0.65:
            return place + word + self.pick(ZH_COMPANY_FIELDS) + self.pick(ZH_COMPANY_ENDS)
        if x < 0.75:
            return word + self.pick(["公司", "集团", "股份", "科技", "银行", "报", "网", "电视台", "医药"])
        if x < 0.85:
            return (place or "中国") + self.pick(ZH_BANKS) + self.pick(["", f"{self.pick(self.areas)[0]}支行", "分行"])
        if x < 0.93:
            return self.school_zh()
        return self.agency_zh()

    def brand_zh(self) -> str:
        x = self.r.random()
        if x < 0.5:
            return self.pick(ZH_BRANDS)
        return self.pick(ZH_COMPANY_WORDS) if x < 0.75 else self.coined_zh(2, 2) if x < 0.9 else self.pick(self.transliterated)

    def school_zh(self) -> str:
        return re.sub("(市|省)$", "", self.city_zh()) + self.pick(ZH_SCHOOL_ENDS)

    def hospital_zh(self) -> str:
        head = self.city_zh() if self.chance(0.75) else self.pick([self.coined_zh(2, 2), self.pick(ZH_COMPANY_WORDS), self.school_zh()])
        return head + self.pick(ZH_HOSPITAL_ENDS)

    def agency_zh(self) -> str:
        return self.pick(ZH_AGENCIES) if self.chance(0.35) else self.city_zh() + self.pick(ZH_AGENCY_ENDS)

    # ---- Slots ----

    def slot(self, name: str) -> tuple:
        """The text of a slot and its type, or None where it is no identifier."""
        upper = lambda s: s.upper()
        latin = {
            "N": lambda: (self.full(), NAME), "F": lambda: (self.given(), NAME), "L": lambda: (self.last(), NAME),
            "n": lambda: (self.given().lower(), NAME), "l": lambda: (self.last().lower(), NAME),
            "c": lambda: (self.city().lower(), LOCATION), "ho": lambda: (self.hospital().lower(), ORG),
            "UL": lambda: (upper(self.last()), NAME), "UF": lambda: (upper(self.given()), NAME),
            "UC": lambda: (upper(self.city()), LOCATION),
            "I": lambda: (self.initial(), NAME), "A": lambda: (self.pick(self.ambiguous), NAME),
            "IN": lambda: (self.initials(), NAME), "FL": lambda: (plural(self.last()), NAME), "C": lambda: (self.city(), LOCATION),
            "CS": lambda: (f"{self.city()}, {self.pick([self.pick(self.g.states), self.pick(['TX', 'CA', 'NY', 'OH', 'MA', 'IL'])])}", LOCATION),
            "ST": lambda: (self.pick(self.g.states), LOCATION), "CO": lambda: (self.pick(self.g.countries), LOCATION),
            "AD": lambda: (self.address(), LOCATION), "OR": lambda: (self.company(), ORG), "AC": lambda: (self.short_company(), ORG),
            "HO": lambda: (self.hospital(), ORG), "NH": lambda: (self.last() + self.pick([" Nursing Home", " Care Home", " Manor", " Village"]), ORG),
            "OH": lambda: (self.pick([self.company, self.hospital, self.school, self.short_company])(), ORG),
            "SC": lambda: (self.school(), ORG), "GV": lambda: (self.pick(AGENCIES).removeprefix("the "), ORG),
            "EX": lambda: (self.pick(EXCHANGES).removeprefix("the "), ORG), "CT": lambda: (self.court().removeprefix("the "), ORG),
            "PR": lambda: (self.city() + " Prison", ORG), "TM": lambda: (self.city() + self.pick(["", " " + self.pick(TEAM_ENDS)]), ORG),
            "us": lambda: (self.given().lower() + str(self.r.randint(1, 99)), None), "NA": lambda: (self.pick(NATIONALITIES), None),
            "T": lambda: (self.pick(TITLES), None), "PF": lambda: (self.pick(["My cousin", "Our friend", "Mr.", "Ms."]), None),
            "drug": lambda: (self.pick(self.g.drugs).lower(), None), "Drug": lambda: (self.pick(self.g.drugs), None),
            "dis": lambda: (self.pick([self.pick(self.g.diseases), self.pick(self.g.diseases), f"{self.pick(EPONYMS)} {self.pick(['disease', 'syndrome'])}"]), None),
            "DisT": lambda: (self.pick(self.g.diseases).title(), None), "Epo": lambda: (self.pick(EPONYMS), None),
            "epo": lambda: (self.pick(EPONYMS), None), "ICD": lambda: (self.pick(self.g.icd), None),
            "IcdT": lambda: (self.pick(self.g.icd).title(), None), "sym": lambda: (self.pick(SYMPTOMS), None),
            "dose": lambda: (self.pick(DOSES), None), "lab": lambda: (self.pick(LABS), None),
            "mon": lambda: (self.pick(MONTHS), None), "ag": lambda: (self.pick([f"{self.r.randint(1, 99)}-year-old", f"{self.r.randint(1, 99)} y/o", f"{self.r.randint(1, 99)} yo"]), None),
            "em": lambda: (f"{self.given().lower()}@mail.com", None), "tm": lambda: (f"{self.r.randint(1, 12)}:{self.r.randint(10, 59)}", None),
            "dt": lambda: (self.date(), None), "yr": lambda: (self.year(), None), "num": lambda: (self.number(), None),
            "ph": lambda: (f"{self.r.randint(200, 999)}-{self.r.randint(200, 999)}-{self.r.randint(1000, 9999)}", None),
            "FS": lambda: (self.street(), LOCATION), "SN": lambda: (self.street(), LOCATION), "zip": lambda: (self.postcode(), LOCATION),
            "ZC": lambda: (f"{self.postcode()} {self.city()}", LOCATION),
            "nl": lambda: ("\n", None), "ab": lambda: (self.pick(ACRONYMS) if self.chance(0.85) else "".join(self.pick("ABCDEFGHIKLMNOPRSTUV") for _ in range(self.r.randint(2, 4))), None),
            "code": lambda: (self.pick([f"{self.pick('ABDKPQRTWXZ')}{self.pick('ABDKPQRTWXZ')}-{self.r.randint(1, 999)}", f"{self.pick('ABDKPQRTWXZ')}{self.r.randint(1, 999)}", f"{self.r.randint(1, 99)}-{self.pick('ABDKPQRTWXZ')}", f"v{self.r.randint(1, 9)}.{self.r.randint(0, 9)}"]), None),
            "Tr": lambda: (self.pick(TRADE_NAMES), None), "Df": lambda: (self.defined(), None), "HD": lambda: (self.heading(), None),
            "w1": lambda: (self.pick(self.words), None), "W1": lambda: (self.pick(self.words).capitalize(), None), "WU": lambda: (self.pick(self.words).upper(), None),
        }
        return latin[name]()

    def slot_zh(self, name: str) -> tuple:
        chinese = {
            "N": lambda: (self.name_zh(), NAME), "N2": lambda: (self.name_zh(), NAME), "L": lambda: (self.surname_zh(), NAME),
            "G": lambda: (self.given_name_zh(), NAME), "K": lambda: (self.nickname_zh(), NAME), "F": lambda: (self.foreign_zh_name(), NAME),
            "J": lambda: (self.japanese_name(), NAME), "JS": lambda: (self.pick(self.japanese_surnames), NAME),
            "JG": lambda: (self.pick(self.japanese_given), NAME), "FW": lambda: (self.foreign_word_zh(), NAME),
            "HN": lambda: (self.historical_zh(), NAME), "X": lambda: (self.character_zh(), NAME),
            "R": lambda: (self.pick([self.romanised, self.full])(), NAME), "W": lambda: (self.given(), NAME), "CE": lambda: (self.city(), LOCATION),
            "C": lambda: (self.city_zh(), LOCATION), "AD": lambda: (self.address_zh(), LOCATION),
            "AD2": lambda: (self.coined_zh() + self.pick(["镇", "乡", "县", "岛", "河", "山", "湖", "区"]), LOCATION), "CO": lambda: (self.pick(self.foreign_zh), LOCATION),
            "OA": lambda: (self.brand_zh(), ORG), "CA": lambda: (self.pick(ZH_COUNTRY_LETTERS), LOCATION),
            "O": lambda: (self.company_zh(), ORG), "H": lambda: (self.hospital_zh(), ORG), "S": lambda: (self.school_zh(), ORG),
            "OX": lambda: (self.pick([self.company_zh, self.hospital_zh, self.school_zh, self.agency_zh])(), ORG),
            "GV": lambda: (self.agency_zh(), ORG), "B": lambda: (self.pick(ZH_BANKS) + self.pick(["", self.pick(self.areas)[0] + "支行"]), ORG),
            "P": lambda: (self.city_zh() + self.pick(["公安局", "派出所", "公安分局", "人民检察院"]), ORG),
            "CT": lambda: (self.city_zh() + self.pick(["人民法院", "中级人民法院", "高级人民法院"]), ORG),
            "LF": lambda: (self.pick(ZH_COMPANY_WORDS) + "律师事务所", ORG), "TM": lambda: (self.pick([self.pick(ZH_TEAMS), self.city_zh()]), ORG),
            "sym": lambda: (self.pick(ZH_SYMPTOMS), None), "dis": lambda: (self.pick(self.zh_diseases), None),
            "drug": lambda: (self.pick([self.pick(self.zh_drugs), self.pick(ZH_DRUGS)]), None), "op": lambda: (self.pick(ZH_OPERATIONS), None),
            "lab": lambda: (self.pick(ZH_LABS), None), "idiom": lambda: (self.pick(self.idioms), None), "term": lambda: (self.pick(self.terms), None),
            "age": lambda: (str(self.r.randint(1, 95)), None), "maj": lambda: (self.pick(ZH_MAJORS), None), "pos": lambda: (self.pick(ZH_POSTS), None),
            "num": lambda: (str(self.r.randint(1, 9999)), None), "yr": lambda: (self.year(), None), "id": lambda: (str(self.r.randint(10**6, 10**9)), None),
            "nn": lambda: (self.pick(self.zh_parts["n"]), None), "vv": lambda: (self.pick(self.zh_parts["v"]), None),
            "aa": lambda: (self.pick(self.zh_parts["a"]), None), "dd": lambda: (self.pick(self.zh_parts["d"]), None),
            "ph": lambda: (f"1{self.r.randint(3 * 10**9, 99 * 10**8)}", None),
            "dt": lambda: (self.pick([f"{self.year()}年{self.r.randint(1, 12)}月{self.r.randint(1, 28)}日", f"{self.r.randint(1, 12)}月{self.r.randint(1, 28)}日", f"{self.year()}-{self.r.randint(10, 12)}-{self.r.randint(10, 28)}"]), None),
        }
        return chinese[name]()

    def fill(self, template: str, language: str) -> Text:
        while True:
            chosen = CHOICE.sub(lambda m: self.pick(m.group(1).split("|")), template)
            if chosen == template:
                break
            template = chosen
        template = OPTIONAL_PUNCTUATION.sub(
            lambda m: "" if m.group(2) and self.chance(0.3) else self.pick(m.group(1).replace("\\t", "\t")), template).replace("\\.", ".")
        template = template.replace("{TN}", self.pick(TITLES) + " {N}" if self.chance(0.5) else "{N}").replace("{TL}", self.pick(TITLES) + " {L}")
        text, spans, last = "", [], 0
        for match in SLOT.finditer(template):
            text += template[last : match.start()]
            value, kind = self.slot_zh(match.group(1)) if language == "zh" else self.slot(match.group(1))
            if kind is not None:
                start, joins = len(text), spans and spans[-1][1] + 1 >= len(text) and spans[-1][2] == kind == NAME and text[spans[-1][1] :] in ("", " ")
                spans = spans[:-1] + [(spans[-1][0], len(text) + len(value), kind)] if joins and language == "en" else spans + [(start, start + len(value), kind)]
            text += value
            last = match.end()
        return Text(text + template[last:], spans)


def registers(path: Path) -> dict:
    found, current = {}, None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            current = found.setdefault(line[3:], [])
        elif line and not line.startswith("# "):
            current.append(line)
    return found


# ---- Noise ------------------------------------------------------------------------------------------------------

CONFUSIONS = {"l": "1", "O": "0", "o": "0", "i": "l", "rn": "m", "S": "5", "B": "8", "e": "c"}


def noisy(text: Text, r: random.Random, mixed_share: float = 0.8) -> Text:
    """The same text as people and machines spoil it: all capitals, no capitals, no punctuation, misread letters."""
    x = r.random()
    if x < mixed_share:
        return recased(text, r)
    if x < mixed_share + 0.1:
        lowered = text.text.lower()
        return Text(lowered if len(lowered) == len(text.text) else text.text, text.spans)
    if x < mixed_share + 0.17:
        raised = text.text.upper()
        return Text(raised if len(raised) == len(text.text) else text.text, text.spans)
    out = list(text.text)
    for i, c in enumerate(out):
        if c in CONFUSIONS and r.random() < 0.02:
            out[i] = CONFUSIONS[c]
    return Text("".join(out), text.spans)


def recased(text: Text, r: random.Random, p: float = 0.04) -> Text:
    """Now and then a name in capitals or in lower case in the middle of a text that is neither."""
    out = text.text
    for start, end, kind in text.spans:
        x = r.random()
        if kind != NAME or x >= 2 * p:
            continue
        name = out[start:end].lower() if x < p else out[start:end].upper()
        out = out[:start] + name + out[end:] if len(name) == end - start else out
    return Text(out, text.spans)


def substituted(text: Text, filler: Filler, language: str, p: float = 0.7) -> Text:
    """Another name of the same kind and make in the place of each."""
    out, spans, last = "", [], 0
    for start, end, kind in sorted(text.spans):
        if start < last:
            continue
        old = text.text[start:end]
        out += text.text[last:start]
        new = replacement(old, kind, filler, language) if filler.chance(p) else old
        spans.append((len(out), len(out) + len(new), kind))
        out += new
        last = end
    return Text(out + text.text[last:], spans)


def replacement(old: str, kind: int, f: Filler, language: str) -> str:
    if language == "zh":
        if kind == NAME:
            if "·" in old or "・" in old or len(old) > 4:
                return f.foreign_zh_name()
            if len(old) > 1 and old[0] not in SURNAMES and old[:2] not in COMPOUND_SURNAMES_ZH:
                # What is written as foreign names are stays among its own words: kings, authors, heroes of novels.
                if old in f.g.historical_set or f.chance(0.1):
                    return f.historical_zh()
                return f.pick([f.japanese_name(), f.pick(f.japanese_surnames)]) if f.chance(0.2) else f.foreign_word_zh()
            return f.surname_zh() if len(old) == 1 else f.han_name() if f.chance(0.8) else f.name_zh()
        if kind == LOCATION:
            return f.city_zh() if f.chance(0.6) else old
        return old if f.chance(0.6) else f.pick([f.company_zh, f.school_zh, f.agency_zh, f.hospital_zh])()
    words = old.count(" ") + 1
    new = old
    if kind == NAME:
        new = f.given() if words == 1 and f.chance(0.5) else f.last() if words == 1 else f.full() if words < 4 else old
    elif kind == LOCATION and words <= 2:
        new = f.city() if f.chance(0.6) else old
    elif kind == ORG and f.chance(0.5):
        new = f.short_company() if words == 1 else f.company()
    return new.lower() if old.islower() else new.upper() if old.isupper() and len(old) > 4 else new


def plural(surname: str) -> str:
    """A family: "the Winslows"."""
    return surname + ("es" if surname[-1] in "sxz" or surname[-2:] in ("ch", "sh") else "s")


def syllables(names: list) -> dict:
    """What follows each character of transliterated names, "" what they begin with; "." is the end."""
    after = {"": [n[0] for n in names]}
    for name in names:
        for a, b in zip(name, name[1:] + "."):
            after.setdefault(a, []).append(b)
    return after


SURNAMES = frozenset(SURNAMES_ZH + SURNAMES_ZH_RARE)
KIN_ZH = re.compile("我(?:爸爸|妈妈|爸|妈|老公|老婆|爷爷|奶奶|父亲|母亲|儿子|女儿|哥哥|姐姐|弟弟|妹妹)|患者|病人|我爷爷|我朋友|孩子|宝宝|小孩")


def peopled(sentence: str, f: Filler) -> Text:
    """A sentence of a dialogue in which a name takes the place of "my father", "the patient", "the doctor"."""
    out, spans, last = "", [], 0
    for match in KIN_ZH.finditer(sentence):
        out += sentence[last : match.start()]
        keep = match.group() if f.chance(0.35) else ""
        name = f.nickname_zh() if f.chance(0.12) else f.name_zh()
        out += keep
        spans.append((len(out), len(out) + len(name), NAME))
        out += name
        last = match.end()
    text = Text(out + sentence[last:], spans)
    if f.chance(0.3) and "医生" in text.text:
        at = text.text.index("医生")
        surname = f.surname_zh()
        text.spans = [(s + len(surname) * (s >= at), e + len(surname) * (s >= at), k) for s, e, k in text.spans] + [(at, at + len(surname), NAME)]
        text.text = text.text[:at] + surname + text.text[at:]
        text.spans.sort()
    return text
