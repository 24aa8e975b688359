"""What each page shows, as plain frozen values: every word, number and order; no storage, no HTML."""
