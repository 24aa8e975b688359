"""`verify`: recompute recorded cases and list where our numbers differ."""

import argparse
import json
import sys
from pathlib import Path

from kiosk.analytics.verification.cases import MalformedCaseError, read_cases
from kiosk.analytics.verification.families import Verification, verify_file

EPILOG = """\
A file of cases is JSON: {"schema_version": 1, "family": "qic_p", "cases": [CASE, ...]}.
A case has case (its name), inputs, expected, tolerance {"rel", "abs"}, and, if some of its
expected values are not to be asserted, their names in informative. `{"error": true}` as
expected means that the inputs must be refused.
"""


def describe(parser: argparse.ArgumentParser, command: str) -> None:
    """Add the words that the command knows."""
    del command
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EPILOG
    parser.add_argument("files", nargs="+", type=Path, metavar="CASES.json")


def carry_out(options: argparse.Namespace) -> int:
    """Verify every file, list what differs and count the cases."""
    passed = failed = unread = 0
    for path in options.files:
        verification = _verify(path)
        if verification is None:
            unread += 1
            continue
        passed += verification.passed
        failed += verification.failed
        _list(path, verification)
    sys.stderr.flush()
    print(f"{passed + failed} cases, {passed} passed, {failed} failed")
    return 1 if failed or unread else 0


def _verify(path: Path) -> Verification | None:
    """Return what became of a file, or None after saying why it cannot be read."""
    try:
        return verify_file(read_cases(json.loads(path.read_text(encoding="utf-8-sig"))))
    except OSError as error:
        _say(path, f"It cannot be read: {error.strerror}. Name a file of cases.")
    except UnicodeDecodeError:
        _say(path, "It is not text in UTF-8. Save it as JSON in UTF-8.")
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        _say(path, f"It is not JSON at {where}: {error.msg}. Correct it there.")
    except RecursionError:
        _say(path, "It is nested too deeply to be a file of cases.")
    except MalformedCaseError as error:
        _say(path, f"{error}")
    except ValueError as error:  # a number of thousands of digits
        _say(path, f"It is not JSON that can be read: {error}.")
    return None


def _say(path: Path, words: str) -> None:
    print(f"{path}: {words}", file=sys.stderr)


def _list(path: Path, verification: Verification) -> None:
    for name, reason in verification.malformed:
        print(f"{path.name}: {name}: {reason} Correct the case.")
    for each in verification.differences:
        values = f"expected {_json(each.expected)}, got {_json(each.got)}"
        print(f"{path.name}: {each.case}: {each.key}: {values}")


def _json(value: object) -> str:
    """Return a value as JSON writes it; what was not computed, in words."""
    return json.dumps(value, default=str, ensure_ascii=False).strip('"')
