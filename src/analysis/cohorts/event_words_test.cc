// Names of events in all the ways that products write them are the same words.
#include "analysis/cohorts/event_words.h"

#include <gtest/gtest.h>

#include "model/judgement.h"

namespace northstar {
namespace {

using Words = std::vector<std::string>;

TEST(EventWords, AreSplitAtCaseDigitsAndWhatIsNoLetter) {
  struct Case {
    const char* name;
    Words words;
  };
  for (const Case& one :
       {Case{"refund_requested", {"refund", "requested"}},
        Case{"refundRequested", {"refund", "requested"}},
        Case{"Refund Requested", {"refund", "requested"}},
        Case{"REFUND-REQUESTED", {"refund", "requested"}},
        Case{"refund2requested", {"refund", "requested"}}, Case{"SMSSent", {"sms", "sent"}},
        Case{"$app.Uninstalled", {"app", "uninstalled"}}, Case{"gekündigt_2", {"gekündigt"}},
        Case{"42", {}}, Case{"", {}}}) {
    EXPECT_EQ(WordsOfEvent(one.name), one.words) << one.name;
  }
}

TEST(EventWords, APhraseNeedsAllItsWordsInOrder) {
  const Words phrases{"cancel", "delete account", " "};
  const auto holds = [&](const char* name) { return HoldPhrase(WordsOfEvent(name), phrases); };
  EXPECT_TRUE(holds("cancel"));
  EXPECT_TRUE(holds("planCancel"));
  EXPECT_TRUE(holds("delete_my_account"));
  EXPECT_FALSE(holds("account_delete"));
  EXPECT_FALSE(holds("delete"));
  EXPECT_FALSE(holds("delete_item"));
  EXPECT_FALSE(holds("cancellable"));  // nothing is stemmed
  EXPECT_FALSE(holds(""));
}

TEST(EventWords, ThePublishedListsKnowTheirForms) {
  const auto& lists = DefaultJudgement().activity;
  for (const char* name : {"subscription_cancelled",
                           "SubscriptionCanceled",
                           "cancel",
                           "cancellation requested",
                           "churned",
                           "unsubscribe",
                           "emailUnsubscribed",
                           "refund_issued",
                           "refunds",
                           "Chargeback",
                           "charge_back",
                           "app_uninstall",
                           "UNINSTALLED",
                           "delete_account",
                           "accountDeleted",
                           "Account Deletion",
                           "ticket_opened",
                           "SupportTickets",
                           "complaint2",
                           "complained"})
    EXPECT_TRUE(HoldPhrase(WordsOfEvent(name), lists.leaving)) << name;
  for (const char* name : {"email_sent", "EmailSent", "push_sent", "Push Notification Sent",
                           "banner_shown", "ad_impression", "impressions", "email_bounced"})
    EXPECT_TRUE(HoldPhrase(WordsOfEvent(name), lists.done_to)) << name;
  for (const char* name :
       {"message_sent", "sent", "invoice_sent", "email_opened", "account_created", "item_deleted",
        "show", "pushed", "installed", "subscribed", "order"}) {
    EXPECT_FALSE(HoldPhrase(WordsOfEvent(name), lists.leaving)) << name;
    EXPECT_FALSE(HoldPhrase(WordsOfEvent(name), lists.done_to)) << name;
  }
}

}  // namespace
}  // namespace northstar
