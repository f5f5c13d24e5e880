"""Makes nyse.csv: open and close of every NYSE session from 1998 to 2026, New York time.

    python -m venv .venv && .venv/bin/pip install pandas_market_calendars exchange_calendars
    .venv/bin/python make_nyse_golden.py [recorded data folder]

pandas_market_calendars 5.5 gives the hours (it knows late openings). It must agree with
exchange_calendars 4.13 on every date, and on every hour but those of DIFFER. On 1999-12-31 the latter
is right, which the recorded SPY hours show when their folder is given. Times are written in UTC.
"""

import pathlib
import sys

import exchange_calendars
import pandas as pd
import pandas_market_calendars

FIRST, LAST = "1998-01-01", "2026-12-31"
DIFFER = ["1999-12-31", "2001-09-17", "2001-10-08", "2002-09-11", "2003-03-20", "2004-06-07",
          "2005-06-01", "2006-12-27"]

table = pandas_market_calendars.get_calendar("NYSE").schedule(FIRST, LAST)
table.columns = ["open", "close"]
other = exchange_calendars.get_calendar("XNYS", start=FIRST, end=LAST).schedule[["open", "close"]]
assert list(table.index) == list(other.index)
differ = (table.open != other.open) | (table.close != other.close)
assert [str(d.date()) for d in table.index[differ]] == DIFFER
table.loc["1999-12-31", "close"] = other.loc["1999-12-31", "close"]

if len(sys.argv) > 1:
    hours = pd.read_csv(pathlib.Path(sys.argv[1]) / "us-hour-lean" / "spy.csv.gz")["datetime"]
    assert hours[hours.str.startswith("19991231")].max() == "19991231 13:00"
    assert hours[hours.str.startswith("19991230")].max() == "19991230 15:00"

with open(pathlib.Path(__file__).parent / "nyse.csv", "w") as out:
    out.write("date,open,close\n")
    for date, row in table.iterrows():
        out.write(f"{date.date()},{row.open:%H:%M},{row.close:%H:%M}\n")
print(len(table), "sessions")
