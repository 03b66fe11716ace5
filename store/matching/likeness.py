from collections.abc import Callable, Collection

from rapidfuzz.distance import OSA

from store.matching.english_list import is_english


def slip_test(vocabulary: Collection[str]) -> Callable[[str, str], bool]:
    def is_slip(known: str, written: str) -> bool:
        if len(known) < 4 or not written.isalpha() or written in vocabulary:
            return False
        if not (known[0] == written[0] or known[:2] == written[1::-1]):
            return False
        return OSA.distance(known, written) <= (1 if len(known) < 8 else 2) and not is_english(written)

    return is_slip
