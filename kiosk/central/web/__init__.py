"""The leaders' page: server-rendered, without a build step, on a phone too."""
