"""What `copydesk policy init` writes: a commented starter, or the example that the demo uses."""

from importlib.resources import files


def starter() -> str:
    """A small policy with every key explained."""
    return _read("starter.yaml")


def example() -> str:
    """The example company's policy: three desks, three rules, one digest."""
    return _read("example.yaml")


def _read(name: str) -> str:
    return files("adapters.policy_file").joinpath(name).read_text(encoding="utf-8")
