"""People told by mail and webhook what concerns them: written into the warehouse first, sent from there once."""
