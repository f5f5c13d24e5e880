"""Makes market-seed42.csv: a simulated market re-made in Python from the description of the model alone.

Usage: python make_market_golden.py > market-seed42.csv
Needs nothing but Python. Model: standard(42), instrument SIM1, 2 days from 2024-01-01, trades and quotes,
an outage begins in a bar with probability 1/300. Keeps every 97th event.
"""

import math
import sys

M = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & M
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & M
    return z ^ (z >> 31)


class Numbers:
    def __init__(self, seed, name, purpose):
        h = 0xCBF29CE484222325
        for b in f"{name}\n{purpose}".encode():
            h = ((h ^ b) * 0x100000001B3) & M
        self.state = mix(seed * GOLDEN & M) ^ mix(h)

    def bits(self):
        self.state = (self.state + GOLDEN) & M
        return mix(self.state)

    def uniform(self):
        return ((self.bits() >> 11) + 0.5) / 2**53

    def symmetric(self):
        b = self.bits()
        return sum((b >> s) & 0x1FFFFF for s in (0, 21, 42)) / 2**20 + 1.5 / 2**20 - 3


def events(seed, name, start, days, rate=12.0, vol=0.03, season=0.5, spread=2e-4, gap=1 / 300, gap_bars=20):
    bar = 60_000_000_000
    weather, tape, book = (Numbers(seed, name, p) for p in ("weather", "trades", "quotes"))
    factor, busy, hours = (0.6, 1.0, 2.0), (0.7, 1.0, 1.8), (12, 6, 2)
    stays = [v * h for v, h in zip((0.7, 1, 0.3), hours)]
    mean_square = sum(s * f * f for s, f in zip(stays, factor)) / sum(stays)
    base = vol * math.sqrt(1 / 1440 / mean_square) * math.exp(-0.35**2)
    keep = 0.5 ** (1 / 60 / 4)
    log_vol = 0.35 * weather.symmetric()
    regime, silent = 1, False
    log_price, price, closes, offset = math.log(100), 100.0, [], 0
    tick = lambda x: max(1, round(x * 1e8)) / 1e8
    lot = lambda x: max(1, round(x * 1e4)) / 1e4
    size = lambda r: 0.05 / (r.uniform() + 0.02)
    for k in range(days * 1440):
        if k:
            closes.append(math.log(price))
        opened = start + k * bar
        leave, where, g = weather.uniform(), weather.uniform(), weather.uniform()
        if leave < 1 / 60 / hours[regime]:
            regime = 1 if regime != 1 else (2 if where < 0.3 else 0)
        log_vol = keep * log_vol + 0.35 * math.sqrt(1 - keep**2) * weather.symmetric()
        silent = g >= 1 / gap_bars if silent else g < gap
        if silent:
            continue
        day = 1 + season * math.cos(2 * math.pi * ((k % 1440) + 0.5) / 1440)
        sd = base * factor[regime] * math.exp(log_vol) * day / math.sqrt(1 + season**2 / 2)
        expected = rate * busy[regime] * day
        drift = 0.0
        if len(closes) >= 61:
            window = closes[-61:]
            moves = [(b - a) ** 2 for a, b in zip(window, window[1:])][::-1]
            v, w = sum(moves) / 60, sum(moves[:20]) / 20
            if v > 0:
                momentum = math.tanh((window[-1] - window[-16]) / math.sqrt(15 * v))
                drift = 0.45 * momentum * math.tanh(4 * (1 - math.sqrt(w / v)))
        times, when = [], -math.log(tape.uniform()) / expected
        while when < 1:
            times.append(min(opened + int(when * bar), opened + bar - 1))
            when -= math.log(tape.uniform()) / expected
        for i, time in enumerate(times):
            z = tape.symmetric()
            move = drift * sd / expected + sd / math.sqrt(expected) * z
            log_price += move
            price = tick(math.exp(log_price))
            traded = lot(size(tape) * (0.5 + abs(z)))
            yield f"trade,{offset},{time},{price!r},{traded!r},{'BUY' if move > 0 else 'SELL'}"
            room = (times[i + 1] if i + 1 < len(times) else opened + bar - 1) - time
            half = spread * factor[regime] / 2
            bid, ask = tick(price * (1 - half)), tick(price * (1 + half))
            bid_size, ask_size = lot(size(book)), lot(size(book))
            later = time + min(room // 2, 1_000_000)
            yield f"quote,{offset + 1},{later},{bid!r},{bid_size!r},{ask!r},{ask_size!r}"
            offset += 2


lines = list(events(42, "SIM1", 1_704_067_200_000_000_000, 2))
print(len(lines))
print("\n".join(lines[::97]))
