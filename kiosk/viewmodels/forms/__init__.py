"""Forms: what each sheet says and what a touch on it does, as pure functions of a draft and the ward."""
