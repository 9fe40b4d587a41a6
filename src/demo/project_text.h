// The texts of the example project that do not depend on what was simulated: its definitions, its
// star, its bets, and a survey of its people. The objectives do depend on it (write_okrs.h).
#pragma once

#include <string_view>

namespace northstar::demo {

// Of northstar.yml, after the words of its first line that mark it as a demo's.
extern const std::string_view kProjectText;
// Of constellation.yml: the star, its history, KPIs of which one feeds no input, the last review.
extern const std::string_view kConstellationText;
// Of bets.yml: the experiments of experiments.h, a plan, and one that moves no input.
extern const std::string_view kBetsText;
// Of survey/people.csv and survey/answers.csv: the product team knows the star, the others hardly.
extern const std::string_view kPeopleText, kAnswersText;

}  // namespace northstar::demo
