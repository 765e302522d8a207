// Tokens and lexicon of the name tagger. Shared/Deidentification/Tagger mirrors this file in Swift: a change here is a
// change there, and the parity fixture of the tests must be written again.
#pragma once
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace tagger {

using Hash = uint64_t;

constexpr Hash kFNVOffset = 0xcbf29ce484222325ULL, kFNVPrime = 0x100000001b3ULL;

enum Class : uint8_t { kWord, kNumber, kHan, kNewline, kOther };

struct Token {
  uint32_t start, end;
  Class cls;
  uint8_t shape;   // of words: see shapeOf; with the case mode of the line in the high bits
  uint8_t lexical; // the lexicon's byte for a word or a single Han character; 0 when unknown
  bool isHan;      // which feature templates apply
  Hash hash;
};

// ---- Tokens -----------------------------------------------------------------------------------------------------

struct Scalar {
  uint32_t value, length;
};

inline Scalar decode(std::string_view text, size_t i) {
  uint8_t b = text[i];
  auto tail = [&](size_t k) -> uint32_t { return i + k < text.size() ? uint8_t(text[i + k]) & 0x3f : 0; };
  if (b < 0x80) return {b, 1};
  if (b < 0xe0) return {(b & 0x1fu) << 6 | tail(1), 2};
  if (b < 0xf0) return {(b & 0x0fu) << 12 | tail(1) << 6 | tail(2), 3};
  return {(b & 0x07u) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4};
}

inline bool isLetter(uint32_t c) {
  return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z' && c < 0x80) || (c >= 0xc0 && c < 0x800) || (c >= 0x1e00 && c < 0x1f00);
}
inline bool isDigit(uint32_t c) { return c >= '0' && c <= '9'; }
inline bool isHanScalar(uint32_t c) { return (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3400 && c <= 0x4dbf); }

// Capitals of ASCII, Latin-1, Latin Extended-A and Additional, Greek and Cyrillic.
inline bool isCapital(uint32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z';
  if (c < 0x100) return c >= 0xc0 && c <= 0xde && c != 0xd7;
  if (c < 0x180) return ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e)) == ((c & 1) != 0);
  if (c >= 0x1e00) return (c & 1) == 0;
  return (c >= 0x391 && c <= 0x3a9) || (c >= 0x400 && c <= 0x42f);
}

// Lower case, one scalar for one of the same length in UTF-8: only ASCII and Latin-1, the rest stays.
inline uint8_t lowered(uint8_t byte, uint8_t before) {
  if (byte >= 'A' && byte <= 'Z') return byte | 0x20;
  if (before == 0xc3 && byte >= 0x80 && byte < 0x9f) return byte | 0x20;
  return byte;
}

inline Hash hashBytes(std::string_view s, Hash h = kFNVOffset) {
  uint8_t before = 0;
  for (uint8_t b : s) {
    h = (h ^ lowered(b, before)) * kFNVPrime;
    before = b;
  }
  return h;
}

enum Shape : uint8_t { kLower, kTitle, kUpper, kInitial, kMixed, kMixedLower, kDigit1, kDigit2, kDigit4, kDigits,
                       kHanShape, kNewlineShape, kPunctuation };

inline uint8_t shapeOf(std::string_view word) {
  int capitals = 0, letters = 0;
  bool first = false;
  for (size_t i = 0; i < word.size();) {
    Scalar s = decode(word, i);
    if (isCapital(s.value)) {
      capitals++;
      if (letters == 0) first = true;
    }
    letters++;
    i += s.length;
  }
  if (capitals == 0) return kLower;
  if (!first) return kMixedLower;
  if (letters == 1) return kInitial;
  if (capitals == letters) return kUpper;
  return capitals == 1 ? kTitle : kMixed;
}

// ---- Lexicon ----------------------------------------------------------------------------------------------------

constexpr int kPrefixBits = 21;

// Open addressing: 24 bits of the key and the entry's byte in each slot; 0 is empty.
struct Lexicon {
  uint32_t bits = 0;
  std::vector<uint32_t> slots;
  // A Bloom filter of what Chinese words begin with, two characters and more: most places begin none.
  std::vector<uint64_t> prefixes = std::vector<uint64_t>((size_t(1) << kPrefixBits) / 64);

  static Hash mixed(Hash h) { return h * 0x9e3779b97f4a7c15ULL; }

  void reserve(uint32_t slotBits) {
    bits = slotBits;
    slots.assign(size_t(1) << bits, 0);
  }
  void insert(Hash h, uint8_t value) {
    uint32_t key = uint32_t(mixed(h)) & 0xffffff00u;
    size_t i = mixed(h) >> (64 - bits);
    while (slots[i] != 0 && (slots[i] & 0xffffff00u) != key) i = (i + 1) & (slots.size() - 1);
    slots[i] = key | value;
  }
  void insertPrefixes(std::string_view word) {
    Hash h = hashBytes(word.substr(0, 3));
    for (size_t i = 3; i + 3 <= word.size(); i += 3) {
      h = hashBytes(word.substr(i, 3), h);
      size_t bit = mixed(h) >> (64 - kPrefixBits);
      prefixes[bit / 64] |= uint64_t(1) << bit % 64;
    }
  }
  uint8_t find(Hash h) const {
    uint32_t key = uint32_t(mixed(h)) & 0xffffff00u;
    size_t i = mixed(h) >> (64 - bits);
    while (slots[i] != 0) {
      if ((slots[i] & 0xffffff00u) == key) return slots[i] & 0xff;
      i = (i + 1) & (slots.size() - 1);
    }
    return 0;
  }
};

// ---- Tokenising -------------------------------------------------------------------------------------------------

inline void setCaseModes(std::vector<Token>& tokens) {
  for (size_t start = 0; start < tokens.size();) {
    size_t end = start;
    int words = 0, upper = 0, capital = 0, lower = 0;
    for (; end < tokens.size() && tokens[end].cls != kNewline; end++) {
      const Token& t = tokens[end];
      if (t.cls != kWord || t.end - t.start < 2) continue;
      words++;
      upper += t.shape == kUpper;
      lower += t.shape == kLower;
      capital += t.shape != kLower && t.shape != kMixedLower;
    }
    uint8_t mode = 0;
    if (words >= 2 && upper * 5 >= words * 4) mode = 1;
    else if (words >= 2 && lower == words) mode = 3;
    else if (words >= 3 && capital * 5 >= words * 4) mode = 2;
    for (; start < end; start++) tokens[start].shape |= mode << 4;
    start = end + 1;
  }
}

inline void setScripts(std::vector<Token>& tokens) {
  for (size_t i = 0; i < tokens.size(); i++) {
    Token& t = tokens[i];
    bool isNeutral = t.cls == kNumber || t.cls == kOther;
    t.isHan = t.cls == kHan
      || (isNeutral && ((i > 0 && tokens[i - 1].isHan) || (i + 1 < tokens.size() && tokens[i + 1].cls == kHan)));
  }
}

inline std::vector<Token> tokenize(std::string_view text, const Lexicon& lexicon) {
  std::vector<Token> tokens;
  size_t i = 0;
  while (i < text.size()) {
    Scalar s = decode(text, i);
    size_t start = i;
    i += s.length;
    Token t{uint32_t(start), 0, kOther, kPunctuation, 0, false, 0};
    if (s.value == ' ' || s.value == '\t' || s.value == '\r') continue;
    if (s.value == '\n') {
      t.cls = kNewline;
      t.shape = kNewlineShape;
    } else if (isLetter(s.value)) {
      while (i < text.size() && isLetter((s = decode(text, i)).value)) i += s.length;
      t.cls = kWord;
      t.shape = shapeOf(text.substr(start, i - start));
    } else if (isDigit(s.value)) {
      while (i < text.size() && isDigit(uint8_t(text[i]))) i++;
      size_t n = i - start;
      t.cls = kNumber;
      t.shape = n == 1 ? kDigit1 : n == 2 ? kDigit2 : n == 4 ? kDigit4 : kDigits;
    } else if (isHanScalar(s.value)) {
      t.cls = kHan;
      t.shape = kHanShape;
    }
    if (i > text.size()) i = text.size();
    t.end = uint32_t(i);
    t.hash = t.cls == kNumber ? kFNVOffset + t.shape : hashBytes(text.substr(start, i - start));
    if (t.cls == kWord || t.cls == kHan) t.lexical = lexicon.find(t.hash);
    tokens.push_back(t);
  }
  setCaseModes(tokens);
  setScripts(tokens);
  return tokens;
}

// ---- Labels -----------------------------------------------------------------------------------------------------

// 0 is outside; then begin, inside, end, single of NAME, LOCATION, ORG.
constexpr int kLabels = 13;

inline bool isOpen(int label) { return label != 0 && ((label - 1) % 4 == 0 || (label - 1) % 4 == 1); }
inline bool continues(int label) { return label != 0 && ((label - 1) % 4 == 1 || (label - 1) % 4 == 2); }
inline bool isAllowed(int from, int to) {
  if (isOpen(from) != continues(to)) return false;
  return !isOpen(from) || (from - 1) / 4 == (to - 1) / 4;
}

} // namespace tagger
