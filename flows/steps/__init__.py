"""The steps of the line, as plain functions: the flow and the command both call these. None imports Prefect."""
