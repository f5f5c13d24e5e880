"""Makes probabilities.csv and losses.csv beside it: the net of X04 in PyTorch for Python, in float64.

    python -m venv .venv && .venv/bin/pip install torch==2.7.1 numpy
    .venv/bin/python models/src/test/resources/golden/net/torch_net.py

Weights and rows come from formulas that the test repeats, rounded to float32 as a fitted net has them.
Losses are those before each of six steps of torch.optim.Adam on batches of 32 rows, with row weights and
with gradients cut to length 1 by torch's own clip_grad_norm_; the second bias of each LSTM stays at 0.
"""

import pathlib

import numpy as np
import torch

LAGS, ROWS, BATCH, STEPS, RATE = 20, 192, 32, 6, 0.01
HERE = pathlib.Path(__file__).resolve().parent


class MomentumNN(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.convolution = torch.nn.Conv1d(5, 32, kernel_size=3)
        self.lstm = torch.nn.LSTM(32, 64, num_layers=2, batch_first=True)
        self.dense = torch.nn.Linear(64, 3)

    def forward(self, z):
        filtered = self.convolution(z.reshape(-1, 5, LAGS))
        states, _ = self.lstm(filtered.transpose(1, 2))
        return self.dense(states[:, -1])

    def ordered(self):
        """Parameters in the order of NetShape."""
        yield from (self.convolution.weight, self.convolution.bias)
        for k in range(2):
            for name in ("weight_ih", "weight_hh", "bias_ih"):
                yield getattr(self.lstm, f"{name}_l{k}")
        yield from (self.dense.weight, self.dense.bias)


def single(x):
    return np.asarray(x, dtype=np.float32).astype(np.float64)


def standardised():
    i = np.arange(ROWS * 5 * LAGS)
    x = 2 * np.sin(0.37 * i) * np.where(i % 53 == 0, 100, 1)
    x = single(np.where(i % 41 == 0, np.nan, x)).reshape(ROWS, 5 * LAGS)
    j = np.arange(5 * LAGS)
    means, deviations = 0.1 * np.cos(j), 0.5 + 0.1 * (j % 7)
    z = (np.where(np.isnan(x), means, x) - means) / deviations
    return torch.tensor(single(np.clip(z, -10, 10)))


def main():
    net = MomentumNN().double()
    at = 0
    with torch.no_grad():
        for part in net.ordered():
            i = np.arange(at, at + part.numel())
            part.copy_(torch.tensor(single(0.25 * np.sin(1.7 * i + 0.3))).reshape(part.shape))
            at += part.numel()
        for k in range(2):
            second = getattr(net.lstm, f"bias_hh_l{k}")
            second.zero_()
            second.requires_grad_(False)
    z = standardised()
    with torch.no_grad():
        table = torch.softmax(net(z), dim=1).numpy()
    np.savetxt(HERE / "probabilities.csv", table, fmt="%.17g", delimiter=",")
    trained = list(net.ordered())
    adam = torch.optim.Adam(trained, lr=RATE)
    i = torch.arange(ROWS)
    labels, weights = (i * i + i // 3) % 3, 0.5 + (i % 5).double() / 4
    losses = []
    for step in range(STEPS):
        rows = slice(step * BATCH, (step + 1) * BATCH)
        each = torch.nn.functional.cross_entropy(net(z[rows]), labels[rows], reduction="none")
        loss = (each * weights[rows]).sum() / weights[rows].sum()
        losses.append(loss.item())
        adam.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        adam.step()
    np.savetxt(HERE / "losses.csv", losses, fmt="%.17g")
    print(at, "parameters;", table[:2], losses)


main()
