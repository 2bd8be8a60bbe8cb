"""The board's quarterly report: read from one publication, built as a document model, written by one writer per format.

``read`` holds the SQL, ``build`` makes the model, ``wording`` and ``charts`` draft its words and pictures, ``page``
writes HTML, ``folder`` puts finished files in place.
"""
