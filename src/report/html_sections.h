// The sections of the HTML report. Each is whole, also where there is little to say. Internal to
// report/.
#pragma once

#include <string>

#include "report/html_report.h"

namespace northstar {

std::string NowSection(const StateOfTheStar& parts);        // id "now": the first screen
std::string WhySection(const StateOfTheStar& parts);        // id "why"
std::string CustomersSection(const StateOfTheStar& parts);  // id "customers"
std::string CandidatesSection(const Evaluation& e);         // id "candidates"
std::string EvidenceSection(const Evaluation& e);           // id "evidence"
std::string DataSection(const StateOfTheStar& parts);       // id "data"

// The anchor of a candidate's question: "weekly_active_teams/leads".
std::string QuestionAnchor(const CandidateReport& candidate, CriterionQuestion question);

}  // namespace northstar
