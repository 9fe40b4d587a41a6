#include "bench/constellation_queries.h"

namespace northstar::bench {
namespace {

constexpr PeerMetric kMetrics[] = {
    {"{name: orders, type: count, event: e0}", Figure::kCount,
     "select {w} w, d_plan p, count(*) x from {t} where event = 0 group by all",  //
     Figure::kCount, "select {w} w, d_plan p, count() x from {t} where event = 0 group by w, p"},

    {"{name: amount_sum, type: sum, event: e1, value: amount}", Figure::kValue,
     "select {w} w, d_plan p, sum(v_amount) x from {t} where event = 1 group by all",
     Figure::kValue,
     "select {w} w, d_plan p, sum(v_amount) x from {t} where event = 1 group by w, p"},

    {"{name: amount_average, type: average, event: e2, value: amount}", Figure::kMean,
     "select {w} w, d_plan p, avg(v_amount) x from {t} where event = 2 group by all", Figure::kMean,
     "select {w} w, d_plan p, avg(v_amount) x from {t} where event = 2 group by w, p"},

    {"{name: amount_max, type: max, event: e3, value: amount}", Figure::kValue,
     "select {w} w, d_plan p, max(v_amount) x from {t} where event = 3 group by all",
     Figure::kValue,
     "select {w} w, d_plan p, max(v_amount) x from {t} where event = 3 group by w, p"},

    {"{name: amount_median, type: median, event: e3, value: amount}", Figure::kValue,
     "select {w} w, d_plan p, median(v_amount) x from {t} where event = 3 group by all",
     Figure::kValue,
     "select {w} w, d_plan p, quantileExactInclusive(0.5)(v_amount) x from {t} where event = 3 "
     "group by w, p"},

    {"{name: amount_p90, type: percentile, p: 90, event: e4, value: amount}", Figure::kValue,
     "select {w} w, d_plan p, quantile_cont(v_amount, 0.9) x from {t} where event = 4 group by all",
     Figure::kValue,
     "select {w} w, d_plan p, quantileExactInclusive(0.9)(v_amount) x from {t} where event = 4 "
     "group by w, p"},

    {"{name: users, type: active, entity: user, event: e0}", Figure::kCount,
     "select {w} w, d_plan p, count(distinct e_user) x from {t} where event = 0 group by all",
     Figure::kCount,
     "select {w} w, d_plan p, uniqExact(e_user) x from {t} where event = 0 group by w, p"},

    {"{name: users_three, type: active, entity: user, event: e0, at_least: 3}", Figure::kCount,
     "select w, p, count(*) x from (select {w} w, d_plan p, e_user from {t} where event = 0 group "
     "by all having count(*) >= 3) group by all",
     Figure::kCount,
     "select w, p, count() x from (select {w} w, d_plan p, e_user from {t} where event = 0 group "
     "by w, p, e_user having count() >= 3) group by w, p"},

    {"{name: teams, type: active, entity: workspace, event: e2, distinct: user, at_least: 2}",
     Figure::kCount,
     "select w, p, count(*) x from (select {w} w, d_plan p, e_workspace from {t} where event = 2 "
     "group by all having count(distinct e_user) >= 2) group by all",
     Figure::kCount,
     "select w, p, count() x from (select {w} w, d_plan p, e_workspace from {t} where event = 2 "
     "group by w, p, e_workspace having uniqExact(e_user) >= 2) group by w, p"},

    {"{name: users_28d, type: active, entity: user, event: e2, window: 28d}", Figure::kCount,
     "select w, p, count(distinct e_user) x from (select distinct unnest(range({w}, least({w} + 3, "
     "{last}) + 1)) w, d_plan p, e_user from {t} where event = 2) group by all",
     Figure::kCount,
     "select w, p, uniqExact(e_user) x from (select arrayJoin(range({w}, least({w} + 3, {last}) + "
     "1)) w, d_plan p, e_user from {t} where event = 2) group by w, p"},

    {"{name: days_active, type: frequency, entity: user, event: e1}", Figure::kMean,
     "select w, p, count(*) / count(distinct e_user) x from (select distinct {w} w, d_plan p, "
     "e_user, ts // 86400000000 from {t} where event = 1) group by all",
     Figure::kMean,
     "select w, p, count() / uniqExact(e_user) x from (select distinct {w} w, d_plan p, e_user, "
     "intDiv(ts, 86400000000) from {t} where event = 1) group by w, p"},

    {"{name: users_new, type: lifecycle, metric: b_users, part: new}", Figure::kCount,
     "select w, p, count(*) x from (select d_plan p, e_user, min({w}) w from {t} where event = 1 "
     "group by all) group by all",
     Figure::kCount,
     "select w, p, count() x from (select d_plan p, e_user, min({w}) w from {t} where event = 1 "
     "group by p, e_user) group by w, p"},

    {"{name: users_retained, type: lifecycle, metric: b_users, part: retained}", Figure::kCount,
     "select w, p, count(*) x from (select w, p, lag(w) over (partition by p, e_user order by w) "
     "earlier from (select distinct {w} w, d_plan p, e_user from {t} where event = 1)) where "
     "earlier "
     "= w - 1 group by all",
     Figure::kCount,
     "select w, p, count() x from (select p, arrayJoin(arrayFilter((a, d) -> d = 1, weeks, "
     "arrayDifference(weeks))) w from (select d_plan p, e_user, arraySort(groupUniqArray({w})) "
     "weeks from {t} where event = 1 group by p, e_user)) group by w, p"},

    {"{name: users_churned, type: lifecycle, metric: b_users, part: churned}", Figure::kCount,
     "select w + 1 w, p, count(*) x from (select w, p, lead(w) over (partition by p, e_user order "
     "by w) later from (select distinct {w} w, d_plan p, e_user from {t} where event = 1)) where "
     "(later is null or later > w + 1) and w < {last} group by all",
     Figure::kCount,
     "select w, p, count() x from (select p, arrayJoin(arrayFilter(a -> a <= {last}, arrayMap(a -> "
     "a + 1, arrayFilter((a, d) -> d != 1, weeks, arrayPushBack(arrayPopFront(arrayDifference("
     "weeks)), 9))))) w from (select d_plan p, e_user, arraySort(groupUniqArray({w})) weeks from "
     "{t} where event = 1 group by p, e_user)) group by w, p"},

    {"{name: funnel, type: conversion, entity: user, steps: [e2, e3, e4], within: 7d}",
     Figure::kMean,
     "select w, p, count(case when t1 is not null and e.ts <= t0 + 604800000000 then 1 end) / "
     "count(*) x from (select "
     "s.*, d.ts t1 from (select {w} w, d_plan p, e_user, min(ts) t0 from {t} where event = 2 group "
     "by all) s asof left join (select e_user, ts from {t} where event = 3) d on s.e_user = "
     "d.e_user and s.t0 < d.ts) a asof left join (select e_user, ts from {t} where event = 4) e on "
     "a.e_user = e.e_user and a.t1 < e.ts group by all",
     // windowFunnel of each user's first start only: fewer starts than one per week and plan.
     Figure::kDiffers,
     "select w, p, countIf(level = 3) / count() x from (select e_user, minIf({w}, event = 2) w, "
     "argMinIf(d_plan, ts, event = 2) p, windowFunnel(604800000000)(toUInt64(ts), event = 2, event "
     "= 3, event = 4) level from {t} where event in (2, 3, 4) group by e_user) where level > 0 "
     "group by w, p"},

    {"{name: return_rate, type: retention, entity: user, event: e1}", Figure::kMean,
     "select w, p, count(r.e_user) / count(*) x from (select distinct {w} w, d_plan p, e_user from "
     "{t} where event = 1) c left join (select distinct {w} - 1 w, e_user from {t} where event = "
     "1) "
     "r using (w, e_user) group by all",
     Figure::kMean,
     "select c.1 w, c.2 p, avg(has(weeks, w + 1)) x from (select arrayJoin(groupUniqArray(({w}, "
     "d_plan))) c, groupUniqArray({w}) weeks from {t} where event = 1 group by e_user) group by w, "
     "p"},

    {"{name: time_to_e4, type: duration, entity: user, from: e3, to: e4, within: 7d}",
     Figure::kValue,
     "select w, p, median((e.ts - t0) / 1e6) x from (select {w} w, d_plan p, e_user, min(ts) t0 "
     "from {t} where event = 3 group by all) s asof join (select e_user, ts from {t} where event = "
     "4) e on s.e_user = e.e_user and s.t0 < e.ts where e.ts <= t0 + 604800000000 group by all",
     Figure::kValue,
     "select w, p, quantileExactInclusive(0.5)((e.ts - t0) / 1e6) x from (select {w} w, d_plan p, "
     "e_user, min(ts) t0 from {t} where event = 3 group by w, p, e_user) s asof join (select "
     "e_user, ts from {t} where event = 4) e on s.e_user = e.e_user and s.t0 < e.ts where e.ts <= "
     "t0 + 604800000000 group by w, p"},

    {"{name: session_count, type: sessions, entity: user, event: e2, gap: 30m}", Figure::kCount,
     "select {w} w, p, count(*) x from (select ts, d_plan p, lag(ts) over (partition by e_user "
     "order by ts) earlier from {t} where event = 2) where earlier is null or ts - earlier > "
     "1800000000 group by all",
     Figure::kCount,
     "select {w} w, s.2 p, count() x from (select arrayJoin(arrayFilter((a, d, i) -> i = 1 or d > "
     "1800000000, rows, arrayDifference(rows.1), arrayEnumerate(rows))) s, s.1 ts from (select "
     "arraySort(groupArray((ts, d_plan))) rows from {t} where event = 2 group by e_user)) group by "
     "w, p"},

    {"{name: subscribed, type: state, entity: user, on: e3, off: e4}", Figure::kCount,
     "select w, p, count(*) x from (select unnest(range(w, until)) w, p from (select event, {w} w, "
     "d_plan p, coalesce(lead({w}) over (partition by d_plan, e_user order by ts), {last} + 1) as "
     "until from {t} where event in (3, 4)) where event = 3) group by all",
     Figure::kCount,
     "select w, p, count() x from (select p, arrayJoin(arrayFlatten(arrayMap((a, e, n) -> if(e = "
     "3, range(a, n), emptyArrayInt64()), rows.2, rows.3, arrayPushBack(arrayPopFront(rows.2), "
     "toInt64({last} + 1))))) w from (select d_plan p, arraySort(groupArray((ts, {w}, event))) "
     "rows "
     "from {t} where event in (3, 4) group by p, e_user)) group by w, p"},

    {"{name: ratio, type: ratio, numerator: b_users, denominator: users}", Figure::kRatio,
     "select {w} w, d_plan p, count(distinct e_user) filter (event = 1) / count(distinct e_user) "
     "filter (event = 0) x from {t} where event in (0, 1) group by all",
     Figure::kRatio,
     "select {w} w, d_plan p, uniqExactIf(e_user, event = 1) / uniqExactIf(e_user, event = 0) x "
     "from {t} where event in (0, 1) group by w, p"},
};

}  // namespace

std::span<const PeerMetric> PeerMetrics() {
  return kMetrics;
}

}  // namespace northstar::bench
