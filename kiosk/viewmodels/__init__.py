"""Every word, number, order and emphasis on screen, as plain frozen values without Qt."""
