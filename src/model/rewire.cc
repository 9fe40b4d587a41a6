#include "model/rewire.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "model/project.h"

namespace northstar {
namespace {

// Line and column of a name.
using Spot = std::pair<int, int>;

Spot SpotOf(const SourceSpan& span) {
  return {span.line, span.column};
}

YamlNode Read(const SourceText& file, bool& sound) {
  DiagnosticSink sink;
  YamlNode node = ParseYaml(file, sink);
  sound = sink.errors() == 0;
  return node;
}

// Whether two trees say the same, but for the star at these spots.
bool SameBut(const YamlNode& a, const YamlNode& b, const std::set<Spot>& spots,
             const std::string& star) {
  if (a.kind != b.kind || a.items.size() != b.items.size() || a.entries.size() != b.entries.size())
    return false;
  if (a.text != b.text && (b.text != star || !spots.contains(SpotOf(a.span)))) return false;
  for (size_t i = 0; i < a.items.size(); ++i) {
    if (!SameBut(a.items[i], b.items[i], spots, star)) return false;
  }
  for (size_t i = 0; i < a.entries.size(); ++i) {
    // The constellation and its history name former stars on purpose.
    const bool fixed = a.entries[i].key == "north_star" || a.entries[i].key == "metrics";
    if (a.entries[i].key != b.entries[i].key ||
        !SameBut(a.entries[i].value, b.entries[i].value, fixed ? std::set<Spot>() : spots, star))
      return false;
  }
  return true;
}

// A file's places, from the last to the first, so that columns stay right within a line.
std::vector<RewiredPlace*> PlacesIn(const std::string& path, std::vector<RewiredPlace>& places) {
  std::vector<RewiredPlace*> found;
  for (RewiredPlace& one : places) {
    if (one.named.where.file == path && one.fate == RewiredPlace::Fate::kEdited)
      found.push_back(&one);
  }
  std::sort(found.begin(), found.end(), [](const RewiredPlace* a, const RewiredPlace* b) {
    return SpotOf(a->named.where) > SpotOf(b->named.where);
  });
  return found;
}

std::string Edited(const SourceText& file, const std::vector<RewiredPlace*>& places,
                   const std::string& star) {
  std::string text = file.text();
  std::set<Spot> done;
  for (const RewiredPlace* place : places) {
    const SourceSpan& where = place->named.where;
    if (!done.insert(SpotOf(where)).second) continue;  // aliases stand where their anchor does
    const std::string_view line = file.Line(where.line);
    const auto start = static_cast<size_t>(line.data() - file.text().data());
    const size_t at = text.find(place->named.metric, start + static_cast<size_t>(where.column) - 1);
    text.replace(at, place->named.metric.size(), star);
  }
  return text;
}

bool ReadsBack(const SourceText& file, const std::string& after,
               const std::vector<RewiredPlace*>& places, const std::string& star) {
  std::set<Spot> spots;
  for (const RewiredPlace* place : places) spots.insert(SpotOf(place->named.where));
  bool sound = true;
  const YamlNode before = Read(file, sound);
  const YamlNode now = Read(SourceText(file.path(), after), sound);
  return sound && SameBut(before, now, spots, star);
}

}  // namespace

Rewiring Rewire(const LoadedProject& loaded, Day today) {
  using Fate = RewiredPlace::Fate;
  NS_CHECK(loaded.project->north_star.has_value());
  const std::string& star = loaded.project->north_star->metric;
  Rewiring rewiring;
  for (StillNamed& named : WhatNamesFormerStars(*loaded.project, today)) {
    const bool can = EditOf(named, loaded.sources, star).has_value();
    const Fate left = named.is_over ? Fate::kOver : Fate::kKept;
    const Fate fate = !named.must_change ? left : can ? Fate::kEdited : Fate::kByHand;
    rewiring.places.push_back({std::move(named), fate});
  }
  for (const SourceText& file : loaded.sources) {
    const std::vector<RewiredPlace*> places = PlacesIn(file.path(), rewiring.places);
    if (places.empty()) continue;
    std::string after = Edited(file, places, star);
    if (ReadsBack(file, after, places, star)) {
      rewiring.files.push_back({file.path(), file.AsFile(file.text()), file.AsFile(after)});
    } else {
      for (RewiredPlace* place : places) place->fate = Fate::kByHand;
    }
  }
  return rewiring;
}

}  // namespace northstar
