"""Accuracy on the corpus, by category and language, and every miss: `make language-report`."""

from collections import Counter
from typing import Any

from engine.language import adjust, understand
from engine.types.direction import Direction
from tests.language.test_corpus import CHECKS, CORPUS


def directed(turns: list[str]) -> Direction:
    first, *rest = turns
    direction = understand(first)
    for text in rest:
        direction = adjust(direction, text)
    return direction


def missed(case: dict[str, Any], direction: Direction) -> dict[str, Any]:
    """Return what should have been understood and was not; a gesture that is missing misses its checks too."""
    result: dict[str, Any] = {}
    for name, want in case.items():
        if name == "turns":
            continue
        try:
            is_right = CHECKS[name](direction, want)
        except (StopIteration, RuntimeError):
            is_right = False
        if not is_right:
            result[name] = want
    return result


def main() -> None:
    asked: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for case in CORPUS:
        direction = directed(case["turns"])
        misses = missed(case, direction)
        language = case.get("language", "en")
        checks = [name for name in case if name != "turns"]
        for group in (f"language {language}", "all checks"):
            asked[group] += len(checks)
            wrong[group] += len(misses)
        asked["all instructions"] += 1
        wrong["all instructions"] += bool(misses)
        for name in checks:
            asked[f"check {name}"] += 1
            wrong[f"check {name}"] += name in misses
        if misses:
            said = direction.model_dump(mode="json", exclude_defaults=True)
            print(f"{' | '.join(case['turns'])}\n    wanted {misses}\n    got    {said}")
    for group, count in sorted(asked.items()):
        print(f"{group:24} {100 * (1 - wrong[group] / count):6.1f} % of {count}")


if __name__ == "__main__":
    main()
