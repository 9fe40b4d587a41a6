// Carries the precompiled header of every module.
