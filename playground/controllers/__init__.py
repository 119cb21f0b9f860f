"""Controllers: each joins the workbench with one view."""
