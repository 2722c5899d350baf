"""How dates, times and figures are written in each language, in Finland."""
