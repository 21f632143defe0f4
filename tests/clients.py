"""Reads the OpenAPI document as strangers do: a validator, and clients generated from it in Python and TypeScript.

Both clients take a problem of the demo from filing to resolution and download papers; see tests/clients/.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

from openapi_spec_validator import OpenAPIV31SpecValidator
from zhuqi import PASSWORD, ROOT, Program, Wrong, arguments

STORIES = ROOT / "tests" / "clients"


def run(*command, cwd: Path, **environment: str) -> str:
    """What a command printed; its output where it failed."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=180,
    )
    if done.returncode != 0:
        raise Wrong(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout.strip()


def validate(document: Path) -> None:
    faults = [
        f"{'/'.join(map(str, fault.absolute_path))}: {fault.message}"
        for fault in OpenAPIV31SpecValidator(json.loads(document.read_text())).iter_errors()
    ]
    if faults:
        raise Wrong("the document isn't OpenAPI 3.1:\n" + "\n".join(faults))
    print("the document is OpenAPI 3.1")


def in_python(document: Path, address: str, folder: Path) -> None:
    generated = run(
        sys.executable,
        *("-m", "openapi_python_client", "generate", "--meta", "none", "--fail-on-warning"),
        *("--path", document, "--config", STORIES / "generator.yaml", "--output-path", folder / "zhuqi_client"),
        cwd=folder,
    )
    if "WARNING" in generated.upper():
        raise Wrong(f"openapi-python-client leaves something out:\n{generated}")
    sys.path[:0] = [str(folder), str(STORIES)]
    from story import tell

    print(tell(address, PASSWORD))


def in_typescript(document: Path, address: str, folder: Path) -> None:
    for name in ("story.ts", "tsconfig.json"):
        shutil.copy(STORIES / name, folder)
    (folder / "package.json").write_text('{"type": "module"}')
    packages = folder / "node_modules"
    packages.symlink_to(ROOT / "web" / "node_modules")
    run(packages / ".bin" / "openapi-typescript", document, "--output", "api.ts", cwd=folder)
    run(packages / ".bin" / "tsc", "--project", ".", cwd=folder)
    print(run("node", "built/story.js", address, cwd=folder, ZHUQI_STORY_PASSWORD=PASSWORD))


def main() -> int:
    options = arguments(__doc__).parse_args()
    with tempfile.TemporaryDirectory(prefix="zhuqi-clients.") as place:
        folder = Path(place)
        program = Program(options.binary.resolve(), folder, None)
        try:
            document = folder / "openapi.json"
            document.write_text(program.run("openapi"))
            validate(document)
            program.start_demo("--password", PASSWORD)
            address = f"http://127.0.0.1:{program.port}"
            for story in (in_python, in_typescript):
                own = folder / story.__name__
                own.mkdir()
                story(document, address, own)
            program.stop()
        except Exception:
            traceback.print_exc()
            if program.process is not None:
                print(f"server log:\n{program.log_tail()}", file=sys.stderr)
            return 1
        finally:
            program.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
