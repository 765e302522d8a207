// Trains the name tagger: a conditional random field over all keys, then over the weightiest that fit, then the gate.
//
//   train LEXICON DATA MODEL EPOCHS SEED     DATA: text TAB start,end,type;… offsets in bytes, \n as "\\n"
//   train --tag MODEL [OUTSIDE] < TEXTS      writes the same lines with the spans found
#include "field.h"
#include "gate.h"

#include <iostream>

using namespace tagger;

constexpr uint32_t kCountMin = 3; // sightings of a key that is kept
constexpr float kScale = 32;      // a weight's unit: 1/32, so that ±3.97 is kept
constexpr uint8_t kBits[kFamilies] = {12, 13, 11, 13}; // buckets of eight keys: a power of two for each family

static Lexicon readLexicon(const char* path) {
  Lexicon lexicon;
  lexicon.reserve(kLexiconBits);
  std::ifstream f(path);
  std::string line;
  size_t count = 0;
  while (std::getline(f, line)) {
    size_t tab = line.find('\t');
    int value = atoi(line.c_str() + tab + 1);
    if (value == 0) continue;
    std::string_view word = std::string_view(line).substr(0, tab);
    lexicon.insert(hashBytes(word), uint8_t(value));
    if (uint8_t(word[0]) >= 0xe3) lexicon.insertPrefixes(word);
    count++;
  }
  fprintf(stderr, "lexicon: %zu entries\n", count);
  return lexicon;
}


static void tag(const char* path, int outside, int gateMin) {
  Packed model = Packed::read(path);
  std::string line;
  while (std::getline(std::cin, line)) {
    std::string text = parse(line).text;
    Sentence sentence(text, model.lexicon);
    std::vector<int> labels = decodeLabels(model, sentence, outside, gateMin);
    printf("%s\t", line.substr(0, line.find('\t')).c_str());
    for (size_t i = 0; i < labels.size(); i++) {
      if (labels[i] == 0 || continues(labels[i])) continue;
      size_t last = i;
      while (isOpen(labels[last])) last++;
      printf("%u,%u,%d;", sentence.tokens[i].start, sentence.tokens[last].end, (labels[i] - 1) / 4);
    }
    printf("\n");
  }
}

// Keeps the weightiest keys of each bucket.
static void choose(Field& field, const Data& data, Packed& packed) {
  std::vector<std::pair<float, uint32_t>> ranked;
  for (uint32_t id = 0; id < data.firstRow.size(); id++) {
    if (data.firstRow[id] == UINT32_MAX) continue;
    float norm = 0;
    size_t first = size_t(data.firstRow[id]) * kLanes;
    for (size_t k = first; k < first + size_t(kRoles[data.dictionary.families[id]]) * kLanes; k++)
      norm += field.weights[k] * field.weights[k] * field.squares[k];
    ranked.push_back({norm, id});
  }
  std::sort(ranked.rbegin(), ranked.rend());
  size_t kept[kFamilies] = {};
  for (auto& [norm, id] : ranked) {
    Family family = data.dictionary.families[id];
    bool isKept = norm > 0 && packed.tables[family].claim(data.dictionary.keys[id]);
    kept[family] += isKept;
    for (int r = 0; r < kRoles[family]; r++) field.isKept[data.firstRow[id] + r] = isKept;
  }
  fprintf(stderr, "keys kept: %zu words, %zu pairs, %zu triples, %zu singles\n", kept[0], kept[1], kept[2], kept[3]);
}

static int quantised(float w, float limit) { return int(std::lround(std::max(-limit, std::min(limit, w * kScale)))); }

// Writes the weights in 8 bits. What the form of a word says is added to its own row, so that nobody need ask.
static void fill(const Field& field, const Data& data, Packed& packed) {
  for (uint32_t id = 0; id < data.firstRow.size(); id++) {
    uint32_t first = data.firstRow[id];
    if (first == UINT32_MAX || !field.isKept[first]) continue;
    Family family = data.dictionary.families[id];
    Table& table = packed.tables[family];
    int8_t* row = &table.rows[table.slot(data.dictionary.keys[id]) * table.stride()];
    for (int r = 0; r < kRoles[family]; r++)
      for (int y = 0; y < kLabels; y++) {
        float weight = field.weights[size_t(first + r) * kLanes + y];
        if (family == kWords && r == -kFirst[kWords])
          for (uint32_t form : data.forms.at(id))
            if (uint32_t f = data.firstRow[form]; f != UINT32_MAX && field.isKept[f])
              weight += field.weights[size_t(f) * kLanes + y];
        row[r * kLabels + y] = int8_t(quantised(weight, 127));
      }
  }
  for (int m = 0; m < 2; m++) {
    for (int y = 0; y < kLabels; y++) packed.bias[m][y] = int16_t(quantised(field.bias[m][y], 2000));
    for (int a = 0; a < kLabels; a++)
      for (int b = 0; b < kLabels; b++)
        packed.transitions[(m * kLabels + a) * kLabels + b] = int16_t(quantised(field.transitions[m][a][b], 2000));
  }
}

int main(int argc, char** argv) {
  if (argc >= 3 && std::string(argv[1]) == "--tag") {
    tag(argv[2], argc > 3 ? atoi(argv[3]) : 0, argc > 4 ? atoi(argv[4]) : kGateMin);
    return 0;
  }
  if (argc != 6) {
    fprintf(stderr, "usage: train LEXICON DATA MODEL EPOCHS SEED\n       train --tag MODEL [OUTSIDE [GATE]] < TEXTS\n");
    return 2;
  }
  std::mt19937 random(uint32_t(atoi(argv[5])));
  Lexicon lexicon = readLexicon(argv[1]);
  Data data;
  data.read(argv[2], lexicon, kCountMin);
  Field field(data.rows);
  field.rate = 0.1f;
  field.dropout = 0.15f;
  field.epochs(atoi(argv[4]), data.examples, random);
  Packed packed(lexicon, kBits);
  choose(field, data, packed);
  field.dropout = 0.1f;
  field.rate = 0.05f;
  field.epochs(2, data.examples, random, true);
  fill(field, data, packed);
  trainGate(packed, data, random);
  packed.write(argv[3]);
  return 0;
}
