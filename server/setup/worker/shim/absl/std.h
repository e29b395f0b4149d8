// Stands in for the few names that deps/libwebrtc takes from Abseil. From C++17 on Abseil's own headers make them these
// same aliases of the standard ones. The headers beside this one only bring it in under the names that are included.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

namespace absl {
using std::make_unique;
using std::nullopt;
using std::optional;
using std::string_view;
} // namespace absl
