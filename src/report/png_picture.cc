#include "report/png_picture.h"

#include <cairo.h>
#include <librsvg/rsvg.h>

#include <cmath>
#include <memory>

namespace northstar {
namespace {

constexpr double kMostPixels = 16384;

struct Unref {
  void operator()(RsvgHandle* handle) const { g_object_unref(handle); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
  void operator()(GError* error) const { g_error_free(error); }
};
template <typename T>
using Owned = std::unique_ptr<T, Unref>;

Error Problem(GError* raw) {
  const Owned<GError> error(raw);
  return Error::Data(std::string("the picture cannot be drawn: ") +
                     (error ? error->message : "it is no SVG"));
}

cairo_status_t Append(void* to, const unsigned char* bytes, unsigned int count) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

Result<std::string> PngOf(std::string_view svg, int width) {
  NS_CHECK(width >= 1);
  GError* error = nullptr;
  // Without a base address it finds no other file.
  const Owned<RsvgHandle> handle(
      rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(svg.data()), svg.size(), &error));
  if (!handle) return Problem(error);
  double own_width = 0, own_height = 0;
  if (rsvg_handle_get_intrinsic_size_in_pixels(handle.get(), &own_width, &own_height) == FALSE ||
      own_width <= 0 || own_height <= 0)
    return Error::Data("the picture cannot be drawn: it has no size");
  const double height = std::ceil(own_height * width / own_width);
  if (!(height >= 1 && height <= kMostPixels))
    return Error::Data("the picture cannot be drawn: it is too high");
  const Owned<cairo_surface_t> surface(
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, static_cast<int>(height)));
  const Owned<cairo_t> cairo(cairo_create(surface.get()));
  cairo_set_source_rgb(cairo.get(), 1, 1, 1);
  cairo_paint(cairo.get());
  const RsvgRectangle all{0, 0, static_cast<double>(width), height};
  if (rsvg_handle_render_document(handle.get(), cairo.get(), &all, &error) == FALSE)
    return Problem(error);
  std::string png;
  const cairo_status_t written = cairo_surface_write_to_png_stream(surface.get(), Append, &png);
  if (written != CAIRO_STATUS_SUCCESS) {
    return Error::Data(std::string("the picture cannot be drawn: ") +
                       cairo_status_to_string(written));
  }
  return png;
}

}  // namespace northstar
