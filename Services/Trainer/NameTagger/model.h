// The packed weights of the name tagger, and the same decoding as in Shared/Deidentification/Tagger.
#pragma once
#include "features.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <vector>

namespace tagger {

constexpr uint32_t kLexiconBits = 19;
constexpr uint32_t kWays = 8;
constexpr uint32_t kMagic = 0x33475457; // "WTG3"
constexpr int16_t kForbidden = -8000;

// Keys of one family in buckets of eight, each with a row of weights for every role.
struct Table {
  Family family;
  uint32_t bits;
  std::vector<uint16_t> keys;
  std::vector<int8_t> rows;

  Table(Family family, uint32_t bits)
    : family(family), bits(bits), keys(size_t(kWays) << bits), rows(keys.size() * stride()) {}

  size_t stride() const { return size_t(kRoles[family]) * kLabels; }
  size_t bucket(Hash h) const { return (h >> (64 - bits)) * kWays; }
  static uint16_t key(Hash h) { return std::max<uint16_t>(uint16_t(h), 1); }
  int slot(Hash h) const {
    for (size_t i = bucket(h); i < bucket(h) + kWays; i++)
      if (keys[i] == key(h)) return int(i);
    return -1;
  }
  bool claim(Hash h) {
    for (size_t i = bucket(h); i < bucket(h) + kWays; i++) {
      if (keys[i] == key(h)) return false;
      if (keys[i] == 0) {
        keys[i] = key(h);
        return true;
      }
    }
    return false;
  }
};

// Says of a token, from little, whether it may be part of a name; only around those that may the tagger looks closely.
struct Gate {
  static constexpr int kClasses = 1 << 15, kShapes = 1 << 12, kLane = 5;
  static constexpr int kWord = 0, kPair = 1;
  int16_t bias[2] = {}; // Latin, Chinese
  int8_t missing[2][8] = {};
  std::vector<int8_t> classes = std::vector<int8_t>(kClasses), shapes = std::vector<int8_t>(kShapes);
  std::vector<int8_t> words, pairs; // a row of roles for each slot of the tables

  static bool isAsked(const Token& t) { return t.cls == tagger::kWord || t.cls == kNumber || t.cls == kHan; }
  static size_t classIndex(const Sentence& s, int i, bool isKnown) {
    return (s.s(i) & 63) << 8 | s.g(i) | (isKnown ? 1 << 14 : 0);
  }
  static size_t shapeIndex(const Sentence& s, int i) {
    return (s.s(i - 1) & 15) << 8 | (s.s(i) & 15) << 4 | (s.s(i + 1) & 15);
  }
};

struct Packed {
  Lexicon lexicon;
  std::vector<Table> tables;
  Gate gate;
  int16_t bias[2][16] = {};
  std::vector<int16_t> transitions = std::vector<int16_t>(2 * kLabels * kLabels);

  Packed(const Lexicon& lexicon, const uint8_t bits[kFamilies]) : lexicon(lexicon) {
    for (int f = 0; f < kFamilies; f++) tables.emplace_back(Family(f), bits[f]);
    gate.words.assign(tables[kWords].keys.size() * kRoles[kWords], 0);
    gate.pairs.assign(tables[kPairs].keys.size() * kRoles[kPairs], 0);
  }

  // ---- Scores ----

  // A score of the gate for each token, in 1/16 of a natural logarithm.
  std::vector<int> gateScores(const Sentence& s) const {
    int n = int(s.tokens.size());
    std::vector<int> scores(n);
    std::vector<char> isKnown(n);
    for (int i = 0; i < n; i++) scores[i] = gate.bias[s.isHan(i)];
    for (int p = -kMargin; p < n + kMargin; p++) {
      int word = tables[kWords].slot(s.word(p)), pair = tables[kPairs].slot(s.pair(p));
      if (s.contains(p)) isKnown[p] = word >= 0;
      for (int r = 0; r < kRoles[kWords]; r++)
        if (int i = p + kFirst[kWords] + r; s.contains(i))
          scores[i] += word < 0 ? gate.missing[0][r] : gate.words[size_t(word) * kRoles[kWords] + r];
      for (int r = 0; r < kRoles[kPairs]; r++)
        if (int i = p + kFirst[kPairs] + r; s.isHan(i))
          scores[i] += pair < 0 ? gate.missing[1][r] : gate.pairs[size_t(pair) * kRoles[kPairs] + r];
    }
    for (int i = 0; i < n; i++)
      if (!s.isHan(i)) scores[i] += gate.classes[Gate::classIndex(s, i, isKnown[i])] + gate.shapes[Gate::shapeIndex(s, i)];
    return scores;
  }

  std::vector<int> emissions(const Sentence& s) const {
    int n = int(s.tokens.size());
    std::vector<int> scores(size_t(n) * kLabels);
    for (int i = 0; i < n; i++)
      for (int y = 0; y < kLabels; y++) scores[i * kLabels + y] = bias[s.isHan(i)][y];
    auto add = [&](int p, Family family, Hash key) {
      int slot = tables[family].slot(key);
      if (slot < 0) return;
      const int8_t* row = &tables[family].rows[slot * tables[family].stride()];
      for (int r = 0; r < kRoles[family]; r++)
        if (int i = p + kFirst[family] + r; s.contains(i))
          for (int y = 0; y < kLabels; y++) scores[i * kLabels + y] += row[r * kLabels + y];
    };
    for (int p = -kMargin; p < n + kMargin; p++) {
      s.keys(p, [&](Family family, Hash key) { add(p, family, key); });
      if (tables[kWords].slot(s.word(p)) < 0)
        s.formKeys(p, [&](Family family, Hash key) { add(p, family, key); });
    }
    return scores;
  }

  // ---- File: the layout is told in Shared/Deidentification/Tagger/TaggerModel.swift ----

  template <class Visit> void visit(Visit v) {
    v(bias, sizeof bias);
    v(gate.bias, sizeof gate.bias);
    v(gate.missing, sizeof gate.missing);
    v(gate.classes.data(), gate.classes.size());
    v(gate.shapes.data(), gate.shapes.size());
    for (Table& t : tables) v(t.keys.data(), t.keys.size() * 2);
    v(gate.words.data(), gate.words.size());
    v(gate.pairs.data(), gate.pairs.size());
    v(lexicon.prefixes.data(), lexicon.prefixes.size() * 8);
    v(lexicon.slots.data(), lexicon.slots.size() * 4);
    for (Table& t : tables) v(t.rows.data(), t.rows.size());
  }

  void write(const char* path) {
    std::string body;
    for (int from = 0; from < 2 * kLabels; from++) {
      int16_t row[16];
      for (int to = 0; to < 16; to++)
        row[to] = to < kLabels && isAllowed(from % kLabels, to) ? transitions[from * kLabels + to] : kForbidden;
      body.append((const char*)row, sizeof row);
    }
    visit([&](const void* data, size_t count) { body.append((const char*)data, count); });
    body.append(16 - kLabels, '\0'); // a row is read as 16 bytes
    uint32_t bits = 0;
    for (int f = 0; f < kFamilies; f++) bits |= tables[f].bits << 8 * f;
    uint32_t header[4] = {kMagic, kLexiconBits, bits, kLabels};
    uint64_t check[2] = {checksum(body), 0};
    std::ofstream f(path, std::ios::binary);
    f.write((const char*)header, sizeof header);
    f.write((const char*)check, sizeof check);
    f.write(body.data(), body.size());
  }

  static Packed read(const char* path) {
    std::ifstream f(path, std::ios::binary);
    uint32_t header[8];
    f.read((char*)header, sizeof header);
    uint8_t bits[kFamilies];
    for (int i = 0; i < kFamilies; i++) bits[i] = uint8_t(header[2] >> 8 * i);
    Packed model({}, bits);
    for (int from = 0; from < 2 * kLabels; from++) {
      int16_t row[16];
      f.read((char*)row, sizeof row);
      std::copy(row, row + kLabels, model.transitions.begin() + from * kLabels);
    }
    model.lexicon.reserve(kLexiconBits);
    model.visit([&](void* data, size_t count) { f.read((char*)data, count); });
    if (!f) { fprintf(stderr, "cannot read %s\n", path); exit(1); }
    return model;
  }

  // Four sums side by side over words of 64 bits, the last bytes one by one.
  static uint64_t checksum(const std::string& body) {
    auto step = [](uint64_t sum, uint64_t word) { return (sum ^ word) * 0x9e3779b97f4a7c15ULL; };
    uint64_t sums[4] = {1, 2, 3, 4};
    size_t offset = 0;
    for (; offset + 32 <= body.size(); offset += 32)
      for (int lane = 0; lane < 4; lane++) {
        uint64_t word;
        memcpy(&word, body.data() + offset + 8 * lane, 8);
        sums[lane] = step(sums[lane], word);
      }
    uint64_t sum = step(step(step(sums[0], sums[1]), sums[2]), sums[3]);
    for (; offset < body.size(); offset++) sum = step(sum, uint8_t(body[offset]));
    return sum;
  }
};

// ---- Decoding ---------------------------------------------------------------------------------------------------

constexpr int kGateMin = -16; // in 1/16: mirrored by TaggerWindows.swift
constexpr int kReach = 2, kGap = 3;

// The runs of tokens that are looked at closely.
inline std::vector<std::pair<int, int>> windows(const Packed& model, const Sentence& s, int gateMin = kGateMin) {
  std::vector<std::pair<int, int>> runs;
  std::vector<int> scores = model.gateScores(s);
  int n = int(s.tokens.size());
  for (int i = 0; i < n; i++) {
    if (!Gate::isAsked(s.tokens[i]) || scores[i] < gateMin) continue;
    int start = std::max(0, i - kReach), end = std::min(n, i + kReach + 1);
    if (!runs.empty() && start - runs.back().second <= kGap) runs.back().second = end;
    else runs.push_back({start, end});
  }
  return runs;
}

// Viterbi over one run; `outside` is subtracted from the score of label 0.
inline void decode(const Packed& model, const Sentence& s, const std::vector<int>& emission, int outside, int begin,
                   int end, std::vector<int>& path) {
  size_t n = size_t(end - begin);
  std::vector<int> score(n * kLabels, -1000000), back(n * kLabels);
  auto emitted = [&](size_t i, int y) { return emission[(begin + i) * kLabels + y] - (y == 0 ? outside : 0); };
  for (int y = 0; y < kLabels; y++)
    if (!continues(y)) score[y] = emitted(0, y);
  for (size_t i = 1; i < n; i++) {
    const int16_t* t = model.transitions.data() + (s.isHan(begin + int(i)) ? kLabels * kLabels : 0);
    for (int y = 0; y < kLabels; y++)
      for (int p = 0; p < kLabels; p++) {
        if (!isAllowed(p, y)) continue;
        int sum = score[(i - 1) * kLabels + p] + t[p * kLabels + y] + emitted(i, y);
        if (sum > score[i * kLabels + y]) {
          score[i * kLabels + y] = sum;
          back[i * kLabels + y] = p;
        }
      }
  }
  int best = 0;
  for (int y = 1; y < kLabels; y++)
    if (!isOpen(y) && score[(n - 1) * kLabels + y] > score[(n - 1) * kLabels + best]) best = y;
  for (size_t i = n; i-- > 0;) {
    path[begin + i] = best;
    best = back[i * kLabels + best];
  }
}

inline std::vector<int> decodeLabels(const Packed& model, const Sentence& s, int outside, int gateMin = kGateMin) {
  std::vector<int> path(s.tokens.size()), emission = model.emissions(s);
  for (auto [begin, end] : windows(model, s, gateMin)) decode(model, s, emission, outside, begin, end, path);
  return path;
}

} // namespace tagger
