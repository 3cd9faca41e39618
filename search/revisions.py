"""Revisions: storing an article only over the version that its sender knows.

Two programs that change one article do not overwrite each other then, and what arrives late does
not undo what is newer. The revision is looked at in the transaction that stores the article.
"""

from collections.abc import Callable

from search.article import Article
from search.batch import Identification
from search.errors import ConditionFailed, RevisionConflict

ANY = "*"
"""The condition that there is an article, whatever its revision."""

Precondition = int | str | None
"""The revision that the stored article must have, or ANY; None for no condition."""


def check_condition(before: Article | None, condition: Precondition) -> None:
    """Raise ConditionFailed unless the stored article meets a condition."""
    if condition is None:
        return
    if before is None:
        raise ConditionFailed("there is no such article: leave If-Match out to add it")
    if condition not in (ANY, before.revision):
        raise ConditionFailed(
            f"the stored article has the revision {before.revision}: read it, and send what is to "
            "be stored over that")


class Expectation:
    """What the sender of an article expects to be stored. Implements `Identification`.

    `conflict` is why the article was not stored. `revision` is that of the stored article
    afterwards. Both are known once the article was settled.
    """

    def __init__(
        self, id: str, *, identity: Identification | None = None, stated: int | None = None,
        condition: Precondition = None, is_new: bool = False,
    ) -> None:
        """Expect the stored article to be no newer than `stated`, and to meet a condition.

        An `identity` finds the id; without one it is `id`. With `is_new` there must be none yet.
        """
        self._id, self._identity = id, identity
        self._stated, self._condition, self._is_new = stated, condition, is_new
        self.conflict: RevisionConflict | None = None
        self.revision = 1

    @property
    def likely_ids(self) -> tuple[str, ...]:
        """The ids that the article may have."""
        return self._identity.likely_ids if self._identity else (self._id,)

    def settle(self, article: Article, find: Callable[[str], Article | None]) -> Article:
        """Return the article as it is to be stored; the stored one if that must not change.

        Raises ConditionFailed if nothing is stored and nothing may be.
        """
        settled = self._identity.settle(article, find) if self._identity else article
        before = find(settled.id)
        try:
            self._check(settled, before)
        except RevisionConflict as conflict:
            self.conflict = conflict
            if before is None:
                raise
            settled = before
        if before is not None and settled.is_same_as(before):
            self.revision = before.revision
        else:
            self.revision = settled.as_version_after(before).revision
        return settled

    def _check(self, article: Article, before: Article | None) -> None:
        check_condition(before, self._condition)
        if before is None or article.is_same_as(before):
            return
        if self._is_new:
            raise ConditionFailed("there is such an article already: leave If-None-Match out to "
                                  "replace it")
        if self._stated is not None and self._stated < before.revision:
            raise RevisionConflict(
                f"revision {self._stated} is older than the stored one, {before.revision}")
        if self._stated == before.revision:
            raise RevisionConflict(
                f"another article with the revision {self._stated} is stored: a changed article "
                "needs a higher one")
