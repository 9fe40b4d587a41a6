// What `detect` and `forecast` have in common: a metric, or two columns of a file.
#pragma once

#include <vector>

#include "analysis/series/regular_series.h"
#include "api/parameter.h"
#include "api/session.h"
#include "plan/question.h"

namespace northstar {

// `request`: "detect", for messages.
Result<RegularSeries> SeriesOfFile(const Arguments& arguments, std::string_view request);
// The metric that is asked for; the star, or the first candidate.
Result<Question> AskedFor(const Arguments& arguments, const Project& project);
// `own`, and the parameters of both.
std::vector<Parameter> WithSeries(std::vector<Parameter> own);

}  // namespace northstar
