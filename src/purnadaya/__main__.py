"""``python -m purnadaya``."""

from purnadaya.config.cli import main

if __name__ == "__main__":
    main()
