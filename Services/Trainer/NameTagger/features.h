// Features of the name tagger. Shared/Deidentification/Tagger/TaggerFeatures.swift mirrors this file.
//
// A key stands at a position and speaks for the tokens around it, one row of weights for each: a single look-up of
// "Dr" tells its neighbours on both sides what it means to stand beside it.
#pragma once
#include "tokens.h"

#include <algorithm>
#include <array>

namespace tagger {

enum Family : uint8_t { kWords, kPairs, kTriples, kSingles, kFamilies };

constexpr int kRoles[kFamilies] = {5, 4, 5, 1};
// The token that role 0 speaks for, from the key's position; each next role speaks for the next token.
constexpr int kFirst[kFamilies] = {-2, -1, -1, 0};

struct Feature {
  Hash key;
  Family family;
  uint8_t role;
};

inline Hash combined(Hash a, Hash b) {
  Hash h = (a ^ (b + 0x9e3779b97f4a7c15ULL + (a << 6))) * 0xff51afd7ed558ccdULL;
  return h ^ (h >> 32);
}
inline Hash combined(Hash a, Hash b, Hash c) { return combined(combined(a, b), c); }
// Keys of different templates in one family stay apart.
inline Hash templated(uint32_t number, Hash h) {
  h = (h + number * 0xd6e8feb86659fd93ULL) * 0x9fb21c651e98df25ULL;
  return h ^ (h >> 29);
}

// What a Han position knows of the lexicon's words around it: bytes (length and class) and hashes of the longest.
struct Words {
  uint8_t starting = 0, ending = 0, inside = 0; // length << 5 | class bits of the longest word
  Hash startingHash = 0, endingHash = 0;
};

constexpr int kWordScalarsMax = 6;

// The shape, and whether the lexicon has the word as a common name, as a place, as a frequent word and at all.
inline Hash coarse(const Token& t) {
  uint8_t g = t.lexical;
  if (t.cls == kHan) return Hash(t.shape) << 8 | g;
  bool isName = (g & 3) == 2 || (g >> 2 & 3) == 2;
  return Hash(t.shape) << 8 | isName << 3 | (g >> 4 & 1) << 2 | ((g >> 5 & 3) == 3) << 1 | (g != 0);
}

class Sentence {
 public:
  Sentence(std::string_view text, const Lexicon& lexicon) : text(text), tokens(tokenize(text, lexicon)) {
    findWords(lexicon);
    findNeighbours();
  }

  std::string_view text;
  std::vector<Token> tokens;

  bool contains(int i) const { return i >= 0 && i < int(tokens.size()); }
  Hash h(int i) const { return contains(i) ? tokens[i].hash : i < 0 ? 1 : 2; }
  Hash s(int i) const { return contains(i) ? tokens[i].shape : 15; }
  Hash g(int i) const { return contains(i) ? tokens[i].lexical : 0; }
  Hash c(int i) const { return s(i) << 8 | g(i); }
  Hash r(int i) const { return contains(i) ? coarse(tokens[i]) : 15 << 8; }
  bool isHan(int i) const { return contains(i) && tokens[i].isHan; }

  Hash word(int p) const { return templated(0, h(p)); }
  Hash pair(int p) const { return templated(1, combined(h(p), h(p + 1))); }

  // The keys at a position but those of the word's form, each given to `add(family, key)`.
  template <class Add> void keys(int p, Add add) const {
    add(kWords, word(p));
    add(kPairs, pair(p));
    add(kPairs, templated(2, c(p) << 16 | c(p + 1)));
    add(kPairs, templated(3, combined(h(p), c(p + 1))));
    add(kPairs, templated(4, combined(h(p + 1), c(p))));
    add(kTriples, templated(5, r(p) << 32 | r(p + 1) << 16 | r(p + 2)));
    if (isHan(p + 1)) add(kTriples, templated(6, combined(h(p), h(p + 1), h(p + 2))));
    if (!contains(p)) return;
    add(kSingles, templated(7, c(p)));
    if (isHan(p)) hanKeys(p, add);
    else if (isRun(p)) runKeys(p, add);
  }

  // What the form of a word says by itself: of those words that the model knows, the trainer adds it to their rows.
  template <class Add> void formKeys(int p, Add add) const {
    if (!contains(p)) return;
    const Token& t = tokens[p];
    add(kSingles, templated(8, g(p)));
    if (t.cls != kWord) return;
    add(kSingles, templated(9, affix(t, 3, false)));
    add(kSingles, templated(10, affix(t, 2, true)));
    add(kSingles, templated(11, affix(t, 3, true)));
    add(kSingles, templated(12, affix(t, 4, true)));
  }

 private:
  std::vector<Words> words;
  std::vector<Hash> left, right; // the nearest token before and after a run of capitalised words

  template <class Add> void runKeys(int p, Add add) const {
    add(kSingles, templated(13, combined(left[p], s(p))));
    add(kSingles, templated(14, combined(right[p], s(p))));
    add(kSingles, templated(15, combined(left[p], right[p], s(p))));
  }

  template <class Add> void hanKeys(int p, Add add) const {
    const Words& w = words[p];
    Hash around = Hash(w.starting) << 16 | Hash(w.ending) << 8 | w.inside;
    add(kSingles, templated(16, around));
    add(kSingles, templated(17, w.starting));
    add(kSingles, templated(18, w.ending));
    add(kSingles, templated(19, around << 16 | g(p) << 8 | g(p + 1)));
    if (Hash e = endingHash(p - 1)) add(kSingles, templated(20, combined(e, g(p))));
    if (Hash e = endingHash(p - 2)) add(kSingles, templated(21, combined(e, g(p), g(p - 1))));
    if (Hash b = startingHash(p + 1)) add(kSingles, templated(22, combined(b, g(p))));
    if (Hash b = startingHash(p + 2)) add(kSingles, templated(23, combined(b, g(p), g(p + 1))));
  }

  Hash startingHash(int i) const { return contains(i) ? words[i].startingHash : 0; }
  Hash endingHash(int i) const { return contains(i) ? words[i].endingHash : 0; }

  void findWords(const Lexicon& lexicon) {
    words.assign(tokens.size(), {});
    for (size_t i = 0; i < tokens.size(); i++) {
      if (tokens[i].cls != kHan) continue;
      Hash key = tokens[i].hash;
      for (size_t n = 2; n <= kWordScalarsMax && i + n <= tokens.size(); n++) {
        const Token& last = tokens[i + n - 1];
        if (last.cls != kHan || last.start != tokens[i + n - 2].end) break;
        key = hashBytes(text.substr(last.start, last.end - last.start), key);
        uint8_t value = lexicon.find(key);
        if (value == 0) continue;
        uint8_t packed = uint8_t(n) << 5 | (value & 0x1f);
        words[i].starting = packed;
        words[i].startingHash = key;
        Words& end = words[i + n - 1];
        if (end.ending >> 5 < n) {
          end.ending = packed;
          end.endingHash = key;
        }
        for (size_t k = i + 1; k < i + n - 1; k++)
          if (words[k].inside >> 5 < n) words[k].inside = packed;
      }
    }
  }

  bool isRun(size_t i) const {
    uint8_t shape = tokens[i].shape & 15;
    return tokens[i].cls == kWord && shape >= kTitle && shape <= kMixed;
  }

  void findNeighbours() {
    left.assign(tokens.size(), 1);
    right.assign(tokens.size(), 2);
    Hash last = 1;
    for (size_t i = 0; i < tokens.size(); i++) {
      left[i] = last;
      if (!isRun(i)) last = tokens[i].hash;
    }
    last = 2;
    for (size_t i = tokens.size(); i-- > 0;) {
      right[i] = last;
      if (!isRun(i)) last = tokens[i].hash;
    }
  }

  Hash affix(const Token& t, int count, bool isSuffix) const {
    uint32_t n = t.end - t.start, k = std::min<uint32_t>(n, count);
    return hashBytes(text.substr(isSuffix ? t.end - k : t.start, k)) + n * (n < uint32_t(count));
  }
};

// Positions around a text whose keys speak for its tokens.
constexpr int kMargin = 3;

} // namespace tagger
