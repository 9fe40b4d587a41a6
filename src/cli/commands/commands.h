// Every command's spec; each is defined in the file of its name.
#pragma once

#include "cli/command.h"

namespace northstar::cli {

CommandSpec CatalogCommand();
CommandSpec CohortsCommand();
CommandSpec DecideCommand();
CommandSpec DemoCommand();
CommandSpec DetectCommand();
CommandSpec DoctorCommand();
CommandSpec EvaluateCommand();
CommandSpec ExplainCommand();
CommandSpec FeedbackCommand();
CommandSpec ForecastCommand();
CommandSpec InitCommand();
CommandSpec LeadCommand();
CommandSpec LoadCommand();
CommandSpec QueryCommand();
CommandSpec ReportCommand();
CommandSpec SchemaCommand();
CommandSpec ScoreCommand();
CommandSpec TreeCommand();
CommandSpec ValidateCommand();
CommandSpec ValueWordsCommand();
CommandSpec VersionCommand();

}  // namespace northstar::cli
