#include "analysis/inspect/column_name.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace northstar::testing {
namespace {

TEST(ColumnName, IsSplitIntoWords) {
  const std::pair<const char*, const char*> kRows[] = {
      {"signup_country_code", "signup country code"},
      {"signupCountryCode", "signup country code"},
      {"userID", "user id"},
      {"userid", "user id"},
      {"Created date (UTC)", "created date"},
      {"properties.\"Song Length\"", "song length"},
      {"properties.$device_id", "device id"},
      {"user.id", "user id"},
      {"items.price", "price"},
      {"HTTPStatus", "http status"},
  };
  for (const auto& [name, words] : kRows) EXPECT_EQ(Join(WordsOfName(name), " "), words) << name;
}

TEST(ColumnName, TellsWhoseAndWhat) {
  EXPECT_EQ(HintsOfName("customer_id").who, "customer");
  EXPECT_EQ(HintsOfName("customer_id").id, "id");
  EXPECT_EQ(HintsOfName("customer_unique_id").who, "customer");
  EXPECT_EQ(HintsOfName("customer_city").who, "");
  EXPECT_EQ(HintsOfName("customer_city").category, "city");
  EXPECT_EQ(HintsOfName("userName").who, "user");
  EXPECT_EQ(HintsOfName("user_agent").who, "");
  EXPECT_EQ(HintsOfName("order_id").who, "");
  EXPECT_EQ(HintsOfName("order number").id, "order number");
  EXPECT_EQ(HintsOfName("created_at").time, "at");
  EXPECT_EQ(HintsOfName("order_purchase_timestamp").time, "timestamp");
  EXPECT_EQ(HintsOfName("time_zone").time, "");
  EXPECT_EQ(HintsOfName("hr").time_part, "hr");
  EXPECT_EQ(HintsOfName("event_type").event, "event");
  EXPECT_EQ(HintsOfName("amount_refunded").number, "refunded");
  EXPECT_EQ(HintsOfName("Kommentar").text, "kommentar");
  EXPECT_TRUE(HintsOfName("is_paid").flag);
  EXPECT_TRUE(HintsOfName("id").bare_id);
  EXPECT_TRUE(HintsOfName("c1").made_up);
  EXPECT_FALSE(HintsOfName("city").made_up);
  EXPECT_NE(HintsOfName("_file").technical, "");
}

TEST(ColumnName, TablesSayWhoseTheirIdIs) {
  EXPECT_TRUE(IsTableOfSomebody("customers.csv"));
  EXPECT_TRUE(IsTableOfSomebody("shop/user_data.csv"));
  EXPECT_FALSE(IsTableOfSomebody("orders.csv"));
  EXPECT_TRUE(IsTableOfEvents("event.csv"));
  EXPECT_FALSE(IsTableOfEvents("orders.csv"));
}

}  // namespace
}  // namespace northstar::testing
