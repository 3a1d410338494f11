"""`spe doctor`: look whether everything works, and what to do if not."""

import importlib.metadata
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from spe.commands._talk import echo_json, say, say_marked
from spe.errors import NOT_READY, SpeError
from spe.project import Project
from spe.version import DISTRIBUTION, __version__

# A process of its own: native code that crashes takes the process with it.
FACE_RUN = (
    "import skimage.data\n"
    "from spe.photo.faces import FaceFinder\n"
    "with FaceFinder() as finder:\n"
    "    print(len(finder.find(skimage.data.astronaut())))\n"
)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what was found, and what is wrong with it, if anything.

    `problem` is a sentence that says what to do; `needed` is whether spe falls
    short of its promises until then.
    """

    name: str
    found: str
    problem: str = ""
    needed: bool = True

    @property
    def bad(self) -> bool:
        """Whether something needed is missing."""
        return bool(self.problem) and self.needed


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
@click.pass_obj
def command(project: Project, *, as_json: bool) -> int:
    """Look whether everything spe needs is here and works, and say what to do if not."""
    findings: list[Finding] = []
    for group in (_programs, _faces, _photos, _project):
        found = [*group(project)]
        findings += found
        if not as_json:
            for finding in found:
                _say(finding)
    bad = [finding for finding in findings if finding.bad]
    if as_json:
        echo_json({"ok": not bad, "findings": [asdict(finding) for finding in findings]})
    else:
        say("\nAll is well." if not bad else f"\n{len(bad)} to mend, see ✗ above.")
    return NOT_READY if bad else 0


def _say(finding: Finding) -> None:
    mark, colour = ("✗", "red") if finding.bad else ("!", "yellow")
    if not finding.problem:
        mark, colour = "✓", "green"
    say_marked(f"{finding.name:<22} {finding.found}".rstrip(), mark, colour, hang=25)
    for line in finding.problem.splitlines():
        say(f"  {'':<22} {line.strip()}")


def _programs(_project: Project) -> Iterator[Finding]:
    """Python, spe and what it rests on."""
    yield Finding("spe", __version__)
    yield Finding("Python", f"{platform.python_version()} ({sys.executable})")
    yield Finding("Platform", platform.platform())
    for name in dependencies():
        yield _dependency(name)
    yield _one_cv2()


def dependencies() -> list[str]:
    """The distributions that spe declares it needs, in its own order, without those of extras.

    Read from the metadata that came with the installation; empty where spe runs without one.
    Of those that are for some kinds of computer only, the ones for this kind.
    """
    from packaging.requirements import Requirement  # noqa: PLC0415

    try:
        declared = map(Requirement, importlib.metadata.requires(DISTRIBUTION) or [])
    except importlib.metadata.PackageNotFoundError:
        return []
    return [
        item.name for item in declared if not item.marker or item.marker.evaluate({"extra": ""})
    ]


def _dependency(name: str) -> Finding:
    from spe.photo import face_model  # noqa: PLC0415

    try:
        version = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        wanted = f"{name}=={face_model.PIN}" if name == "mediapipe" else name
        return Finding(name, "missing", f"Run: pip install {wanted}")
    if name == "mediapipe" and version != face_model.PIN:
        return Finding(
            name,
            version,
            f"spe needs {face_model.PIN}: others fail on the face model or send data home. "
            f"Run: pip install mediapipe=={face_model.PIN}",
        )
    return Finding(name, version)


def _one_cv2() -> Finding:
    """Two distributions of OpenCV overwrite each other's files; and the one must load."""
    from spe.photo import headless  # noqa: PLC0415

    installed = list(headless.installed())
    declared = [name for name in dependencies() if name in headless.DISTRIBUTIONS]
    wanted = declared[0] if declared else "opencv-contrib-python"
    if not installed:
        return Finding("OpenCV", "missing", f"Run: pip install {wanted}")
    if len(installed) > 1:
        return Finding(
            "OpenCV",
            f"{len(installed)} times: {', '.join(installed)}",
            "They overwrite each other's files. "
            f"Run: pip uninstall {' '.join(installed)}, then: pip install {wanted}",
        )
    if not headless.loads():
        return Finding("OpenCV", f"{installed[0]} can't be loaded", "Run: spe setup")
    copy = headless.find()
    return Finding("OpenCV", f"once, {installed[0]}" if copy is None else f"the copy in {copy}")


def _faces(_project: Project) -> Iterator[Finding]:
    """System libraries, what runs the face model, the model, and one real look for a face."""
    from spe.photo import face_model, headless  # noqa: PLC0415

    engine = face_model.engine()
    missing = face_model.missing_libraries() if face_model.supported() else ()
    if sys.platform == "linux":
        needed = engine is None or not headless.loads()
        more = "Or, without root: spe setup" if needed else "spe does without them."
        wrong = f"{face_model.missing_sentence(missing)}\n{more}" if missing else ""
        yield Finding("System libraries", ", ".join(missing) or "all there", wrong, needed)
    if engine is None:
        known = any(face_model.known(by) for by in face_model.MODULES)
        yield Finding("Faces", "not looked for", face_model.why_no_engine(), known)
        return
    try:
        path = face_model.find(face_model.FACE)
    except SpeError as error:
        yield Finding("Face model", "wrong", str(error))
        return
    if path is None:
        yield Finding("Face model", "missing", face_model.NO_MODEL)
        return
    yield Finding("Face model", f"right, {path}")
    yield Finding("Faces", f"looked for by {engine}")
    yield _face_run()
    yield _person_model()


def _person_model() -> Finding:
    """Whether the model that measures people lies beside that of faces."""
    from spe.photo import face_model  # noqa: PLC0415

    try:
        path = face_model.find(face_model.PERSON)
    except SpeError as error:
        return Finding("Person model", "wrong", str(error))
    if path is None:
        return Finding("Person model", "missing", face_model.NO_PERSON_MODEL)
    return Finding("Person model", f"right, {path}")


def _face_run() -> Finding:
    """Whether the one face in a photograph that ships with scikit-image is found."""
    home = str(Path(__file__).parents[2])
    paths = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
    try:
        ran = subprocess.run(  # noqa: S603  (this Python, our own words)
            [sys.executable, "-c", FACE_RUN],
            env={**os.environ, "PYTHONPATH": paths},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Finding("Finding a face", "hangs", "Looking for a face took over two minutes.")
    if ran.returncode:
        last = (ran.stderr.strip().splitlines() or [f"it ended with {ran.returncode}"])[-1]
        return Finding("Finding a face", "fails", f"Looking for a face failed: {last}")
    count = ran.stdout.strip()
    if count != "1":
        return Finding(
            "Finding a face", f"{count} for 1", "The count on a known portrait is wrong."
        )
    return Finding("Finding a face", "works")


def _photos(_project: Project) -> Iterator[Finding]:
    """Whether a phone's HEIC can be read."""
    yield _attempt("HEIC photos", _heic)


def _heic() -> str:
    import numpy as np  # noqa: PLC0415

    from spe.photo.decode import decode  # noqa: PLC0415
    from spe.photo.encode import heic  # noqa: PLC0415

    pixels = np.full((64, 64, 3), (200, 100, 50), np.uint8)
    red, green, blue = decode(heic(pixels), "HEIC").rgb[32, 32].tolist()
    if max(abs(red - 200), abs(green - 100), abs(blue - 50)) > 8:
        raise SpeError("A HEIC photo came back in other colours. Run: pip install -U pillow-heif")
    return "written and read"


def _project(project: Project) -> Iterator[Finding]:
    """What the account's folder holds so far."""
    yield Finding("Folder", str(project.root.resolve()))
    yield _attempt("Time zone", lambda: str(project.zone))
    yield _attempt("Posts", lambda: _posts(project))
    yield _attempt("Measured", lambda: _measured(project))
    yield _attempt("Model", lambda: _fitted(project))


def _attempt(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name, look())
    except SpeError as error:
        return Finding(name, "wrong", str(error))
    except ImportError as error:
        return Finding(name, "fails", f"{error}.")
    except (OSError, RuntimeError, ValueError) as error:
        # The codecs' own errors: whatever it is, the person should read it.
        return Finding(name, "fails", f"{type(error).__name__}: {error}")


def _posts(project: Project) -> str:
    from spe.posts import read_posts  # noqa: PLC0415

    if not project.posts.exists():
        return "none yet (spe import)"
    posts = read_posts(project.posts)
    liked = sum(post.likes is not None for post in posts)
    gone = sum(not project.image(post.image).is_file() for post in posts)
    return f"{len(posts)}, {liked} with likes" + (f", {gone} without their photo" * bool(gone))


def _measured(project: Project) -> str:
    if not project.features.exists():
        return "nothing yet (spe extract)"
    from spe.measure.table import read_values  # noqa: PLC0415

    return f"{len(read_values(project.features))} posts"


def _fitted(project: Project) -> str:
    if not project.model.exists():
        return "none yet (spe fit)"
    from spe.model.reading import read_model  # noqa: PLC0415

    return f"from {read_model(project.model).n_posts} posts"
