// The gate: a logistic regression from little evidence to whether a token is part of a name, by AdaGrad.
#pragma once
#include "data.h"

#include <cmath>
#include <random>

namespace tagger {

constexpr float kGateScale = 16;
constexpr float kGatePositive = 4; // what a missed token of a name costs, in tokens looked at for nothing

struct GateTrainer {
  const Packed& model;
  std::vector<float> weights, squares;
  size_t words, pairs, classes, shapes, missing, bias; // where each begins

  explicit GateTrainer(const Packed& model) : model(model) {
    words = 0;
    pairs = words + model.gate.words.size();
    classes = pairs + model.gate.pairs.size();
    shapes = classes + Gate::kClasses;
    missing = shapes + Gate::kShapes;
    bias = missing + 16;
    weights.assign(bias + 2, 0);
    squares.assign(weights.size(), 0.1f);
  }

  void epoch(const std::vector<Example>& examples, std::mt19937& random) {
    std::vector<uint32_t> order(examples.size());
    for (size_t i = 0; i < order.size(); i++) order[i] = uint32_t(i);
    std::shuffle(order.begin(), order.end(), random);
    for (uint32_t i : order) learn(Sentence(examples[i].text, model.lexicon), examples[i].labels);
  }

  void write(Gate& gate) const {
    auto rounded = [&](size_t i, float limit) {
      return int(std::lround(std::max(-limit, std::min(limit, weights[i] * kGateScale))));
    };
    for (size_t i = 0; i < gate.words.size(); i++) gate.words[i] = int8_t(rounded(words + i, 127));
    for (size_t i = 0; i < gate.pairs.size(); i++) gate.pairs[i] = int8_t(rounded(pairs + i, 127));
    for (size_t i = 0; i < gate.classes.size(); i++) gate.classes[i] = int8_t(rounded(classes + i, 127));
    for (size_t i = 0; i < gate.shapes.size(); i++) gate.shapes[i] = int8_t(rounded(shapes + i, 127));
    for (size_t i = 0; i < 16; i++) gate.missing[i / 8][i % 8] = int8_t(rounded(missing + i, 127));
    for (size_t i = 0; i < 2; i++) gate.bias[i] = int16_t(rounded(bias + i, 2000));
  }

 private:
  void learn(const Sentence& s, const std::vector<uint8_t>& labels) {
    int n = int(s.tokens.size());
    std::vector<std::vector<size_t>> live(n);
    for (int p = -kMargin; p < n + kMargin; p++) {
      int word = model.tables[kWords].slot(s.word(p)), pair = model.tables[kPairs].slot(s.pair(p));
      for (int r = 0; r < kRoles[kWords]; r++)
        if (int i = p + kFirst[kWords] + r; s.contains(i))
          live[i].push_back(word < 0 ? missing + r : words + size_t(word) * kRoles[kWords] + r);
      for (int r = 0; r < kRoles[kPairs]; r++)
        if (int i = p + kFirst[kPairs] + r; s.isHan(i))
          live[i].push_back(pair < 0 ? missing + 8 + r : pairs + size_t(pair) * kRoles[kPairs] + r);
      if (!s.contains(p) || s.isHan(p)) continue;
      live[p].push_back(classes + Gate::classIndex(s, p, word >= 0));
      live[p].push_back(shapes + Gate::shapeIndex(s, p));
    }
    for (int i = 0; i < n; i++) {
      if (!Gate::isAsked(s.tokens[i])) continue;
      live[i].push_back(bias + s.isHan(i));
      update(live[i], labels[i] != 0);
    }
  }

  void update(const std::vector<size_t>& features, bool isName) {
    float sum = 0;
    for (size_t f : features) sum += weights[f];
    float gradient = (isName ? kGatePositive : 0) - (isName ? kGatePositive : 1) / (1 + std::exp(-sum));
    if (std::fabs(gradient) < 0.002f) return;
    for (size_t f : features) {
      squares[f] += gradient * gradient;
      weights[f] += 0.1f * gradient / std::sqrt(squares[f]);
    }
  }
};

inline void trainGate(Packed& packed, const Data& data, std::mt19937& random) {
  GateTrainer trainer(packed);
  for (int epoch = 0; epoch < 3; epoch++) trainer.epoch(data.examples, random);
  trainer.write(packed.gate);
}

} // namespace tagger
