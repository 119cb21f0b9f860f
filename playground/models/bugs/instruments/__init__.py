"""What a learner can look at; each instrument is a function of a trained run."""
