// The trainer's texts with their gold labels, and the numbers of the keys that occur in them.
#pragma once
#include "model.h"

#include <unordered_map>

namespace tagger {

struct Span {
  uint32_t start, end;
  int type;
};

inline std::string unescaped(std::string_view s) {
  std::string out;
  for (size_t i = 0; i < s.size(); i++) {
    if (s[i] == '\\' && i + 1 < s.size() && (s[i + 1] == 'n' || s[i + 1] == '\\')) out += s[++i] == 'n' ? '\n' : '\\';
    else out += s[i];
  }
  return out;
}

struct Line {
  std::string text;
  std::vector<Span> spans;
};

inline Line parse(const std::string& line) {
  Line out;
  size_t tab = line.find('\t');
  out.text = unescaped(std::string_view(line).substr(0, tab));
  if (tab == std::string::npos) return out;
  const char* p = line.c_str() + tab + 1;
  while (*p) {
    Span s;
    int read = 0;
    if (sscanf(p, "%u,%u,%d;%n", &s.start, &s.end, &s.type, &read) != 3) break;
    out.spans.push_back(s);
    p += read;
  }
  return out;
}

// Gold labels; a span that does not fall on token edges takes every token it touches.
inline std::vector<uint8_t> labelled(const Sentence& sentence, const std::vector<Span>& spans) {
  std::vector<uint8_t> labels(sentence.tokens.size(), 0);
  for (const Span& span : spans) {
    int first = -1, last = -1;
    for (size_t i = 0; i < sentence.tokens.size(); i++) {
      const Token& t = sentence.tokens[i];
      if (t.end <= span.start || t.start >= span.end || t.cls == kNewline) continue;
      if (labels[i] != 0) { first = -1; break; }
      if (first < 0) first = int(i);
      last = int(i);
    }
    if (first < 0) continue;
    uint8_t base = uint8_t(1 + 4 * span.type);
    for (int i = first; i <= last; i++) labels[i] = base + 1;
    labels[first] = base;
    labels[last] = first == last ? base + 3 : base + 2;
  }
  return labels;
}


// Keys in the order of first sight. Open addressing; the table must never fill.
struct Dictionary {
  std::vector<Hash> keys;
  std::vector<Family> families;
  std::vector<uint32_t> counts;

  Dictionary() : table(size_t(1) << kBits, UINT32_MAX) {}

  uint32_t id(Family family, Hash key) {
    for (size_t i = key >> (64 - kBits);; i = (i + 1) & (table.size() - 1)) {
      if (table[i] == UINT32_MAX) {
        table[i] = uint32_t(keys.size());
        keys.push_back(key);
        families.push_back(family);
        counts.push_back(0);
        if (keys.size() > table.size() / 4 * 3) { fprintf(stderr, "too many keys\n"); exit(1); }
        return table[i];
      }
      if (keys[table[i]] == key) return table[i];
    }
  }

  void closeTable() { table = {}; }

 private:
  static constexpr int kBits = 26;
  std::vector<uint32_t> table;
};

struct Example {
  std::string text;
  std::vector<uint32_t> features; // rows of weights, all tokens after each other
  std::vector<uint32_t> ends;     // of each token in `features`
  std::vector<uint8_t> labels, isHan;
};

struct Data {
  std::vector<Example> examples;
  Dictionary dictionary;
  std::vector<uint32_t> firstRow; // of each key; none for rare ones
  uint32_t rows = 0;
  std::unordered_map<uint32_t, std::vector<uint32_t>> forms; // of a word's key: those of its form

  // The row of each role of each key for each token that it speaks for.
  void expand(Example& e, const std::vector<std::pair<int, uint32_t>>& at) {
    std::vector<std::vector<uint32_t>> lists(e.labels.size());
    for (auto [p, id] : at) {
      if (firstRow[id] == UINT32_MAX) continue;
      Family f = dictionary.families[id];
      for (int r = 0; r < kRoles[f]; r++)
        if (int i = p + kFirst[f] + r; i >= 0 && i < int(lists.size())) lists[i].push_back(firstRow[id] + r);
    }
    for (auto& list : lists) {
      e.features.insert(e.features.end(), list.begin(), list.end());
      e.ends.push_back(uint32_t(e.features.size()));
    }
  }

  void numberRows(uint32_t countMin) {
    for (size_t id = 0; id < dictionary.keys.size(); id++) {
      bool isKept = dictionary.counts[id] >= countMin;
      firstRow.push_back(isKept ? rows : UINT32_MAX);
      if (isKept) rows += kRoles[dictionary.families[id]];
    }
  }

  void read(const char* path, const Lexicon& lexicon, uint32_t countMin) {
    std::ifstream f(path);
    std::string line;
    std::vector<std::vector<std::pair<int, uint32_t>>> keys;
    while (std::getline(f, line)) {
      Line parsed = parse(line);
      Sentence s(parsed.text, lexicon);
      if (s.tokens.empty()) continue;
      Example e{parsed.text, {}, {}, labelled(s, parsed.spans), {}};
      for (const Token& t : s.tokens) e.isHan.push_back(t.isHan);
      keys.push_back(seen(s));
      examples.push_back(std::move(e));
    }
    dictionary.closeTable();
    numberRows(countMin);
    for (size_t i = 0; i < examples.size(); i++) {
      expand(examples[i], keys[i]);
      keys[i] = {};
    }
    fprintf(stderr, "%zu examples, %zu keys, %u rows of weights\n", examples.size(), dictionary.keys.size(), rows);
  }

 private:
  std::vector<std::pair<int, uint32_t>> seen(const Sentence& s) {
    std::vector<std::pair<int, uint32_t>> at;
    int n = int(s.tokens.size());
    for (int p = -kMargin; p < n + kMargin; p++) {
      auto add = [&](Family family, Hash key) {
        uint32_t id = dictionary.id(family, key);
        dictionary.counts[id]++;
        at.push_back({p, id});
        return id;
      };
      s.keys(p, add);
      uint32_t word = dictionary.id(kWords, s.word(p));
      std::vector<uint32_t> form;
      s.formKeys(p, [&](Family family, Hash key) { form.push_back(add(family, key)); });
      forms.try_emplace(word, form);
    }
    return at;
  }
};

} // namespace tagger
