"""The pages of persons."""
