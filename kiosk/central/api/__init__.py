"""The wire that kiosks speak, as HTTP: enrolment, tokens, hello, push, pull, snapshots, releases."""
