"""What the application knows, free of Qt: data sets, splits, experiments."""
