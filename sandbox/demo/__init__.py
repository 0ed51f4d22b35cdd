"""The main job as a scripted tour: real processes, no browser, ends by itself."""
