"""The ``cyp`` command. Each command's module is imported only when that command runs, so that ``--help`` is quick."""

import importlib
import signal
import sys
import traceback

import click

from transforms.errors import CypError

_COMMANDS = {
    "demo": ("flows.cli.demo", "demo", "The sample council's quarter, from files to an issued report."),
    "run": ("flows.cli.quarter", "run", "Bring a quarter up to date: a draft and its report."),
    "plan": ("flows.cli.quarter", "plan", "What a run would do, and why."),
    "rerun": ("flows.cli.quarter", "rerun", "Only what failed or is stale, and what depends on it."),
    "status": ("flows.cli.quarter", "status", "Where a quarter stands: what arrived, is late, is held, is published."),
    "freeze": ("flows.cli.decide", "freeze", "Choose the newest draft for the report, in a person's name."),
    "issue": ("flows.cli.decide", "issue", "Make the frozen publication the council's word."),
    "publication": ("flows.cli.publication", "publication", "Publications: list them, compare two, take one back."),
    "report": ("flows.cli.report", "report", "Render a publication's report again."),
    "explain": ("flows.cli.explain", "explain", "One figure, opened down to the files that it was counted from."),
    "commentary": ("flows.cli.commentary", "commentary", "Officers' words: what in them to look at."),
    "disclosure": ("flows.cli.disclosure", "disclosure", "Small numbers: what the public report hides, and its audit."),
    "check": ("flows.cli.check", "check", "What is wrong with a file, cell by cell, without a database."),
    "years": ("flows.cli.years", "years", "What a collection year changes, and what that would do to files."),
    "held": ("flows.cli.held", "held", "Rows held back by a rule: see, export, release them."),
    "findings": ("flows.cli.findings", "findings", "What is wrong in what was received, and since when."),
    "key": ("flows.cli.key", "key", "The key of the pseudonyms: whether it is the one in use, or replace it."),
    "warehouse": ("flows.cli.warehouse", "warehouse", "The database: start, stop, url, migrate, psql, erase, retain."),
    "server": ("flows.cli.server", "server", "The local Prefect server: start, stop, status."),
    "serve": ("flows.cli.server", "serve", "Register the deployments and work them."),
    "notify": (
        "flows.cli.notify",
        "notify",
        "Messages to suppliers, engineers, officers and directors.",
    ),
    "doctor": ("flows.cli.doctor", "doctor", "Whether everything is as it must be, and what to do where it is not."),
    "synth": ("flows.cli.synth", "synth", "A synthetic council of any size, with known answers."),
    "bench": ("flows.cli.bench", "bench", "Measure the steps beside their yardsticks; count published rates again."),
}


class _Commands(click.Group):
    """A group that imports a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's own signature
        if cmd_name not in _COMMANDS:
            return None
        module, name, _ = _COMMANDS[cmd_name]
        return getattr(importlib.import_module(module), name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's own signature
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, _, summary) in _COMMANDS.items()])


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cyp-performance", prog_name="cyp")
def cyp() -> None:
    """From child-level extracts to the board's quarterly performance report.

    Ends with 0 done, 1 our own fault, 2 usage, 3 data rejected, 4 source not reachable, 5 warehouse not reachable,
    6 refused.
    """


def main() -> None:
    """Run the command. Our own errors print their message and end with their exit code.

    Any other error is a fault of ours: it prints where it happened and of what kind it is, and not its text, which may
    quote a child's row.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to stop by the machine as by a person
    try:
        cyp.main(standalone_mode=False)
    except CypError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except Exception as error:  # noqa: BLE001 - whatever it is, its text must not be shown
        click.echo("".join(traceback.format_tb(error.__traceback__)), err=True)
        click.echo(f"Our own fault: {type(error).__name__}. Please report the lines above.", err=True)
        sys.exit(CypError.exit_code)
