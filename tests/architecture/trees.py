"""Small trees with one planted violation."""

from pathlib import Path


def plant(root: Path, path: str, text: str = "") -> Path:
    """Writes a file, and `__init__.py` into every folder above it that is a package of ours."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    for folder in target.relative_to(root).parents:
        if folder.parts and path.endswith(".py"):
            (root / folder / "__init__.py").touch()
    return target
