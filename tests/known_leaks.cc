// What LeakSanitizer reports of libraries that are used as they should be: fontconfig, which draws
// the text of a mail's picture, keeps its fonts until the process ends, at places that it reaches
// by offsets and not by pointers. Freeing them at the end (FcFini) is refused while pango holds
// some.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libfontconfig\n";
}
