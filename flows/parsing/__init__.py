"""Files as text frames: what is read is text, and what cannot be read is refused with its place in the file."""
