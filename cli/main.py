"""Where the program begins: what the shell is told, and what a person sees when something goes wrong.

The commands are loaded inside ``main``: helper processes that Python spawns load this module again and need
none of them.
"""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from pathlib import Path


def main() -> None:
    """Run the command line; a person sees sentences, never a traceback."""
    from catalog.errors import VecheError
    from cli import output
    from cli.commands import program
    from cli.exits import ExitCode, exit_code
    from cli.sentences import say

    try:
        program()
    except VecheError as error:
        output.message(str(error))
        if error.hint:
            output.message(say("hint", hint=error.hint))
        sys.exit(exit_code(error))
    except KeyboardInterrupt:
        output.message(say("interrupted"))
        sys.exit(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.OK)
    except Exception as error:  # noqa: BLE001 - the last net: it is written down and said in one sentence
        output.message(say("unexpected", error=f"{type(error).__name__}: {error}"[:300], log=_write_down()))
        sys.exit(ExitCode.FAULTS)


def _write_down() -> Path:
    """Keep the traceback in a file of this user's."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="veche-", suffix=".log", delete=False, encoding="utf-8"
    ) as file:
        file.write(traceback.format_exc())
    return Path(file.name)


if __name__ == "__main__":
    main()
