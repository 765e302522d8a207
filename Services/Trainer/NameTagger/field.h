// A linear-chain conditional random field (Lafferty, McCallum, Pereira, ICML 2001), trained by AdaGrad (Duchi, Hazan,
// Singer, JMLR 2011) with dropout of features.
#pragma once
#include "data.h"

#include <cmath>
#include <random>

namespace tagger {

constexpr int kLanes = 16; // of a row in training, so that a row is one vector

// Weights of labels for each row of each key, and of pairs of labels.
struct Field {
  std::vector<float> weights, squares; // rows of kLanes
  float transitions[2][kLabels][kLabels] = {}, transitionSquares[2][kLabels][kLabels] = {};
  float bias[2][kLanes] = {}, biasSquares[2][kLanes] = {};
  std::vector<char> isKept;
  float rate, dropout;

  explicit Field(size_t rows) : weights(rows * kLanes, 0), squares(rows * kLanes, 0.1f), isKept(rows, 1) {
    for (auto& squares : biasSquares) std::fill(squares, squares + kLanes, 0.1f);
  }

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
      for (int y = 0; y < kLabels; y++) {
        p[y] = p[y] * scaleUp + bias[e.isHan[i]][y];
        top = std::max(top, p[y]);
      }
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
      if (isFlat) k = liveEnds[i];
      else for (int y = 0; y < kLabels; y++) update(bias[e.isHan[i]][y], biasSquares[e.isHan[i]][y], gradient[y]);
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

  // Where `isAveraged`, the weights become the mean of those at kSnapshots points of each epoch: what the last examples
  // pushed to either side evens out (Polyak and Juditsky, SIAM J. Control Optim. 1992).
  void epochs(int count, const std::vector<Example>& examples, std::mt19937& random, bool isAveraged = false) {
    std::vector<uint32_t> order(examples.size());
    for (size_t i = 0; i < order.size(); i++) order[i] = uint32_t(i);
    Average average(*this, isAveraged);
    for (int epoch = 0; epoch < count; epoch++) {
      std::shuffle(order.begin(), order.end(), random);
      double loss = 0;
      size_t tokens = 0, done = 0;
      for (uint32_t i : order) {
        if (isAveraged && ++done % (order.size() / kSnapshots) == 0) average.add(*this);
        if (examples[i].labels.empty()) continue;
        loss += step(examples[i], random);
        tokens += examples[i].labels.size();
      }
      fprintf(stderr, "epoch %d: loss %.5f a token, %zu tokens\n", epoch + 1, loss / tokens, tokens);
    }
    if (isAveraged) average.put(*this);
  }

 private:
  static constexpr size_t kSnapshots = 12;

  struct Average {
    std::vector<float> weights;
    float transitions[2][kLabels][kLabels] = {}, bias[2][kLanes] = {};
    int count = 0;

    Average(const Field& field, bool isNeeded) : weights(isNeeded ? field.weights.size() : 0, 0) {}

    void add(const Field& field) {
      for (size_t i = 0; i < weights.size(); i++) weights[i] += field.weights[i];
      for (int m = 0; m < 2; m++) {
        for (int y = 0; y < kLanes; y++) bias[m][y] += field.bias[m][y];
        for (int a = 0; a < kLabels; a++)
          for (int b = 0; b < kLabels; b++) transitions[m][a][b] += field.transitions[m][a][b];
      }
      count++;
    }

    void put(Field& field) const {
      for (size_t i = 0; i < weights.size(); i++) field.weights[i] = weights[i] / count;
      for (int m = 0; m < 2; m++) {
        for (int y = 0; y < kLanes; y++) field.bias[m][y] = bias[m][y] / count;
        for (int a = 0; a < kLabels; a++)
          for (int b = 0; b < kLabels; b++) field.transitions[m][a][b] = transitions[m][a][b] / count;
      }
    }
  };
};


} // namespace tagger
