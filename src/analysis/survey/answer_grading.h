// Three answers of a person about the North Star, graded by rule: its name, what it means, and one
// thing that the person does to move it. What a rule cannot tell is left to people (kUnclear).
//
// - Name: the star's name, label or another name of it (`also_called:`) as whole words, with one
//   edit per six letters, and no other metric. Another metric alone, or nothing, is wrong.
// - Meaning: half of the content words of the star's statement (else of its description), stemmed.
//   Nothing is wrong, and so is another metric without a single one of those words.
// - Action: names an input, a KPI, the metric of a key result or a bet that the person's team owns,
//   by its name or by all content words of its label. Nothing is wrong.
//
// It leaves out synonyms and other languages than the statement's: those are for people. Pure and
// thread safe.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/project.h"

namespace northstar {

enum class Grade { kYes, kNo, kUnclear };
// "yes", "no", "unclear". Static text.
std::string_view NameOf(Grade grade);

// As the person wrote them; any may be empty.
struct AnswerTexts {
  std::string name, meaning, action;
};
struct AnswerGrades {
  Grade name = Grade::kUnclear, meaning = Grade::kUnclear, action = Grade::kUnclear;

  // Yes when all three are, no as soon as one is.
  Grade knows() const;
};

class AnswerKey {
 public:
  // REQUIRES: `metric` is of the project; it need not be the star (any more).
  AnswerKey(const Project& project, const std::string& metric);

  // `team`: as the project names or labels it, whatever the case; any other owns nothing.
  AnswerGrades GradeOf(const std::string& team, const AnswerTexts& answer) const;

 private:
  // A name in words.
  struct Phrase {
    std::vector<std::string> words;
    std::string joined;
    size_t edits = 0;  // that are allowed
  };
  // What somebody can name.
  struct Thing {
    std::vector<Phrase> phrases;
    // Of its label; fewer than two name nothing.
    std::vector<std::string> stems;
  };
  // Words [from, to) that name the thing, and how many edits away.
  struct Found {
    size_t from = 0, to = 0, edits = 0, thing = 0;
  };

  static Phrase PhraseOf(const std::string& name);
  static Thing ThingOf(const std::vector<std::string>& names, const std::string& label,
                       int language);
  static Thing ThingOf(const Metric& metric, int language);
  static std::vector<Found> FindAll(const std::vector<std::string>& words,
                                    const std::vector<Thing>& things);
  void AddOwned(const Project& project);
  bool NamesOther(const std::vector<std::string>& words) const;
  Grade GradeName(const std::string& text) const;
  Grade GradeMeaning(const std::string& text) const;
  Grade GradeAction(const std::string& team, const std::string& text) const;

  std::string star_;
  // The star first, then all other metrics.
  std::vector<Thing> metrics_;
  // Of the statement, each once.
  std::vector<std::string> statement_;
  // Of the statement: a row of language/StopWords.
  int language_ = 0;
  // By the team's name; and its name by how it may be written, in small letters.
  std::map<std::string, std::vector<Thing>> owned_;
  std::map<std::string, std::string> teams_;
};

}  // namespace northstar
