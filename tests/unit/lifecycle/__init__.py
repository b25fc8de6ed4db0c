"""Tests of the rules: `decide`, `evolve`, `evaluate`."""

import pytest

pytest.register_assert_rewrite("tests.unit.lifecycle.spec")
