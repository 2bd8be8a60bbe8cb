"""Officers' words: the workbook out and in, what is late, and the sign-off."""
