"""Lines that state a date are read in every form that is measured, whatever the day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.fit import planted

BODY = (
    "Pasar Bandung dibuka lagi pada 7 April 2014, kata Wira.\n\n"
    "Para pedagang senang. Sejak 1998 pasar itu sepi."
)
FORMS = [(place, form) for place, (forms, _) in planted.FORMS.items() for form in forms]


@pytest.mark.parametrize("place, form", FORMS)
@given(day=st.dates(max_value=planted.date(2026, 1, 1), min_value=planted.date(1995, 1, 1)))
def test_a_planted_line_is_read(place, form, day):
    record = {"title": "Pasar Dibuka", "body": BODY, "date": day.isoformat()}
    published, source = planted.date_record(record, form, planted.FORMS[place][1])
    assert published == day.isoformat()
    assert source in ("line", "footer", "dateline")
