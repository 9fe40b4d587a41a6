#include "demo/project_text.h"

namespace northstar::demo {

const std::string_view kProjectText = R"yaml(, simulated with a known truth.
# Change anything and run 'northstar evaluate' again.
version: 1
name: teamwork
timezone: Europe/Berlin

sources:
  - name: app
    files: data/events.parquet
    time: time
    timezone: UTC
    event_column: event
    entities:   {user: user, workspace: workspace}
    dimensions: {plan: plan, country: country}
    values:     {amount: amount}
  - name: experiments
    files: data/experiments.csv
    time: time
    timezone: UTC
    event: experiment_viewed
    entities:   {user: user, workspace: workspace}
    dimensions: {experiment: experiment, variant: variant}

feedback:
  - name: reviews
    files: data/feedback.csv
    time: created
    timezone: UTC
    text: message
    rating: stars
    votes: upvotes
    entities: {user: user, workspace: workspace}
    id: review

metrics:
  - name: weekly_active_teams
    type: active
    label: Weekly active teams
    description: Teams in which at least three people completed a task this week
    entity: workspace
    event: task_completed
    distinct: user
    at_least: 3
    grain: week
    unit: teams
    owner: product
  - name: daily_active_users
    type: active
    label: Daily active users
    description: People who opened the app today
    entity: user
    event: app_opened
    grain: day
    unit: people
    owner: growth
  - name: messages_sent
    type: count
    label: Messages sent
    description: Messages that people sent to each other this week
    event: message_sent
    entity: user
    grain: week
    unit: messages
    owner: product
  - name: signups
    type: count
    label: Sign-ups
    description: People who signed up this week
    event: signed_up
    entity: user
    grain: week
    unit: people
    owner: growth
  - name: signups_total
    type: cumulative
    label: Sign-ups in total
    description: People who have signed up since the start
    metric: signups
    grain: week
    unit: people
    owner: growth
  - name: invites_sent
    type: count
    label: Invitations sent
    description: Invitations that people sent to colleagues this week
    event: invite_sent
    entity: user
    grain: week
    unit: invitations
    owner: growth
  - name: new_teams
    type: lifecycle
    label: New active teams
    description: Teams that are active for the first time
    metric: weekly_active_teams
    part: new
    unit: teams
  - name: back_teams
    type: lifecycle
    label: Teams that came back
    description: Teams that are active again after a break
    metric: weekly_active_teams
    part: resurrected
    unit: teams
  - name: kept_teams
    type: lifecycle
    label: Teams that stayed active
    description: Teams that were active last week too
    metric: weekly_active_teams
    part: retained
    unit: teams
  - name: team_return
    type: derived
    label: Teams that return
    description: Share of last week's active teams that are active again
    expr: kept_teams / prev(weekly_active_teams)
    grain: week
    format: percentage
    owner: product
  - name: tasks_per_team
    type: ratio
    label: Tasks per active team
    description: Tasks completed this week for each active team
    numerator: tasks_completed
    denominator: weekly_active_teams
    owner: product
  - name: tasks_completed
    type: count
    label: Tasks completed
    description: Tasks that people completed this week
    event: task_completed
    entity: workspace
    grain: week
    unit: tasks
  - name: rating
    type: feedback
    label: Rating
    description: Stars that customers gave us this week
    source: reviews
    statistic: average_rating
    grain: week
    unit: stars
  - name: unhappy
    type: feedback
    label: Unhappy texts
    description: Share of this week's texts that are negative
    source: reviews
    statistic: share_negative
    grain: week
    format: percentage
    desired_change: decrease
  - name: user_return
    type: retention
    label: People who return
    description: Share of this week's visitors who open the app again next week
    entity: user
    event: app_opened
    grain: week
    format: percentage
  - name: revenue
    type: sum
    label: Revenue
    description: Money that workspaces paid this month
    event: payment_received
    value: amount
    entity: workspace
    grain: month
    format: currency_eur
    owner: finance

# Seeing an experiment is no activity: people see it because they are there anyway.
activity: {except: [experiment_viewed]}

outcome: revenue
candidates: [weekly_active_teams, daily_active_users, messages_sent, signups_total, revenue]

teams:
  - {name: product, label: Product, purpose: Make teams finish work together}
  - {name: growth, label: Growth, purpose: Bring in teams that stay}
  - {name: finance, label: Finance, purpose: Keep the books}

annotations:
  - {at: 2024-04-01, text: Weekly active teams becomes the North Star, kind: other}
  - {at: 2025-03-01, to: 2025-08-31, text: Reminder notifications for every message, kind: campaign}
  - {at: 2026-02-01, text: New prices for the team plan, kind: release}
)yaml";

const std::string_view kConstellationText =
    R"yaml(# The North Star, what moves it, what must not get worse, and which metrics of teams feed it.
north_star:
  metric: weekly_active_teams
  statement: A team gets value when three of its people finish work together in a week.
  stage: growth
  game: productivity
  owner: product
  since: 2024-04-01
  inputs:
    - {metric: invites_sent, dimension: breadth, owner: growth}
    - {metric: tasks_per_team, dimension: depth, owner: product}
    - {metric: team_return, dimension: frequency, owner: product}
  decomposition: {expr: new_teams + prev(weekly_active_teams) * team_return + back_teams}
  guardrails:
    - {metric: rating, no_worse_than: 5%, owner: product}
    - {metric: unhappy, at_most: 20%, owner: product}
    - {metric: user_return, no_worse_than: 5%, owner: growth}
  history:
    - metric: daily_active_users
      from: 2023-01-02
      to: 2024-03-31
      decision: decisions/2024-04-01-weekly_active_teams.md
      reason: Visits did not say which teams stay, as people also looked in and worked alone

kpis:
  - {metric: signups, team: growth, ladders_to: invites_sent}
  - {metric: tasks_completed, team: product, ladders_to: tasks_per_team}
  - {metric: revenue, team: finance}  # feeds no input: 'northstar validate' says so

review: {every: quarter, last: 2026-04-07}
checks:
  - {check: goal, metric: weekly_active_teams, severity: critical}  # the goal that all others serve
)yaml";

const std::string_view kBetsText =
    R"yaml(# Four experiments that were run, and two plans. Their true effects: +50% invitations, +20% tasks,
# -40% invitations, and none.
bets:
  - {name: setup_checklist, label: Setup checklist, team: growth, moves: invites_sent, expect: 40%, effort: 4, shipped: 2025-09-29,
     experiment: {assignment: experiment_viewed, where: experiment = 'setup_checklist', arm: variant, control: control,
                  treatment: treatment, entity: user, from: 2025-09-29, to: 2025-10-26, horizon: 14d}}
  - {name: task_templates, label: Task templates, team: product, moves: tasks_per_team, expect: 40%, effort: 6, shipped: 2026-03-02,
     experiment: {assignment: experiment_viewed, where: experiment = 'task_templates', arm: variant, control: control,
                  treatment: treatment, entity: workspace, from: 2026-03-02, to: 2026-03-29, horizon: 7d}}
  - {name: smart_reminders, label: Smart reminders, team: growth, moves: invites_sent, expect: 20%, effort: 3, shipped: 2026-04-06,
     experiment: {assignment: experiment_viewed, where: experiment = 'smart_reminders', arm: variant, control: control,
                  treatment: treatment, entity: user, from: 2026-04-06, to: 2026-05-03, horizon: 14d}}
  - {name: welcome_tour, label: Welcome tour, team: product, moves: tasks_per_team, expect: 10%, effort: 2, shipped: 2026-05-11,
     experiment: {assignment: experiment_viewed, where: experiment = 'welcome_tour', arm: variant, control: control,
                  treatment: treatment, entity: workspace, from: 2026-05-11, to: 2026-06-07, horizon: 7d}}
  - {name: weekly_recap, label: Weekly recap, team: product, moves: team_return, expect: 2%, effort: 3, planned: 2026-09-01}
  - {name: dark_mode, label: Dark mode, team: product, expect: 5%, effort: 3, planned: 2026-09-01}  # moves no input
)yaml";

// Who is asked, and what each answers: nothing, the star and its meaning as the product team knows
// them, or another metric.
const std::string_view kPeopleText = R"csv(email,team
product1@example.org,product
product2@example.org,product
product3@example.org,product
product4@example.org,product
product5@example.org,product
product6@example.org,product
product7@example.org,product
product8@example.org,product
growth1@example.org,growth
growth2@example.org,growth
growth3@example.org,growth
growth4@example.org,growth
growth5@example.org,growth
growth6@example.org,growth
growth7@example.org,growth
growth8@example.org,growth
finance1@example.org,finance
finance2@example.org,finance
finance3@example.org,finance
finance4@example.org,finance
finance5@example.org,finance
finance6@example.org,finance
)csv";

const std::string_view kAnswersText = R"csv(email,team,name,meaning,action
product1@example.org,product,Weekly active teams,teams where three people finish work together in a week,tasks per active team
product2@example.org,product,weekly actve teams,three people of a team finish work together that week,tasks per active team
product3@example.org,product,Weekly active teams,teams where three people finish work together in a week,tasks per active team
product4@example.org,product,Weekly active teams,teams where three people finish work together in a week,tasks per active team
product5@example.org,product,weekly actve teams,teams in which three people finish their work together,tasks per active team
product6@example.org,product,Weekly active teams,teams where three people finish work together in a week,tasks per active team
product7@example.org,product,Weekly active teams,teams where three people finish work together in a week,tasks per active team
growth1@example.org,growth,Weekly active teams,teams where three people finish work together in a week,more invitations sent
growth2@example.org,growth,Daily active users,people who log in every day,more invitations sent
growth3@example.org,growth,Daily active users,people who open the app,more invitations sent
growth4@example.org,growth,Sign-ups,people who sign up,more invitations sent
growth5@example.org,growth,Weekly active teams,teams where three people finish work together in a week,more invitations sent
growth6@example.org,growth,Weekly active teams,teams that use us a lot,more invitations sent
finance1@example.org,finance,Revenue,money that comes in,I check the invoices
finance2@example.org,finance,no idea,no idea,I check the invoices
finance3@example.org,finance,Daily active users,people who log in every day,I check the invoices
finance4@example.org,finance,no idea,no idea,I check the invoices
finance5@example.org,finance,Weekly active teams,no idea,I check the invoices
)csv";

}  // namespace northstar::demo
