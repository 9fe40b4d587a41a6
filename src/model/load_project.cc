#include "model/load_project.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/hash.h"
#include "model/edit_yaml.h"
#include "model/project.h"
#include "model/project_files.h"
#include "model/reading.h"

namespace northstar {
namespace fs = std::filesystem;
using reading::Text;

Environment ProcessEnvironment() {
  return [](const std::string& variable) -> std::optional<std::string> {
    const char* value = std::getenv(variable.c_str());
    if (value == nullptr) return std::nullopt;
    return value;
  };
}

namespace {

Result<std::string> ReadText(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error::Data(fmt::format("cannot read '{}'", path.string()));
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (!error && size > (64U << 20)) {
    return Error::Usage(fmt::format("'{}' has {}; a project file can have at most 8 MB",
                                    path.string(), HumanBytes(static_cast<double>(size))),
                        "data belongs in `sources: files:`, not in a YAML file of the project");
  }
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string_view Article(std::string_view noun) {
  return noun.starts_with("e") ? "an" : "a";
}

constexpr const char* kRestore = "restore it, or start with 'northstar init DIR'";

class ProjectBuilder {
 public:
  ProjectBuilder(fs::path root, const Environment& environment)
      : root_(std::move(root)), environment_(environment), reporter_(sources_, sink_) {}

  Status ReadFiles() {
    NS_ASSIGN(const std::vector<fs::path> files, FindProjectFiles(root_));
    for (const fs::path& file : files) {
      NS_ASSIGN(std::string text, ReadText(file));
      sources_.emplace_back(file.lexically_relative(root_).string(), std::move(text));
    }
    return Status::Ok();
  }
  void Take(std::vector<SourceText> files) { sources_ = std::move(files); }

  // Of the files that were read or taken.
  Result<LoadedProject> Build() {
    bool readable = true;
    for (const SourceText& source : sources_) {
      documents_.push_back(ParseYaml(source, sink_));
      YamlNode& document = documents_.back();
      CheckWhole(source, document);
      if (document.is_null()) {
        readable = readable && sink_.errors() == 0;
        document.kind = YamlNode::Kind::kMap;
        document.span = {source.path(), 1, 1, 1};
      }
    }
    for (const YamlNode& document : documents_) CheckShape(document, ProjectShape(), reporter_);
    CheckSaidOnce();
    if (!readable) return Failure();
    // What cannot be read as it should is passed over, so that one run shows all that is wrong.
    const size_t form_errors = sink_.all().size();

    auto project = std::make_shared<Project>(ReadCalendar());
    project->root = root_.string();
    project->root_span = {"northstar.yml", 1, 1, 1};
    project->ignores = FindIgnores(sources_);
    project->name = FirstText("name", root_.filename().string());
    project->warehouse = ReadWarehouse();
    ReadSources(*project);
    ReadMetrics(*project);
    for (size_t i = 0; i < documents_.size(); ++i) {
      reading::Context context{reporter_, environment_, DirectoryOf(i)};
      reading::ReadFramework(documents_[i], *project, context);
    }
    reading::LinkProject(*project, metric_nodes_, reporter_);
    if (HoldsSettingsAlone() && sink_.errors() == 0) {
      reporter_.Error("NS009", project->root_span,
                      "the project has neither sources nor metrics; was northstar.yml cut off?",
                      "sources: and metrics:", kRestore);
    }
    if (sink_.errors() > 0) {
      sink_.KeepFirstOfLines(form_errors);
      return Failure();
    }
    return LoadedProject{project, std::move(sources_), sink_.all()};
  }

 private:
  // What an interrupted copy or a full disk leaves behind: nothing, or the start of a file.
  void CheckWhole(const SourceText& source, const YamlNode& document) {
    if (source.path() == "northstar.yml" && document.is_null() && sink_.errors() == 0) {
      reporter_.Error("NS001", {source.path(), 1, 1, 1}, "northstar.yml is empty",
                      "version, sources and metrics", kRestore);
      return;
    }
    const YamlNode* last = &document;
    const YamlNode::Entry* key = nullptr;
    while (!last->entries.empty() || !last->items.empty()) {
      key = last->entries.empty() ? nullptr : &last->entries.back();
      last = key != nullptr ? &key->value : &last->items.back();
    }
    if (key != nullptr && last->is_null() && source.text().ends_with(':')) {
      reporter_.Error("NS001", key->key_span,
                      fmt::format("the file ends after '{}:'; it looks cut off", key->key), "",
                      "restore it; if '" + key->key + "' is meant to be empty, end the line");
    }
  }

  bool HoldsSettingsAlone() const {
    return std::all_of(documents_.begin(), documents_.end(), [](const YamlNode& document) {
      return std::all_of(
          document.entries.begin(), document.entries.end(), [](const YamlNode::Entry& entry) {
            return entry.key == "warehouse" || entry.value.is_scalar() || entry.value.is_null();
          });
    });
  }

  // Lists of several files add up; a single value can only be said in one place.
  void CheckSaidOnce() {
    for (const std::string_view key :
         {"name", "timezone", "first_day_of_week", "first_month_of_year", "warehouse", "outcome",
          "activity", "review", "judgement", "renotify", "refresh"}) {
      const YamlNode* first = nullptr;
      for (const YamlNode& document : documents_) {
        const YamlNode* found = document.Find(key);
        if (found == nullptr) continue;
        if (first != nullptr) {
          reporter_.Error(
              "NS008", found->span, fmt::format("'{}' is set twice", key), "",
              fmt::format("it is also set in {}:{}", first->span.file, first->span.line));
        } else {
          first = found;
        }
      }
    }
  }

  Error Failure() {
    return Error::Project(
        fmt::format("the project has {}", Plural(static_cast<long long>(sink_.errors()), "error")),
        sink_.all());
  }

  std::string DirectoryOf(size_t document) const {
    return (root_ / sources_[document].path()).parent_path().string();
  }

  const YamlNode* First(std::string_view key) const {
    for (const YamlNode& document : documents_) {
      if (const YamlNode* found = document.Find(key)) return found;
    }
    return nullptr;
  }
  std::string FirstText(std::string_view key, std::string fallback) const {
    const YamlNode* found = First(key);
    return found != nullptr ? found->text : std::move(fallback);
  }

  Calendar ReadCalendar() {
    if (const YamlNode* version = First("version"); version != nullptr && version->text != "1") {
      reporter_.Error("NS010", version->span,
                      fmt::format("this program reads version 1, not '{}'", version->text));
    }
    const std::string zone_name = FirstText("timezone", "UTC");
    auto zone = TimeZone::Load(zone_name);
    if (!zone.ok()) {
      reporter_.Error("NS010", First("timezone")->span, zone.error().message, "an IANA time zone",
                      zone.error().hint);
      zone = TimeZone::Load("UTC");
    }
    const std::string first_day = FirstText("first_day_of_week", "monday");
    const Weekday weekday = first_day == "sunday"     ? Weekday::kSunday
                            : first_day == "saturday" ? Weekday::kSaturday
                                                      : Weekday::kMonday;
    const double month = ParseNumber(FirstText("first_month_of_year", "1")).value_or(1);
    if (month < 1 || month > 12) {
      reporter_.Error("NS010", First("first_month_of_year")->span,
                      "'first_month_of_year' must be between 1 and 12");
      return {std::move(*zone), weekday, 1};
    }
    return {std::move(*zone), weekday, static_cast<int>(month)};
  }

  // In the project; for a folder whose name DuckDB cannot open a database under (a question mark
  // begins the options of a path, and a name is text), in the user's cache.
  std::string DefaultDatabase() const {
    const fs::path inside = root_ / ".northstar" / "events.duckdb";
    std::error_code error;
    const std::string real = fs::weakly_canonical(root_, error).string();
    if (real.find('?') == std::string::npos && IsValidUtf8(real)) return inside.string();
    fs::path cache = environment_("XDG_CACHE_HOME").value_or("");
    if (cache.empty()) {
      const std::string home = environment_("HOME").value_or("");
      if (home.empty()) return inside.string();
      cache = fs::path(home) / ".cache";
    }
    constexpr size_t kLength = 16;
    return (cache / "northstar" / HashText(real).substr(0, kLength) / "events.duckdb").string();
  }

  WarehouseSettings ReadWarehouse() {
    WarehouseSettings warehouse;
    warehouse.path = DefaultDatabase();
    const YamlNode* node = First("warehouse");
    if (node == nullptr) return warehouse;
    reading::Context context{reporter_, environment_, root_.string()};
    warehouse.type = Text(*node, "type", "duckdb");
    if (node->Find("path") != nullptr) {
      warehouse.path =
          (root_ / reading::Expand(*node, "path", context)).lexically_normal().string();
    }
    if (const YamlNode* limit = node->Find("memory_limit")) {
      const auto bytes = ParseBytes(limit->text);
      if (!bytes) {
        reporter_.Error("NS010", limit->span, "'memory_limit' is not a size", "for example 4GB");
      }
      warehouse.memory_limit = bytes.value_or(warehouse.memory_limit);
    }
    warehouse.threads = reading::Whole(*node, "threads").value_or(0);
    return warehouse;
  }

  void ReadSources(Project& project) {
    ReadSources(project, "sources", reading::ReadSource);
    ReadSources(project, "feedback", reading::ReadFeedback);
    CheckKindsAgree(project);
    CheckMerges(project);
  }

  void ReadSources(Project& project, const char* key,
                   Source (*read)(const YamlNode&, reading::Context&)) {
    for (size_t i = 0; i < documents_.size(); ++i) {
      const YamlNode* list = documents_[i].Find(key);
      if (list == nullptr) continue;
      reading::Context context{reporter_, environment_, DirectoryOf(i)};
      for (const YamlNode& item : list->items) {
        Source source = read(item, context);
        if (project.FindSource(source.name) != nullptr) {
          reporter_.Error("NS008", source.span,
                          fmt::format("the source '{}' is defined twice", source.name));
        }
        project.sources.push_back(std::move(source));
      }
    }
  }

  void CheckMerges(const Project& project) {
    std::vector<std::string> entities;
    for (const Source& source : project.sources) {
      for (const NamedExpr& entity : source.entities) entities.push_back(entity.name);
    }
    for (const Source& source : project.sources) {
      if (source.merge_entity.empty() ||
          std::find(entities.begin(), entities.end(), source.merge_entity) != entities.end())
        continue;
      reporter_.Error("NS004", source.merge_span,
                      fmt::format("no source declares an entity '{}'", source.merge_entity), "",
                      DidYouMean(source.merge_entity, entities));
    }
  }

  // One name means one thing in the whole project, so that questions need not say which source.
  void CheckKindsAgree(const Project& project) {
    struct Declared {
      std::string_view kind;
      const Source* source;
    };
    std::map<std::string, Declared> kinds;
    for (const Source& source : project.sources) {
      const std::pair<std::string_view, const std::vector<NamedExpr>*> groups[] = {
          {"entity", &source.entities},
          {"dimension", &source.dimensions},
          {"value", &source.values}};
      for (const auto& [kind, exprs] : groups) {
        for (const NamedExpr& one : *exprs) {
          const auto [it, fresh] = kinds.emplace(one.name, Declared{kind, &source});
          const Declared& other = it->second;
          // Within one source the reader of sources has said so.
          if (fresh || other.kind == kind || other.source == &source) continue;
          reporter_.Error(
              "NS008", one.span,
              fmt::format("'{}' is {} {} here and {} {} in source '{}'", one.name, Article(kind),
                          kind, Article(other.kind), other.kind, other.source->name));
        }
      }
    }
  }

  void ReadMetrics(Project& project) {
    for (size_t i = 0; i < documents_.size(); ++i) {
      const YamlNode* list = documents_[i].Find("metrics");
      if (list == nullptr) continue;
      reading::Context context{reporter_, environment_, DirectoryOf(i)};
      reading::MetricReader reader(project, context);
      for (const YamlNode& item : list->items) {
        project.metrics.push_back(reader.Read(item));
        project.metrics.back().written = YamlOnOneLine(item);
        metric_nodes_.push_back(&item);
      }
    }
    AddSeriesMetrics(project);
    ReadFormulas(project);
  }

  void AddSeriesMetrics(Project& project) {
    for (const Source& source : project.sources) {
      for (const auto& [name, column] : source.series_metrics) {
        Metric* declared = nullptr;
        for (Metric& metric : project.metrics) {
          if (metric.name == name && metric.Is<kind::Series>()) declared = &metric;
        }
        if (declared == nullptr) {
          Metric metric;
          metric.name = name;
          metric.kind = kind::Series{source.name, column};
          metric.type_name = "series";
          metric.label = reading::LabelFromName(name);
          metric.span = source.span;
          metric.description_span = source.span;
          project.metrics.push_back(std::move(metric));
          metric_nodes_.push_back(nullptr);
          declared = &project.metrics.back();
        }
        std::get<kind::Series>(declared->kind).column = column;
        if (!declared->grain) declared->grain = source.grain;
      }
    }
  }

  // Formulas see every metric, so they are bound after all metrics are known.
  void ReadFormulas(Project& project) {
    const std::vector<std::string> names = project.MetricNames();
    reading::Context context{reporter_, environment_, root_.string()};
    reading::MetricReader reader(project, context);
    for (size_t i = 0; i < project.metrics.size(); ++i) {
      auto* formula = std::get_if<kind::Derived>(&project.metrics[i].kind);
      if (metric_nodes_[i] == nullptr || formula == nullptr) continue;
      formula->expr = reader.ReadFormula(*metric_nodes_[i], "expr", names);
    }
  }

  fs::path root_;
  const Environment& environment_;
  std::vector<SourceText> sources_;
  std::vector<YamlNode> documents_;
  std::vector<const YamlNode*> metric_nodes_;
  DiagnosticSink sink_;
  Reporter reporter_;
};

}  // namespace

namespace {

fs::path RootOf(const std::string& directory) {
  std::error_code error;
  fs::path root = fs::absolute(directory, error).lexically_normal();
  return root.filename().empty() ? root.parent_path() : root;
}

}  // namespace

Result<LoadedProject> LoadProject(const std::string& directory, const Environment& environment) {
  ProjectBuilder builder(RootOf(directory), environment);
  NS_RETURN_IF_ERROR(builder.ReadFiles());
  return builder.Build();
}

Result<LoadedProject> LoadProjectFrom(const std::string& directory, std::vector<SourceText> files,
                                      const Environment& environment) {
  ProjectBuilder builder(RootOf(directory), environment);
  builder.Take(std::move(files));
  return builder.Build();
}

}  // namespace northstar
