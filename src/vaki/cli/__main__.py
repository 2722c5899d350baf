"""What `./vaki` runs: `python -m vaki.cli`."""

from __future__ import annotations

from vaki.cli import main

if __name__ == "__main__":
    main()
