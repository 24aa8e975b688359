"""What a ward talks about: frozen values and rules, without input or output, clock or Qt."""
