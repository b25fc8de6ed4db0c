"""The SDK is loaded where Teams is served, and nowhere else."""

import subprocess
import sys


def test_only_the_endpoint_loads_the_sdk() -> None:
    """Settings, cards, forms and the chat port work without botbuilder being imported."""
    program = (
        "import sys, adapters.teams.config, adapters.teams.outbound, adapters.teams.forms, adapters.teams.auth; "
        "sys.exit('botbuilder' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0  # noqa: S603 - our own program
