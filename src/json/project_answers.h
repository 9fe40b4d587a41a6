// What is answered of a project's files and of the catalog → JSON, with its schema.
#pragma once

#include "api/answer.h"
#include "json/json.h"

namespace northstar {

Json ToJson(const ValidateAnswer& answer);
Json ToJson(const CheckList& checks);
Json ToJson(const CatalogAnswer& answer);
Json ToJson(const ScoreAnswer& answer);
Json ToJson(const DecideAnswer& answer);

Json ValidateSchema();
Json CatalogSchema();
Json ScoreSchema();
Json DecideSchema();

}  // namespace northstar
