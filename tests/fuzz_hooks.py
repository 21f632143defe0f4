"""What schemathesis must not do to itself."""

import os

import schemathesis

SELF = os.environ["ZHUQI_FUZZ_SELF"]


@schemathesis.hook
def before_call(context, case, kwargs):
    """The user of the run isn't edited by the run: a new role, status or password would end its session."""
    parameters = case.path_parameters or {}
    if case.path.startswith("/api/v1/users/{") and any(str(value) == SELF for value in parameters.values()):
        for name in parameters:
            parameters[name] = 1
