// The review of a quarter as text, Markdown, CSV (its triggers) and one HTML page, and the record
// of a review that was closed. The pack is whole in every form but CSV. Pure.
#pragma once

#include <string>

#include "api/answer.h"
#include "report/format.h"

namespace northstar {

std::string RenderReview(const ReviewFindings& found, TextForm form, bool color);
// A page that needs no network.
std::string RenderReviewHtml(const ReviewFindings& found);
// Markdown: who closed it and why, then the pack as it stood. It is written once and read years
// later, so that it holds figures, not links to them.
std::string RenderReviewRecord(const CloseReviewAnswer& closed);

}  // namespace northstar
