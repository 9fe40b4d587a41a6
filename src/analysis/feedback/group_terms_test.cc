// Themes that were planted are found, chance groups nothing, and the order of documents does not
// matter.
#include "analysis/feedback/group_terms.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"

namespace northstar {
namespace {

using Documents = std::vector<std::set<std::string>>;

TEST(GroupTerms, NpmiHasItsEnds) {
  EXPECT_DOUBLE_EQ(NormalizedPmi(10, 10, 10, 100), 1);
  EXPECT_DOUBLE_EQ(NormalizedPmi(10, 10, 0, 100), -1);
  EXPECT_NEAR(NormalizedPmi(20, 50, 10, 100), 0, 1e-12);
  EXPECT_DOUBLE_EQ(NormalizedPmi(100, 100, 100, 100), 1);
  EXPECT_NEAR(NormalizedPmi(20, 25, 15, 100), std::log(3) / -std::log(.15), 1e-12);
}

// Each theme has three terms, of which a document of that theme holds each with 70 %; a fourth of
// all documents have each theme. Words of no theme are strewn over all.
Documents PlantedThemes(uint64_t seed, size_t count = 400) {
  const std::vector<std::vector<std::string>> themes = {
      {"export", "csv", "columns"}, {"login", "password", "sign"}, {"price", "invoice", "billing"}};
  Random random(seed);
  Documents documents(count);
  for (auto& document : documents) {
    for (const auto& theme : themes) {
      if (random.Uniform() > .25) continue;
      for (const std::string& term : theme) {
        if (random.Uniform() < .7) document.insert(term);
      }
    }
    for (int word = 0; word < 20; ++word) {
      if (random.Uniform() < .05) document.insert("word" + std::to_string(word));
    }
  }
  return documents;
}

TEST(GroupTerms, FindsPlantedThemes) {
  int by_chance = 0;
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const std::vector<TermGroup> groups = GroupTerms(PlantedThemes(seed));
    int found = 0;
    for (const TermGroup& group : groups) {
      if (group.terms.size() == 1) continue;
      by_chance += group.terms.size() != 3;
      const std::set<std::string> terms(group.terms.begin(), group.terms.end());
      found += terms == std::set<std::string>{"export", "csv", "columns"} ||
               terms == std::set<std::string>{"login", "password", "sign"} ||
               terms == std::set<std::string>{"price", "invoice", "billing"};
    }
    EXPECT_EQ(found, 3) << seed;
  }
  EXPECT_LE(by_chance, 3);  // in 20 worlds; about one is expected
}

TEST(GroupTerms, ChanceGroupsNothing) {
  int groups_of_several = 0;
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    Random random(seed, 2);
    Documents documents(500);
    for (auto& document : documents) {
      for (int word = 0; word < 100; ++word) {
        if (random.Uniform() < .03) document.insert("word" + std::to_string(word));
      }
    }
    for (const TermGroup& group : GroupTerms(documents))
      groups_of_several += group.terms.size() > 1;
  }
  EXPECT_LE(groups_of_several, 3);  // in 20 worlds of 100 terms; about one is expected
}

TEST(GroupTerms, DoesNotDependOnTheOrderOfDocuments) {
  Documents documents = PlantedThemes(3);
  const auto labels = [](const std::vector<TermGroup>& groups) {
    std::vector<std::string> all;
    for (const TermGroup& group : groups) {
      for (const std::string& term : group.terms) all.push_back(group.label + "/" + term);
    }
    return all;
  };
  const auto before = labels(GroupTerms(documents));
  Random(9).Shuffle(std::span(documents));
  EXPECT_EQ(labels(GroupTerms(documents)), before);
}

TEST(GroupTerms, LabelsWithThePhraseThatTheWordMostlyStandsIn) {
  Documents documents(20);
  for (int i = 0; i < 10; ++i) documents[i] = {"weekly", "planning", "weekly planning"};
  documents[10] = {"weekly"};
  const std::vector<TermGroup> groups = GroupTerms(documents);
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_EQ(groups[0].label, "weekly planning");
  EXPECT_EQ(groups[0].documents, 11);
  EXPECT_EQ(groups[0].terms, (std::vector<std::string>{"weekly", "planning", "weekly planning"}));
}

TEST(GroupTerms, OfLittleIsLittle) {
  EXPECT_TRUE(GroupTerms({}).empty());
  EXPECT_TRUE(GroupTerms(Documents(3, {"rare"})).empty());
  // Terms that all documents hold are together no more often than they must be.
  EXPECT_EQ(GroupTerms(Documents(6, {"a", "b"})).size(), 2U);
  // Two documents in common are no relation, however rare the terms.
  Documents twice(1000);
  for (int i = 0; i < 5; ++i) {
    twice[i].insert("x");
    twice[i + 3].insert("y");
  }
  EXPECT_EQ(GroupTerms(twice).size(), 2U);
}

}  // namespace
}  // namespace northstar
