"""What the numbers mean: pure functions, frames in, frames out.

Nothing here opens a file (packaged code lists aside), reads a clock or a setting, or talks to Prefect or a database.
"""
