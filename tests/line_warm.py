"""What the fork server imports: the line, and one check done with it."""

from tests.line_process import warm_up

warm_up()
