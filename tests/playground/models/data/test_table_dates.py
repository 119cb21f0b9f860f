from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.models.data.table_dates import day_of, guess_order

moments = st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2068, 12, 31))


@pytest.mark.parametrize(
    ("form", "order"),
    [
        ("%Y-%m-%d", "day"), ("%Y/%m/%d", "month"), ("%d.%m.%Y", "month"), ("%d/%m/%Y", "day"),
        ("%m/%d/%Y", "month"), ("%d-%m-%y", "day"), ("%d %b %Y", "day"), ("%d-%b-%y", "day"),
        ("%B %d, %Y", "day"), ("%d. %B %Y", "day"),
    ],
)  # fmt: skip
@given(moment=moments)
def test_that_a_day_is_counted_as_the_calendar_does(form, order, moment):
    assert day_of(moment.strftime(form), order) == moment.toordinal()


@given(moments, st.integers(-12, 12))
def test_that_the_time_is_the_fraction_and_zones_count(moment, hours):
    moment = moment.replace(microsecond=0, tzinfo=timezone(timedelta(hours=hours)))
    since = moment - datetime(1, 1, 1, tzinfo=UTC)
    assert day_of(moment.isoformat(), "day") == pytest.approx(1 + since / timedelta(days=1), abs=1e-9)


@pytest.mark.parametrize(
    ("text", "hours"),
    [("2020-01-01 12:30 AM", 0.5), ("2020-01-01 12:30 pm", 12.5), ("2020-01-01 1:00 PM", 13)],
)
def test_that_halves_of_the_day_are_known(text, hours):
    day = day_of(text, "day")
    assert day is not None
    assert day % 1 * 24 == pytest.approx(hours)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2020",
        "2020-13-01",
        "32.1.2020",
        "5 Foo 2020",
        "2020-01-01 25:00",
        "1.2.3",
        "12/2020",
        "1/2/3",
        "0000-01-01",
    ],
)
def test_that_other_texts_are_no_dates(text):
    assert day_of(text, "day") is None


@pytest.mark.parametrize(
    ("texts", "order", "asks"),
    [
        (["3/4/2020", "13/4/2020"], "day", False), (["3/4/2020", "3/14/2020"], "month", False),
        (["3/4/2020"], "day", True), (["3.4.2020"], "day", False), (["3/3/2020"], "day", False),
        (["2020-01-02"], "day", False), (["13/1/2020", "1/13/2020"], "day", False), ([], "day", False),
    ],
)  # fmt: skip
def test_that_the_order_is_found_by_what_cannot_be_a_month(texts, order, asks):
    guess = guess_order(texts)
    assert guess.order == order
    assert (guess.question is not None) == asks
