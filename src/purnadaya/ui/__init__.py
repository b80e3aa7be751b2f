"""What everyone sees: base templates, forms made from commands, the look, words for problems."""
