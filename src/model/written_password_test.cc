#include "model/written_password.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

TEST(WrittenPassword, IsToldFromAVariable) {
  for (const char* text : {"postgresql://app:hunter2@db/shop", "postgresql://:x@db/shop",
                           "postgresql://db/shop?password=hunter2", "postgresql://app:a%20b@db",
                           "postgresql://db/shop?sslpassword=x", "host=db password=hunter2",
                           "postgresql://app:hun@ter2@db/shop", "postgresql://app:${A}x@db/shop",
                           "postgresql://app:hun/ter2@db/shop", "postgresql://app:%zz@db"}) {
    EXPECT_TRUE(HoldsPassword(text)) << text;
  }
  for (const char* text :
       {"postgresql://app@db/shop", "${DATABASE_URL}", "postgresql://app:${PASSWORD}@db/shop",
        "postgresql://app:${A}${B}@db/shop", "postgresql://db/shop?password=${PASSWORD}",
        "sqlite:a:b@c.db", "postgresql://db:5432/shop", "host=db"}) {
    EXPECT_FALSE(HoldsPassword(text)) << text;
  }
}

}  // namespace
}  // namespace northstar
