"""The counting engine: what the apps declare as measures, kept by place, month and trait as it happens."""
