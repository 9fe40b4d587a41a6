#include "analysis/feedback/group_terms.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace northstar {
namespace {

constexpr double kMostlyIn = 0.8;  // share of a term's documents that hold a phrase with it

using Documents = std::vector<uint32_t>;  // ascending

struct Term {
  std::string name;
  Documents in;
};

int64_t CountBoth(const Documents& a, const Documents& b) {
  int64_t both = 0;
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    both += a[i] == b[j];
    const bool next = a[i] <= b[j];
    j += b[j] <= a[i];
    i += next;
  }
  return both;
}

// Of `all` documents, of which x hold one term and y another, unrelated one: the chance that at
// least `both` hold both (hypergeometric).
class Chance {
 public:
  explicit Chance(int64_t all) : all_(all), log_factorials_(static_cast<size_t>(all) + 1) {
    for (size_t i = 2; i < log_factorials_.size(); ++i)
      log_factorials_[i] = log_factorials_[i - 1] + std::log(static_cast<double>(i));
  }

  double OfAtLeast(int64_t both, int64_t x, int64_t y) const {
    if (both + all_ <= x + y) return 1;
    double chance =
        std::exp(LogChoices(x, both) + LogChoices(all_ - x, y - both) - LogChoices(all_, y));
    double sum = chance;
    for (int64_t k = both; k < std::min(x, y) && chance > sum * 1e-12; ++k) {
      chance *= static_cast<double>((x - k) * (y - k)) /
                static_cast<double>((k + 1) * (all_ - x - y + k + 1));
      sum += chance;
    }
    return std::min(sum, 1.0);
  }

 private:
  double LogChoices(int64_t n, int64_t k) const {
    const auto log_factorial = [&](int64_t i) { return log_factorials_[static_cast<size_t>(i)]; };
    return log_factorial(n) - log_factorial(k) - log_factorial(n - k);
  }

  int64_t all_;
  std::vector<double> log_factorials_;
};

std::vector<Term> FrequentTerms(const std::vector<std::set<std::string>>& documents,
                                const GroupOptions& options) {
  std::map<std::string, Documents> found;
  for (size_t i = 0; i < documents.size(); ++i) {
    for (const std::string& name : documents[i]) found[name].push_back(static_cast<uint32_t>(i));
  }
  std::vector<Term> terms;
  for (auto& [name, in] : found) {
    if (static_cast<int64_t>(in.size()) >= options.least_documents)
      terms.push_back({name, std::move(in)});
  }
  std::stable_sort(terms.begin(), terms.end(),
                   [](const Term& a, const Term& b) { return a.in.size() > b.in.size(); });
  if (terms.size() > options.most_terms) terms.resize(options.most_terms);
  return terms;
}

// Sums of NPMI between groups; a group is known by its first term.
class Linkage {
 public:
  Linkage(const std::vector<Term>& terms, int64_t all, const GroupOptions& options)
      : members_(terms.size()), sums_(terms.size(), std::vector<double>(terms.size())) {
    const auto count = static_cast<double>(terms.size());
    const double alpha = options.alpha / std::max(1.0, count * (count - 1) / 2);  // Bonferroni
    const Chance chance(all);
    for (size_t i = 0; i < terms.size(); ++i) {
      members_[i] = {i};
      for (size_t j = 0; j < i; ++j) {
        const auto x = static_cast<int64_t>(terms[i].in.size());
        const auto y = static_cast<int64_t>(terms[j].in.size());
        const int64_t both = CountBoth(terms[i].in, terms[j].in);
        double npmi = NormalizedPmi(x, y, both, all);
        const bool related =
            both >= options.least_together && chance.OfAtLeast(both, x, y) <= alpha;
        if (!related) npmi = std::min(npmi, 0.0);
        sums_[i][j] = sums_[j][i] = npmi;
      }
    }
  }

  // The two groups with the highest mean above `limit` become one. False: none is above.
  bool JoinClosest(double limit) {
    double best = limit;
    size_t into = 0;
    size_t from = 0;
    for (size_t i = 0; i < members_.size(); ++i) {
      if (members_[i].empty()) continue;
      for (size_t j = i + 1; j < members_.size(); ++j) {
        if (members_[j].empty()) continue;
        const double mean =
            sums_[i][j] / static_cast<double>(members_[i].size() * members_[j].size());
        if (mean > best) {
          best = mean;
          into = i;
          from = j;
        }
      }
    }
    if (into == from) return false;
    members_[into].insert(members_[into].end(), members_[from].begin(), members_[from].end());
    members_[from].clear();
    for (size_t k = 0; k < members_.size(); ++k) {
      sums_[into][k] += sums_[from][k];
      sums_[k][into] = sums_[into][k];
    }
    return true;
  }

  const std::vector<std::vector<size_t>>& members() const { return members_; }

 private:
  std::vector<std::vector<size_t>> members_;  // empty: joined to another
  std::vector<std::vector<double>> sums_;
};

bool IsWordOf(const std::string& phrase, const std::string& word) {
  return phrase.starts_with(word + " ") || phrase.ends_with(" " + word);
}

TermGroup MakeGroup(const std::vector<Term>& terms, std::vector<size_t> members) {
  std::sort(members.begin(), members.end());  // terms are by frequency, then by name
  TermGroup group;
  std::set<uint32_t> in;
  for (const size_t member : members) {
    group.terms.push_back(terms[member].name);
    in.insert(terms[member].in.begin(), terms[member].in.end());
  }
  group.documents = static_cast<int64_t>(in.size());
  group.label = group.terms[0];
  const auto most = static_cast<double>(terms[members[0]].in.size());
  for (const size_t member : members) {
    const bool mostly = static_cast<double>(terms[member].in.size()) >= kMostlyIn * most;
    if (mostly && IsWordOf(terms[member].name, group.terms[0])) {
      group.label = terms[member].name;
      break;
    }
  }
  return group;
}

}  // namespace

double NormalizedPmi(int64_t x, int64_t y, int64_t both, int64_t all) {
  if (both == 0) return -1;
  if (both == all) return 1;
  const auto share = [&](int64_t count) {
    return static_cast<double>(count) / static_cast<double>(all);
  };
  return std::log(share(both) / (share(x) * share(y))) / -std::log(share(both));
}

std::vector<TermGroup> GroupTerms(const std::vector<std::set<std::string>>& documents,
                                  const GroupOptions& options) {
  const std::vector<Term> terms = FrequentTerms(documents, options);
  Linkage linkage(terms, static_cast<int64_t>(documents.size()), options);
  while (linkage.JoinClosest(options.least_npmi)) {
  }
  std::vector<TermGroup> groups;
  for (const auto& members : linkage.members()) {
    if (!members.empty()) groups.push_back(MakeGroup(terms, members));
  }
  std::sort(groups.begin(), groups.end(), [](const TermGroup& a, const TermGroup& b) {
    return a.documents != b.documents ? a.documents > b.documents : a.label < b.label;
  });
  return groups;
}

}  // namespace northstar
