"""Pure decisions about counting: traits and periods, what a source contributes, what is hidden."""
