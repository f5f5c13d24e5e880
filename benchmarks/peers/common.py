"""Parts of the features that no peer has by itself, in NumPy, vectorised over rows; all peers use them.

Each function takes whole columns of one instrument and gives a whole column. A loop here is over the
places of a window, never over rows.
"""

import numpy as np

PROFILES = 512  # rows whose profiles are taken together
CHUNK = 8_192  # rows at a time, so that what a loop touches stays in the cache


def chunks(count):
    return ((at, min(at + CHUNK, count)) for at in range(0, count, CHUNK))


def as_of(time_ms, close, minutes):
    """Close of the newest bar that ended at or before each bar's end minus the horizon."""
    at = np.searchsorted(time_ms, time_ms - minutes * 60_000, side="right") - 1
    return np.where(at >= 0, close[np.maximum(at, 0)], np.nan)


def lagged(x, count, fill=np.nan):
    return np.concatenate([np.full(min(count, len(x)), fill), x[:-count]])


def mean_distance(x, mean, bars):
    """Mean absolute distance of the last values from their mean."""
    out = np.full(len(x), np.nan)
    for start, end in chunks(len(x) - bars + 1):
        total = np.zeros(end - start)
        centre = mean[start + bars - 1 : end + bars - 1]
        for k in range(bars):
            total += np.abs(x[start + k : end + k] - centre)
        out[start + bars - 1 : end + bars - 1] = total / bars
    return out


def cluster_share(volume, mean, total, bars):
    """Volume of the largest run of bars above the window's mean, over the window's volume."""
    out = np.full(len(volume), np.nan)
    for start, end in chunks(len(volume) - bars + 1):
        centre = mean[start + bars - 1 : end + bars - 1]
        run = np.zeros(end - start)
        largest = np.zeros(end - start)
        for k in range(bars):
            v = volume[start + k : end + k]
            run = (run + v) * (v > centre)
            np.maximum(largest, run, out=largest)
        sums = total[start + bars - 1 : end + bars - 1]
        out[start + bars - 1 : end + bars - 1] = np.where(largest > 0, largest / np.where(sums > 0, sums, 1), 0)
    return out


def volume_profile(typical, volume, close, bars, width=0.0005, farthest=200, share=0.7):
    """Distances of the close from the point of control and both ends of the value area."""
    rows = len(close) - bars + 1
    out = np.full((3, len(close)), np.nan, dtype=np.float32)
    windows = np.lib.stride_tricks.sliding_window_view
    prices, weights = windows(typical, bars), windows(volume, bars)
    for start in range(0, rows, PROFILES):
        end = min(start + PROFILES, rows)
        n = end - start
        here = np.arange(n)
        places = prices[start:end] * (1 / (close[start + bars - 1 : end + bars - 1] * width))[:, None]
        places += 0.5 - 1 / width
        np.floor(places, out=places)
        np.clip(places, -farthest, farthest, out=places)
        # Only the bins that this chunk reaches, as many on both sides of the close.
        reach = int(max(places.max(), -places.min()))
        bins = 2 * reach + 1
        places += (here * bins + reach)[:, None]
        weight = weights[start:end]
        total = weight.sum(axis=1)
        silent = total == 0
        if silent.any():
            weight = np.where(silent[:, None], 1.0, weight)
            total = np.where(silent, bars, total)
        profile = np.bincount(places.ravel().astype(np.int64), weight.ravel(), n * bins).reshape(n, bins)
        # Of equal bins the nearest to the close wins, then the lower: looked at in this order.
        order = np.array([reach] + [reach + s * k for k in range(1, reach + 1) for s in (-1, 1)])
        control = order[np.argmax(profile[:, order], axis=1)]
        # Only bins with volume count: packed to the left, the neighbours of a bin are the next columns.
        traded = profile > 0
        rank = np.cumsum(traded, axis=1)
        widest = int(rank[:, -1].max())
        packed = np.full((n, widest + 2), -1.0)
        where = np.zeros((n, widest + 2), dtype=np.int64)
        r, b = np.nonzero(traded)
        packed[r, rank[r, b]] = profile[r, b]
        where[r, rank[r, b]] = b
        high = rank[here, control].copy()
        low = high.copy()
        area = packed[here, high]
        active = here[area < share * total]
        while active.size:
            above = packed[active, high[active] + 1]
            below = packed[active, low[active] - 1]
            going = np.maximum(above, below) >= 0
            active, above, below = active[going], above[going], below[going]
            up = above >= below
            high[active] += up
            low[active] -= ~up
            area[active] += np.where(up, above, below)
            active = active[area[active] < share * total[active]]
        for row, bin_ in zip(out, (control, where[here, high], where[here, low])):
            row[start + bars - 1 : end + bars - 1] = width * (reach - bin_)
    return out


def hourly(end_ms, volume):
    """V04 and V12: volumes of hours of the UTC grid, the current one as far as it has come."""
    hour = (end_ms - 1) // 3_600_000
    ready = end_ms - end_ms[0] >= 86_400_000
    sums = np.concatenate([[0.0], np.cumsum(volume)])
    counts = np.arange(len(volume) + 1)
    now = counts[1:]

    def before(hours_ago):
        """Index of the first bar that is at most so many hours before the current one."""
        return np.searchsorted(hour, hour - hours_ago, side="left")

    day, days = before(23), before(71)
    whole = (sums[now] - sums[days]) / (now - days)
    ratio = np.where(whole > 0, (sums[now] - sums[day]) / (now - day) / np.where(whole > 0, whole, 1), 1)
    usual, bars = np.zeros(len(volume)), np.zeros(len(volume), dtype=np.int64)
    for ago in (72, 48, 24):
        first, last = before(ago), before(ago - 1)
        usual += sums[last] - sums[first]
        bars += last - first
    usual = np.where(bars > 0, usual / np.maximum(bars, 1), 0)
    current = before(0)
    mean = (sums[now] - sums[current]) / (now - current)
    relative = np.where(usual > 1e-9, mean / np.where(usual > 1e-9, usual, 1), 1)
    return np.where(ready, ratio, np.nan), np.where(ready, relative, np.nan)
