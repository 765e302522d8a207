// Trains the name tagger: a linear-chain conditional random field (Lafferty, McCallum, Pereira, ICML 2001) by AdaGrad
// (Duchi, Hazan, Singer, JMLR 2011), then keeps the weightiest features, trains on with these alone, and packs them.
//
//   train LEXICON DATA MODEL EPOCHS SEED BUCKET_BITS    DATA: text TAB start,end,type;… offsets in bytes, \n as "\\n"
//   train --tag MODEL [OUTSIDE] < TEXTS                 writes the same lines with the spans found
#include "tokens.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>

using namespace tagger;

constexpr uint32_t kLexiconBits = 19;
constexpr uint32_t kWays = 8;
constexpr int kStride = 13;
constexpr int kLanes = 16; // of a feature in training, so that a row is one vector
constexpr uint32_t kMagic = 0x47415457; // "WTAG"
constexpr int16_t kForbidden = -8000;
constexpr uint32_t kCountMin = 3; // sightings of a feature that is kept
constexpr float kScale = 32; // a weight's unit: 1/32, so that ±3.97 is kept

// ---- Packed model -----------------------------------------------------------------------------------------------

struct Packed {
  uint32_t bucketBits;
  Lexicon lexicon;
  std::vector<uint16_t> keys;
  std::vector<int8_t> rows;
  std::vector<int16_t> transitions = std::vector<int16_t>(2 * kLabels * kLabels);

  Packed(uint32_t bucketBits, const Lexicon& lexicon)
    : bucketBits(bucketBits), lexicon(lexicon), keys(size_t(kWays) << bucketBits),
      rows((size_t(kWays) << bucketBits) * kStride + 16 - kStride) {}

  size_t bucket(Hash h) const { return h >> (64 - bucketBits); }
  static uint16_t key(Hash h) {
    uint16_t k = uint16_t(h);
    return k == 0 ? 1 : k;
  }
  int slot(Hash h) const {
    size_t first = bucket(h) * kWays;
    for (size_t i = first; i < first + kWays; i++)
      if (keys[i] == key(h)) return int(i);
    return -1;
  }
  bool claim(Hash h) {
    size_t first = bucket(h) * kWays;
    for (size_t i = first; i < first + kWays; i++) {
      if (keys[i] == key(h)) return false;
      if (keys[i] == 0) {
        keys[i] = key(h);
        return true;
      }
    }
    return false;
  }

  // The layout is told in Shared/Deidentification/Tagger/TaggerModel.swift.
  void write(const char* path) const {
    std::string body;
    auto put = [&](const void* data, size_t count) { body.append((const char*)data, count); };
    for (int from = 0; from < 2 * kLabels; from++) {
      int16_t row[16];
      for (int to = 0; to < 16; to++)
        row[to] = to < kLabels && isAllowed(from % kLabels, to) ? transitions[from * kLabels + to] : kForbidden;
      put(row, sizeof row);
    }
    put(keys.data(), keys.size() * 2);
    put(lexicon.slots.data(), lexicon.slots.size() * 4);
    put(rows.data(), rows.size());
    uint32_t header[4] = {kMagic, kLexiconBits, bucketBits, kLabels};
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
    Packed model(header[2], {});
    model.read(f);
    if (!f) { fprintf(stderr, "cannot read %s\n", path); exit(1); }
    return model;
  }
  void read(std::ifstream& f) {
    for (int from = 0; from < 2 * kLabels; from++) {
      int16_t row[16];
      f.read((char*)row, sizeof row);
      std::copy(row, row + kLabels, transitions.begin() + from * kLabels);
    }
    lexicon.reserve(kLexiconBits);
    f.read((char*)keys.data(), keys.size() * 2);
    f.read((char*)lexicon.slots.data(), lexicon.slots.size() * 4);
    f.read((char*)rows.data(), rows.size());
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

// Viterbi on the packed weights; `outside` is subtracted from the score of label 0.
static std::vector<int> decodeLabels(const Packed& model, const Sentence& sentence, int outside) {
  size_t n = sentence.tokens.size();
  std::vector<int> emission(n * kLabels), path(n);
  std::vector<Hash> features;
  for (size_t i = 0; i < n; i++) {
    features.clear();
    sentence.features(int(i), features);
    for (Hash f : features) {
      int slot = model.slot(f);
      if (slot < 0) continue;
      for (int y = 0; y < kLabels; y++) emission[i * kLabels + y] += model.rows[size_t(slot) * kStride + y];
    }
    emission[i * kLabels] -= outside;
  }
  if (n == 0) return path;
  std::vector<int> score(n * kLabels, -1000000), back(n * kLabels);
  for (int y = 0; y < kLabels; y++)
    if (!continues(y)) score[y] = emission[y];
  for (size_t i = 1; i < n; i++) {
    const int16_t* t = model.transitions.data() + (sentence.tokens[i].isHan ? kLabels * kLabels : 0);
    for (int y = 0; y < kLabels; y++)
      for (int p = 0; p < kLabels; p++) {
        if (!isAllowed(p, y)) continue;
        int s = score[(i - 1) * kLabels + p] + t[p * kLabels + y] + emission[i * kLabels + y];
        if (s > score[i * kLabels + y]) {
          score[i * kLabels + y] = s;
          back[i * kLabels + y] = p;
        }
      }
  }
  int best = 0;
  for (int y = 1; y < kLabels; y++)
    if (!isOpen(y) && score[(n - 1) * kLabels + y] > score[(n - 1) * kLabels + best]) best = y;
  for (size_t i = n; i-- > 0;) {
    path[i] = best;
    best = back[i * kLabels + best];
  }
  return path;
}

// ---- Data -------------------------------------------------------------------------------------------------------

struct Span {
  uint32_t start, end;
  int type;
};

static std::string unescaped(std::string_view s) {
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

static Line parse(const std::string& line) {
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
static std::vector<uint8_t> labelled(const Sentence& sentence, const std::vector<Span>& spans) {
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

struct Example {
  std::vector<uint32_t> features; // ids, all tokens after each other
  std::vector<uint32_t> ends;     // of each token in `features`
  std::vector<uint8_t> labels, isHan;
};

struct Dictionary {
  std::vector<Hash> hashes;

  Dictionary() : table(size_t(1) << kBits, UINT32_MAX) {}

  // The number of a feature in the order of first sight. Open addressing; the table must never fill.
  uint32_t id(Hash h) {
    for (size_t i = h >> (64 - kBits);; i = (i + 1) & (table.size() - 1)) {
      if (table[i] == UINT32_MAX) {
        table[i] = uint32_t(hashes.size());
        hashes.push_back(h);
        if (hashes.size() > table.size() / 4 * 3) { fprintf(stderr, "too many features\n"); exit(1); }
        return table[i];
      }
      if (hashes[table[i]] == h) return table[i];
    }
  }

  void closeTable() { table = {}; }

 private:
  static constexpr int kBits = 26;
  std::vector<uint32_t> table;
};

// ---- Training ---------------------------------------------------------------------------------------------------

struct Field {
  std::vector<float> weights, squares; // rows of kLanes
  float transitions[2][kLabels][kLabels] = {}, transitionSquares[2][kLabels][kLabels] = {};
  std::vector<char> isKept;
  float rate, dropout;

  void update(float& w, float& square, float gradient) {
    square += gradient * gradient;
    w += rate * gradient / (std::sqrt(square) + 1e-3f);
  }

  // One example: gradient of the log likelihood. Returns the loss.
  double step(const Example& e, std::mt19937& random) {
    size_t n = e.labels.size();
    thread_local std::vector<float> psi, alpha, beta;
    thread_local std::vector<uint32_t> live;
    thread_local std::vector<uint32_t> liveEnds;
    psi.assign(n * kLanes, 0); alpha.assign(n * kLabels, 0); beta.assign(n * kLabels, 0);
    live.clear(); liveEnds.clear();
    double loss = 0;
    uint32_t dropLimit = uint32_t(dropout * 4294967295.0);
    float scaleUp = 1 / (1 - dropout);
    for (size_t i = 0, k = 0; i < n; i++) {
      float* p = &psi[i * kLanes];
      for (; k < e.ends[i]; k++) {
        uint32_t f = e.features[k];
        if (!isKept[f] || (dropLimit && random() < dropLimit)) continue;
        live.push_back(f);
        const float* w = &weights[size_t(f) * kLanes];
        for (int y = 0; y < kLanes; y++) p[y] += w[y];
      }
      liveEnds.push_back(uint32_t(live.size()));
      float top = -1e30f;
      for (int y = 0; y < kLabels; y++) { p[y] *= scaleUp; top = std::max(top, p[y]); }
      loss -= p[e.labels[i]] - top;
      for (int y = 0; y < kLabels; y++) p[y] = std::exp(p[y] - top);
    }
    static float factor[2][kLabels][kLabels];
    for (int m = 0; m < 2; m++)
      for (int a = 0; a < kLabels; a++)
        for (int b = 0; b < kLabels; b++) factor[m][a][b] = isAllowed(a, b) ? std::exp(transitions[m][a][b]) : 0;
    std::vector<float> norm(n);
    for (size_t i = 0; i < n; i++) {
      float* a = &alpha[i * kLabels];
      auto& t = factor[e.isHan[i]];
      if (i == 0) {
        for (int y = 0; y < kLabels; y++) a[y] = continues(y) ? 0 : psi[y];
      } else {
        const float* b = &alpha[(i - 1) * kLabels];
        for (int q = 0; q < kLabels; q++)
          if (b[q] != 0) for (int y = 0; y < kLabels; y++) a[y] += b[q] * t[q][y];
        for (int y = 0; y < kLabels; y++) a[y] *= psi[i * kLanes + y];
        loss -= transitions[e.isHan[i]][e.labels[i - 1]][e.labels[i]];
      }
      float sum = 1e-30f;
      for (int y = 0; y < kLabels; y++) sum += a[y];
      for (int y = 0; y < kLabels; y++) a[y] /= sum;
      norm[i] = sum;
      loss += std::log(sum);
    }
    for (int y = 0; y < kLabels; y++) beta[(n - 1) * kLabels + y] = isOpen(y) ? 0 : 1;
    for (size_t i = n - 1; i-- > 0;) {
      auto& t = factor[e.isHan[i + 1]];
      float right[kLabels];
      for (int y = 0; y < kLabels; y++) right[y] = beta[(i + 1) * kLabels + y] * psi[(i + 1) * kLanes + y];
      float sum = 1e-30f;
      for (int q = 0; q < kLabels; q++) {
        float v = 0;
        for (int y = 0; y < kLabels; y++) v += t[q][y] * right[y];
        beta[i * kLabels + q] = v;
        sum += v;
      }
      for (int q = 0; q < kLabels; q++) beta[i * kLabels + q] /= sum;
    }
    for (size_t i = 0, k = 0; i < n; i++) {
      float gradient[kLanes] = {}, z = 1e-30f;
      for (int y = 0; y < kLabels; y++) z += gradient[y] = alpha[i * kLabels + y] * beta[i * kLabels + y];
      bool isFlat = true;
      for (int y = 0; y < kLabels; y++) {
        gradient[y] = (y == e.labels[i] ? 1.f : 0.f) - gradient[y] / z;
        isFlat &= std::fabs(gradient[y]) < 0.002f;
      }
      if (isFlat) { k = liveEnds[i]; }
      for (; k < liveEnds[i]; k++) {
        float* w = &weights[size_t(live[k]) * kLanes];
        float* q = &squares[size_t(live[k]) * kLanes];
        for (int y = 0; y < kLanes; y++) update(w[y], q[y], gradient[y] * scaleUp);
      }
      if (i == 0 || isFlat) continue;
      int m = e.isHan[i];
      float pair[kLabels][kLabels], total = 1e-30f;
      for (int a = 0; a < kLabels; a++)
        for (int b = 0; b < kLabels; b++)
          total += pair[a][b] = alpha[(i - 1) * kLabels + a] * factor[m][a][b] * psi[i * kLanes + b] * beta[i * kLabels + b];
      for (int a = 0; a < kLabels; a++)
        for (int b = 0; b < kLabels; b++) {
          if (!isAllowed(a, b)) continue;
          float g = (a == e.labels[i - 1] && b == e.labels[i] ? 1.f : 0.f) - pair[a][b] / total;
          update(transitions[m][a][b], transitionSquares[m][a][b], g * 0.2f);
        }
    }
    return loss;
  }

  void epochs(int count, const std::vector<Example>& examples, std::mt19937& random) {
    std::vector<uint32_t> order(examples.size());
    for (size_t i = 0; i < order.size(); i++) order[i] = uint32_t(i);
    for (int epoch = 0; epoch < count; epoch++) {
      std::shuffle(order.begin(), order.end(), random);
      double loss = 0;
      size_t tokens = 0;
      for (uint32_t i : order) {
        if (examples[i].labels.empty()) continue;
        loss += step(examples[i], random);
        tokens += examples[i].labels.size();
      }
      fprintf(stderr, "epoch %d: loss %.5f a token, %zu tokens\n", epoch + 1, loss / tokens, tokens);
    }
  }
};

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
    lexicon.insert(hashBytes(std::string_view(line).substr(0, tab)), uint8_t(value));
    count++;
  }
  fprintf(stderr, "lexicon: %zu entries\n", count);
  return lexicon;
}

static std::vector<Example> readExamples(const char* path, const Lexicon& lexicon, Dictionary& dictionary,
                                         uint32_t countMin) {
  std::ifstream f(path);
  std::string line;
  std::vector<Example> examples;
  std::vector<uint32_t> counts;
  std::vector<Hash> buffer;
  while (std::getline(f, line)) {
    Line parsed = parse(line);
    Sentence sentence(parsed.text, lexicon);
    if (sentence.tokens.empty()) continue;
    Example e;
    e.labels = labelled(sentence, parsed.spans);
    for (size_t i = 0; i < sentence.tokens.size(); i++) {
      buffer.clear();
      sentence.features(int(i), buffer);
      for (Hash h : buffer) {
        uint32_t id = dictionary.id(h);
        if (id == counts.size()) counts.push_back(0);
        counts[id]++;
        e.features.push_back(id);
      }
      e.ends.push_back(uint32_t(e.features.size()));
      e.isHan.push_back(sentence.tokens[i].isHan);
    }
    examples.push_back(std::move(e));
  }
  dictionary.closeTable();
  // Rare features go: their ids are made dense again.
  std::vector<uint32_t> renamed(counts.size(), UINT32_MAX);
  std::vector<Hash> hashes;
  for (size_t i = 0; i < counts.size(); i++)
    if (counts[i] >= countMin) { renamed[i] = uint32_t(hashes.size()); hashes.push_back(dictionary.hashes[i]); }
  for (Example& e : examples) {
    std::vector<uint32_t> kept;
    for (size_t i = 0, k = 0; i < e.ends.size(); i++) {
      for (; k < e.ends[i]; k++)
        if (renamed[e.features[k]] != UINT32_MAX) kept.push_back(renamed[e.features[k]]);
      e.ends[i] = uint32_t(kept.size());
    }
    e.features = std::move(kept);
  }
  fprintf(stderr, "%zu examples, %zu features, %zu kept\n", examples.size(), counts.size(), hashes.size());
  dictionary.hashes = std::move(hashes);
  return examples;
}

static void tag(const char* path, int outside) {
  Packed model = Packed::read(path);
  std::string line;
  while (std::getline(std::cin, line)) {
    std::string text = parse(line).text;
    Sentence sentence(text, model.lexicon);
    std::vector<int> labels = decodeLabels(model, sentence, outside);
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

// Keeps the weightiest features of each bucket, trains on with these alone, and writes their weights in 8 bits.
static void pack(Field field, const std::vector<Example>& examples, const Dictionary& dictionary, Packed packed,
                 const char* path, std::mt19937 random) {
  size_t count = dictionary.hashes.size();
  std::vector<std::pair<float, uint32_t>> ranked(count);
  for (size_t f = 0; f < count; f++) {
    float norm = 0;
    for (int y = 0; y < kLabels; y++) {
      float w = field.weights[f * kLanes + y];
      norm += w * w * field.squares[f * kLanes + y];
    }
    ranked[f] = {norm, uint32_t(f)};
  }
  std::sort(ranked.rbegin(), ranked.rend());
  size_t kept = 0;
  for (auto& [norm, f] : ranked) kept += field.isKept[f] = packed.claim(dictionary.hashes[f]);
  fprintf(stderr, "%zu features packed\n", kept);
  field.dropout = 0.1f;
  field.rate = 0.05f;
  field.epochs(2, examples, random);
  auto quantised = [](float w, float limit) { return int(std::lround(std::max(-limit, std::min(limit, w * kScale)))); };
  for (size_t f = 0; f < count; f++) {
    if (!field.isKept[f]) continue;
    int slot = packed.slot(dictionary.hashes[f]);
    for (int y = 0; y < kLabels; y++)
      packed.rows[size_t(slot) * kStride + y] = int8_t(quantised(field.weights[f * kLanes + y], 127));
  }
  for (int m = 0; m < 2; m++)
    for (int a = 0; a < kLabels; a++)
      for (int b = 0; b < kLabels; b++)
        packed.transitions[(m * kLabels + a) * kLabels + b] = int16_t(quantised(field.transitions[m][a][b], 2000));
  packed.write(path);
}

int main(int argc, char** argv) {
  if (argc >= 3 && std::string(argv[1]) == "--tag") {
    tag(argv[2], argc > 3 ? atoi(argv[3]) : 0);
    return 0;
  }
  if (argc != 7) {
    fprintf(stderr, "usage: train LEXICON DATA MODEL EPOCHS SEED BUCKET_BITS\n       train --tag MODEL [OUTSIDE] < TEXTS\n");
    return 2;
  }
  std::mt19937 random(uint32_t(atoi(argv[5])));
  Lexicon lexicon = readLexicon(argv[1]);
  Dictionary dictionary;
  std::vector<Example> examples = readExamples(argv[2], lexicon, dictionary, kCountMin);
  size_t count = dictionary.hashes.size();
  Field field;
  field.weights.assign(count * kLanes, 0);
  field.squares.assign(count * kLanes, 0.1f);
  field.isKept.assign(count, 1);
  field.rate = 0.1f;
  field.dropout = 0.15f;
  field.epochs(atoi(argv[4]), examples, random);
  pack(field, examples, dictionary, Packed(uint32_t(atoi(argv[6])), lexicon), argv[3], random);
  return 0;
}
