"""What a query has that was not read as it may have been meant.

Every reading that a person could be surprised by is one kind of remark. The parser makes them, and
whoever shows results shows them too.
"""

from dataclasses import dataclass
from enum import StrEnum


class RemarkKind(StrEnum):
    """The kinds of remarks. Programs tell them apart by these names."""

    NO_WORD = "no_word"
    HEADLINE = "headline"
    LONE_OPERATOR = "lone_operator"
    SMALL_OPERATOR = "small_operator"
    UNKNOWN_FIELD = "unknown_field"
    APART_FIELD = "apart_field"
    SEPARATED = "separated"
    BAR = "bar"
    BOOST = "boost"
    WILDCARD = "wildcard"
    DISTANCE = "distance"
    UNCLOSED_QUOTE = "unclosed_quote"
    UNCLOSED_PARENTHESIS = "unclosed_parenthesis"
    TOO_MANY_JOINED = "too_many_joined"
    ADDRESS = "address"
    SITE = "site"
    ID = "id"
    KNOWN_ID = "known_id"


MESSAGES = {
    RemarkKind.NO_WORD: "{text} has no word, so nothing is found: write a word or a number",
    RemarkKind.HEADLINE:
        "{text} is an ordinary word here, because the query looks like a headline in capitals: "
        "write AND, OR or NOT for an operator",
    RemarkKind.LONE_OPERATOR: "{text} has nothing to join, so it is no operator",
    RemarkKind.SMALL_OPERATOR: "{text} is an ordinary word: write an operator in capitals",
    RemarkKind.UNKNOWN_FIELD:
        "{text} is not a field, so it is text: there are title:, body:, outlet:, before:, after:, "
        "on:, past:, site:, url: and id:",
    RemarkKind.APART_FIELD:
        "{text} is text: write what a field holds right behind its name, without a space",
    RemarkKind.SEPARATED: "{text} is read as separate words: put it in quotes to keep it together",
    RemarkKind.BAR: "{text} joins nothing: write OR between alternatives",
    RemarkKind.BOOST: "{text} changes nothing: no part of a query can be given a weight",
    RemarkKind.WILDCARD: "{text} can only stand at the end of a word, as * for its other endings",
    RemarkKind.DISTANCE: "{text} is not possible: a word may differ by 1 or 2 letters",
    RemarkKind.UNCLOSED_QUOTE: "{text} is never closed, so the phrase ends with the query",
    RemarkKind.UNCLOSED_PARENTHESIS: "{text} is never closed, so the group ends with the query",
    RemarkKind.TOO_MANY_JOINED:
        "{text} is read as separate words: a query can keep only so many joined ones together",
    RemarkKind.ADDRESS:
        "{text} is read as the address of an article: put it in quotes to search for its words",
    RemarkKind.SITE:
        "{text} is read as a site, whose articles are found: put it in quotes to search for its "
        "words",
    RemarkKind.ID:
        "{text} is read as the id of an article: put it in quotes to search for its words",
    RemarkKind.KNOWN_ID: "{text} is the id of an article, too: write id: before it to see that",
}
"""What each kind says in English, about the part of the query that it is about."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark: its kind, the part of the query that it is about, and where that begins.

    `position` counts code points from 0.

    >>> str(Remark(RemarkKind.LONE_OPERATOR, "AND", 6))
    'AND has nothing to join, so it is no operator'
    """

    kind: RemarkKind
    text: str
    position: int

    def __str__(self) -> str:
        return MESSAGES[self.kind].format(text=self.text)
