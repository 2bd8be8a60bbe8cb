"""Logins of sources: a supply names one, its account and secret are in the settings of the machine."""

import re

from flows.settings import LOGIN_PREFIX, SourceLogin, source_login
from flows.sources.patience import Final
from transforms.errors import CouncilFolderError


def check_name(login: str) -> None:
    """Raise CouncilFolderError for a name that cannot be part of a variable's."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", login):
        raise CouncilFolderError(
            f"the login '{login}' cannot be part of a variable's name.", "Write it as case_system."
        )


def login_of(name: str, *secrets: str) -> SourceLogin:
    """The login of that name. Raises Final, with the variables to set, when none of its ``secrets`` is set."""
    login = source_login(name)
    if not any(getattr(login, secret) for secret in secrets):
        raise Final("needs a login, and none is set", f"Set {variables(name, *secrets)}.", of_host=True)
    return login


def refused(name: str, *secrets: str) -> Final:
    """What to say when a host does not take a login."""
    fix = (
        f"Check {variables(name, *secrets)}. It is not tried again by itself." if name else "It wants a login: name it."
    )
    return Final("refused the login", fix, of_host=True)


def variables(name: str, *secrets: str) -> str:
    """The variables that hold a login, as people set them."""
    return " or ".join(f"{LOGIN_PREFIX}{name.upper()}_{secret.upper()}" for secret in secrets)
