"""Lists of names, places and words: what the synthetic text is made from, and the lexicon that the tagger asks."""

import csv
import json
import random
import re
import zlib
from collections import Counter, defaultdict
from functools import cached_property
from pathlib import Path

import jieba
import wordfreq

# One name in this many is in no training text, so that names never seen can be measured.
HELD_OUT_ONE_IN = 10


def is_held_out(name: str) -> bool:
    return zlib.crc32(name.lower().encode()) % HELD_OUT_ONE_IN == 0


def traditional() -> dict:
    """The simplified character of each traditional one, as the tagger's text is folded."""
    source = Path(__file__).parents[3] / "Shared/Deidentification/Text/TraditionalCharacters.swift"
    pairs = "".join(source.read_text(encoding="utf-8").split('"""')[1].split())
    return {ord(a): ord(b) for a, b in zip(pairs[::2], pairs[1::2])}


TRADITIONAL = traditional()
# Japanese forms for which Chinese text writes its own.
SHINJITAI = str.maketrans(
    "沢辺桜斎浜竜広恵実栄徳関渋塩絵円亜帰気鉄瀬黒穂豊発対総県児庁滝楽郷顕髙﨑弾戦蔵辻込畑奨検験恒巌仏価両圧姫"
    , "泽边樱斋滨龙广惠实荣德关涩盐绘圆亚归气铁濑黑穗丰发对总县儿厅泷乐乡显高崎弹战藏辻込畑奖检验恒岩佛价两压姬")


def folded(text: str) -> str:
    """In the characters of simplified Chinese."""
    return text.translate(SHINJITAI).translate(TRADITIONAL)


def is_han(text: str) -> bool:
    return bool(text) and all("\u4e00" <= c <= "\u9fff" for c in text)


# The hundred commonest surnames of China by rank (Ministry of Public Security, yearly report), and rarer ones.
SURNAMES_ZH = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊"
    "白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
)
SURNAMES_ZH_RARE = (
    "汤康易乔赖文庞樊兰殷施洪翟安颜倪温芦季俞章鲁葛伍申尤毕聂柴焦左柳祁阮纪梅骆齐耿关舒欧童甘费路涂冉裴翁岳成霍詹席卫柯瞿宁匡房包喻褚娄鲍应项"
    "单盛解宗车臧闵丛冷凌蓝司查曲辛蒲邢宫窦简苗牛谷艾饶冀管滕仇蒙屈隋桑佟沙卓景郎仲祝党容阎游麦巫展晏幸敖邬干甄栾戚娟池"
)
# People of one surname from which it is a surname and no accident of cutting.
JAPANESE_SURNAME_MIN = 15
COMPOUND_SURNAMES_ZH = "欧阳 上官 司马 诸葛 皇甫 尉迟 慕容 令狐 司徒 夏侯 端木 呼延 南宫 宇文 长孙 鲜于 东方 公孙 澹台 淳于 轩辕 百里 独孤 濮阳".split()


class Gazetteers:
    def __init__(self, folder: Path):
        self.folder = folder

    def _json(self, name: str):
        return json.loads((self.folder / "corpora_cc0" / name).read_text(encoding="utf-8"))

    def _lines(self, path: str) -> list:
        lines = (self.folder / path).read_text(encoding="utf-8-sig", errors="replace").splitlines()
        return [line.strip() for line in lines if line.strip()]

    # ---- Latin script ----

    @cached_property
    def common_given(self) -> list:
        rows = csv.DictReader(self._lines("names_by_country/common-forenames-by-country.csv"))
        names = [part for row in rows for part in re.split(r"[/,;]", row["Romanized Name"] or "")]
        names += self._json("humans__firstNames.json")["firstNames"]
        return sorted({n.strip() for n in names if re.fullmatch(r"[A-ZÀ-Þ][\w'’\- ]{1,18}", n.strip())})

    @cached_property
    def common_surnames(self) -> list:
        rows = csv.DictReader(self._lines("names_by_country/common-surnames-by-country.csv"))
        names = [part for row in rows for part in re.split(r"[/,;]", row["Romanized Name"] or "")]
        names += self._json("humans__lastNames.json")["lastNames"]
        return sorted({n.strip() for n in names if re.fullmatch(r"[A-ZÀ-Þ][\w'’\- ]{1,18}", n.strip())})

    @cached_property
    def rare_given(self) -> list:
        names = self._lines("smashew_names/first names__all.txt")
        names += [n.capitalize() for n in self._lines("wainshine_names/English_Names_Corpus__English_Names_Corpus（2W）.txt")[2:]]
        return sorted({n for n in names if re.fullmatch(r"[A-ZÀ-Þ][\w'\-]{2,16}", n)})

    @cached_property
    def rare_surnames(self) -> list:
        names = self._lines("smashew_names/surnames__all.txt")
        return sorted({n for n in names if re.fullmatch(r"[A-ZÀ-Þ][\w'\-]{2,16}", n)})

    @cached_property
    def philter(self) -> tuple:
        """First and last names that are no other word, and words that are no name (Norgeot et al., 2020)."""
        read = lambda name: json.loads((self.folder / "philter" / name).read_text(encoding="utf-8"))
        return (
            read("blacklists__firstnames_minus_fps.json"), read("blacklists__lastnames_minus_fps.json"),
            read("whitelists__whitelist_plus_fps_091718_nonames.json"),
        )

    @cached_property
    def cities(self) -> list:
        """(city, region, country)"""
        rows = csv.DictReader(self._lines("world_cities/data__world-cities.csv"))
        return [(row["name"], row["subcountry"], row["country"]) for row in rows]

    @cached_property
    def english_towns(self) -> list:
        cities = [c["city"] for c in self._json("geography__us_cities.json")["cities"]]
        towns = self._json("geography__english_towns_cities.json")
        return sorted(set(cities + towns.get("towns", []) + towns.get("cities", [])))

    @cached_property
    def states(self) -> list:
        return sorted({c["state"] for c in self._json("geography__us_cities.json")["cities"]})

    @cached_property
    def countries(self) -> list:
        return self._json("geography__countries.json")["countries"]

    @cached_property
    def counties(self) -> list:
        return sorted({c for part in self._json("geography__us_counties.json")["counties"].values() for c in part})

    @cached_property
    def companies(self) -> list:
        names = self._json("corporations__fortune500.json")["companies"]
        names += [c if isinstance(c, str) else c.get("name", "") for c in self._json("corporations__nasdaq.json")["corporations"]]
        return sorted({n for n in names if n})

    @cached_property
    def hospitals(self) -> list:
        found = self._json("medicine__hospitals.json")["hospitals"]
        return [h if isinstance(h, str) else h.get("hospital", h.get("name", "")) for h in found]

    @cached_property
    def drugs(self) -> list:
        return [d for d in self._json("medicine__drugs.json")["drugs"] if len(d) < 30]

    @cached_property
    def diseases(self) -> list:
        flat = []
        for entry in self._json("medicine__diseases.json")["diseases"]:
            flat += entry if isinstance(entry, list) else [entry]
        return [d for d in flat if 4 < len(d) < 40]

    @cached_property
    def icd(self) -> list:
        found = []
        for line in self._lines("icd10/categories.csv"):
            code, _, title = line.partition(",")
            title = title.strip('"')
            if 8 < len(title) < 70:
                found.append(title)
        return found

    # ---- Chinese ----

    @cached_property
    def jieba(self) -> list:
        """(word, count, part of speech)"""
        lines = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines()
        parts = [line.split(" ") for line in lines]
        return [(p[0], int(p[1]), p[2]) for p in parts if len(p) == 3]

    @cached_property
    def given_zh(self) -> tuple:
        """Counts of the characters of given names: alone, first of two, last of two; and whole given names."""
        single, first, last, whole = Counter(), Counter(), Counter(), Counter()
        surnames = set(SURNAMES_ZH + SURNAMES_ZH_RARE)
        for word, _, tag in self.jieba:
            if not tag.startswith("nr") or tag == "nrt" or not is_han(word) or word[0] not in surnames:
                continue
            given = word[1:]
            if len(given) == 1:
                single[given] += 1
                whole[given] += 1
            elif len(given) == 2:
                first[given[0]] += 1
                last[given[1]] += 1
                whole[given] += 1
        return single, first, last, whole

    @cached_property
    def transliterated(self) -> list:
        return sorted({w for w, _, tag in self.jieba if tag == "nrt" and is_han(w) and 2 <= len(w) <= 6})

    @cached_property
    def divisions(self) -> dict:
        """Provinces, cities, districts and streets with what they lie in, by their codes."""
        read = lambda name: list(csv.DictReader(self._lines(f"china_divisions/{name}.csv")))
        provinces = {r["code"]: r["name"] for r in read("provinces")}
        cities = {r["code"]: r["name"] for r in read("cities")}
        areas = {r["code"]: (r["name"], r["cityCode"], r["provinceCode"]) for r in read("areas")}
        streets = [(r["name"], r["areaCode"]) for r in read("streets")]
        return {"provinces": provinces, "cities": cities, "areas": areas, "streets": streets}

    def thuocl(self, name: str) -> list:
        """(word, count)"""
        text = (self.folder / f"thuocl/THUOCL_{name}.txt").read_text(encoding="utf-8-sig")
        found = re.findall(r"([\u4e00-\u9fff]+)[ \t]+(\d+)", text)
        return [(word, int(count)) for word, count in found]

    @cached_property
    def japanese(self) -> list:
        """Whole names: surname and given name."""
        lines = self._lines("wainshine_names/Japanese_Names_Corpus__Japanese_Names_Corpus（18W）.txt")[2:]
        return sorted({folded(n) for n in lines if is_han(n) and 3 <= len(n) <= 5})

    @cached_property
    def japanese_parts(self) -> tuple:
        """Surnames of two characters that many people have, each as often as the root of their number, and given names."""
        surnames, given = Counter(), Counter()
        for name in self.japanese:
            if len(name) >= 4:
                surnames[name[:2]] += 1
        for name in self.japanese:
            if len(name) >= 4 and surnames[name[:2]] >= JAPANESE_SURNAME_MIN:
                given[name[2:]] += 1
        common = [s for s, n in sorted(surnames.items()) if n >= JAPANESE_SURNAME_MIN for _ in range(int(n**0.5))]
        return common, sorted(g for g, n in given.items() if n > 1)

    @cached_property
    def historical(self) -> list:
        """People of history, letters and the stage."""
        return sorted({w for w, _ in self.thuocl("lishimingren") if 2 <= len(w) <= 4})

    @cached_property
    def historical_set(self) -> frozenset:
        return frozenset(self.historical)

    @cached_property
    def ancient(self) -> list:
        """Names of scholars and officials of all dynasties."""
        lines = self._lines("wainshine_names/Chinese_Names_Corpus__Ancient_Names_Corpus（25W）.txt")[2:]
        names = {folded(n) for n in lines if 2 <= len(n) <= 4}
        return sorted(n for n in names if is_han(n) and n[0] in SURNAMES_ZH + SURNAMES_ZH_RARE)


# ---- Lexicon ----------------------------------------------------------------------------------------------------
# The byte of a Latin word: given name 0-2 (2 common), surname 0-2, place, frequency as a word 0-3, term.
GIVEN, SURNAME, PLACE, FREQUENCY, TERM = 1, 4, 16, 32, 128
# The byte of a Han character: surname 0-2, given name 0-3, transliteration 0-3, and always the top bit.
HAN_SURNAME, HAN_GIVEN, HAN_FOREIGN, HAN = 1, 4, 16, 128
# The byte of a Han word: place, person, organisation, term, common word (more than one may hold); 32 when none.
W_PLACE, W_PERSON, W_ORG, W_TERM, W_WORD = 1, 2, 4, 8, 16

LATIN_WORDS_MAX = 130_000
HAN_WORDS_MAX = 190_000


def latin_lexicon(g: Gazetteers) -> dict:
    entries = defaultdict(int)
    parts = lambda names: {p.lower() for n in names for p in re.split(r"[ '’\-]", n) if len(p) > 1}
    first, last, words = g.philter
    common_given, common_last = parts(g.common_given), parts(g.common_surnames)
    rare_given = parts(g.rare_given) | {w for w in first if w.isalpha()}
    rare_last = parts(g.rare_surnames) | {w for w in last if w.isalpha()}
    places = parts(c[0] for c in g.cities) | parts(g.english_towns) | parts(g.states) | parts(g.counties)
    terms = {w.lower() for d in g.drugs + g.diseases + g.icd for w in re.findall(r"[A-Za-z]{4,}", d)}
    frequency = {}
    for word in list(common_given | common_last | rare_given | rare_last | places | terms) + wordfreq.top_n_list("en", 60000):
        zipf = wordfreq.zipf_frequency(word, "en")
        frequency[word] = 3 if zipf >= 5 else 2 if zipf >= 4 else 1 if zipf >= 2.5 else 0
    for word in set(frequency) | set(words):
        if not word.isalpha() or not 2 <= len(word) <= 20:
            continue
        value = GIVEN * (2 if word in common_given else word in rare_given)
        value |= SURNAME * (2 if word in common_last else word in rare_last)
        value |= PLACE * (word in places) | FREQUENCY * frequency.get(word, 0) | TERM * (word in terms)
        if value == 0 and word in words and word.isalpha():
            value = TERM
        if value:
            entries[word] = value
    # The likeliest to be met stay: words of some frequency, then names of the short lists, then the rest.
    weight = lambda w: (frequency.get(w, 0) * 2 + (entries[w] & 3 == 2) * 3 + (entries[w] >> 2 & 3 == 2) * 3
                        + bool(entries[w] & PLACE) * 2, wordfreq.zipf_frequency(w, "en"), w)
    kept = sorted(entries, key=weight, reverse=True)[:LATIN_WORDS_MAX]
    return {w: entries[w] for w in kept}


def quantile(counts: Counter, cuts: tuple) -> dict:
    total, running, result = sum(counts.values()), 0, {}
    for index, (key, n) in enumerate(counts.most_common()):
        running += n
        result[key] = 3 if running < cuts[0] * total else 2 if running < cuts[1] * total else 1
    return result


def han_characters(g: Gazetteers) -> dict:
    single, first, last, _ = g.given_zh
    words = Counter()
    for word, count, tag in g.jieba:
        if not tag.startswith("nr") and is_han(word):
            for c in word:
                words[c] += count
    given = Counter()
    names = single + first + last
    for c, n in names.items():
        given[c] = n
    total_names, total_words = sum(names.values()), sum(words.values())
    foreign = Counter(c for w in g.transliterated for c in w)
    total_foreign = sum(foreign.values())
    level = lambda n, total, w: (
        0 if n < 3 else 3 if (r := (n / total) / ((w + 50) / total_words)) > 4 else 2 if r > 1 else 1 if r > 0.2 else 0)
    entries = {}
    for c in set(words) | set(names):
        value = HAN
        value |= HAN_SURNAME * (2 if c in SURNAMES_ZH else c in SURNAMES_ZH_RARE)
        value |= HAN_GIVEN * level(given[c], total_names, words[c])
        value |= HAN_FOREIGN * level(foreign[c], total_foreign, words[c])
        entries[c] = value
    return entries


ORG_ENDS = re.compile(r"(公司|集团|银行|医院|大学|学院|中学|小学|学校|法院|检察院|公安局|派出所|委员会|研究所|研究院|协会|出版社|报社|电视台|政府|局|厅|党|军|队|俱乐部|基金会|事务所)$")


# Words that look like surnames with given names, from general knowledge.
MISTAKEN_NAMES = set(
    """谢谢 宝宝 宝贝 高潮 高清 高峰 高明 高昂 高雅 高超 高薪 高三 高喊 高汤 高僧 范畴 陈述 陈列 陈旧 白痴 白宫 白银 白云 白白 白布 白虎 白石
    白班 白忙 白兰 白毛 白皮书 白平衡 金山 金光 金黄 金刚 金石 金融城 金太阳 武功 武林 武侠 雷达 雷霆 雷雨 毛巾 毛利润 毛毛 毛根 王子 王朝 王府 王公
    王爷 王妃 王冠 王权 王宫 孙子 孙女 熊猫 祖宗 叶子 林木 林海 林子 田园 田野 胡子 胡椒 胡萝卜 胡同 黄牛 黄金周 黄绿 向阳 向光 许诺 许可 严正 张嘴
    张扬 万世 方正 史诗 史传 史官 石英 石柱 石林 石狮 马群 马夫 马刀 马拉松 福利费 韩文 龙虾 龙凤 龙卷风 余光 余震 余生 余波 钱庄 钱粮 安康 康复 江山
    严令 周密 周旋 任满 任凭 何谓 何曾 宁可 常春 梅花 杜鹃 杨树 水果 洪水 温泉 温馨 花园 文明 文武 古文明 古文献 古建筑 唐诗 秦汉 魏晋 汪洋 乔木 李子
    段子 贺卡 施政 严格 惠民 齐全 齐声 祝福 祝贺 陆军 陆生 陆海军 宋元 明朗 明珠 明星 明白 明智 夏令营 本赛季 基因图 基因库 山东人 福州人 宁波人 苏州人
    加州人 东亚人""".split())


def is_mistaken(word: str, tag: str, characters: dict) -> bool:
    """Whether the dictionary calls a frequent word a person's name: neither a surname before characters of given names
    nor a transliteration."""
    if word in MISTAKEN_NAMES:
        return True
    if tag == "nrt" or wordfreq.zipf_frequency(word, "zh") < 3.2:
        return False
    given = lambda c: characters.get(c, 0) // HAN_GIVEN & 3
    foreign = lambda c: characters.get(c, 0) // HAN_FOREIGN & 3
    is_full = word[0] in SURNAMES_ZH and all(given(c) >= 2 for c in word[1:])
    return not is_full and not all(foreign(c) >= (1 if len(word) > 2 else 2) for c in word)


def han_words(g: Gazetteers, characters: dict) -> dict:
    entries, weight = defaultdict(int), defaultdict(float)

    def put(word, bits, count):
        if is_han(word) and 2 <= len(word) <= 6:
            entries[word] |= bits
            weight[word] = max(weight[word], count)

    for word, count, tag in g.jieba:
        if tag.startswith("nr"):
            put(word, W_WORD if is_mistaken(word, tag, characters) else W_PERSON, count)
        elif tag == "ns":
            put(word, W_PLACE, count * 3)
        elif tag in ("nt", "nz"):
            put(word, W_ORG if ORG_ENDS.search(word) else W_WORD, count)
        else:
            put(word, W_WORD, count)
    for name in ("medical", "food", "animal", "law", "caijing", "IT", "car"):
        for word, count in g.thuocl(name):
            put(word, W_TERM, min(count, 200) if name == "medical" else min(count / 50, 100))
    d = g.divisions
    names = list(d["provinces"].values()) + list(d["cities"].values()) + [a[0] for a in d["areas"].values()]
    for name in names:
        put(name, W_PLACE, 500)
        short = re.sub(r"(市|省|县|区|自治州|自治县|地区|盟|旗)$", "", name)
        if len(short) >= 2:
            put(short, W_PLACE, 500)
    for name, _ in d["streets"]:
        put(re.sub(r"(街道|镇|乡|街道办事处)$", "", name), W_PLACE, 4)
    for word, count in g.thuocl("diming"):
        put(word, W_ORG if ORG_ENDS.search(word) else W_PLACE, count / 20)
    for word, count in g.thuocl("lishimingren"):
        put(word, W_PERSON, 5)
    for word in set(g.japanese_parts[0]):
        put(word, W_PERSON, 40)
    kept = sorted(entries, key=lambda w: (weight[w], w), reverse=True)[:HAN_WORDS_MAX]
    return {w: entries[w] for w in kept}


def lexicon(g: Gazetteers) -> dict:
    characters = han_characters(g)
    return latin_lexicon(g) | characters | han_words(g, characters)
