"""The functions that the samplers are compared on, each with its search space in Optuna's words; least values are 0 but for `models`."""

import math

HARTMANN_A = [
    [10, 3, 17, 3.5, 1.7, 8],
    [0.05, 10, 17, 0.1, 8, 14],
    [3, 3.5, 1.7, 10, 17, 8],
    [17, 8, 0.05, 10, 0.1, 14],
]
HARTMANN_P = [
    [1312, 1696, 5569, 124, 8283, 5886],
    [2329, 4135, 8307, 3736, 1004, 9991],
    [2348, 1451, 3522, 2883, 3047, 6650],
    [4047, 8828, 8732, 5743, 1091, 381],
]
HARTMANN_ALPHA = [1, 1.2, 3, 3.2]


def cube(trial, size, low, high):
    return [trial.suggest_float(f"x{i}", low, high) for i in range(size)]


def sphere(trial):
    return sum(v * v for v in cube(trial, 5, -5, 10))


def rosenbrock(trial):
    x = cube(trial, 4, -5, 10)
    return sum(100 * (b - a * a) ** 2 + (1 - a) ** 2 for a, b in zip(x, x[1:]))


def ackley(trial):
    x = cube(trial, 5, -15, 30)
    root = math.sqrt(sum(v * v for v in x) / 5)
    waves = sum(math.cos(2 * math.pi * v) for v in x) / 5
    return -20 * math.exp(-0.2 * root) - math.exp(waves) + 20 + math.e


def rastrigin(trial):
    return 30 + sum(v * v - 10 * math.cos(2 * math.pi * v) for v in cube(trial, 3, -4, 6))


def branin(trial):
    x, y = trial.suggest_float("x0", -5, 10), trial.suggest_float("x1", 0, 15)
    valley = y - 5.1 / (4 * math.pi**2) * x * x + 5 / math.pi * x - 6
    return valley * valley + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10 - 0.397887357729738


def hartmann(trial):
    x = cube(trial, 6, 0, 1)
    total = 0.0
    for alpha, a, p in zip(HARTMANN_ALPHA, HARTMANN_A, HARTMANN_P):
        total += alpha * math.exp(-sum(a[i] * (x[i] - 1e-4 * p[i]) ** 2 for i in range(6)))
    return 3.322368011391339 - total


def models(trial):
    """A tree of three learners with parameters of their own, real, whole and choices; the least value is 0.1."""
    learner = trial.suggest_categorical("learner", ["trees", "linear", "net"])
    if learner == "trees":
        depth = trial.suggest_int("trees.depth", 1, 12)
        rate = trial.suggest_float("trees.rate", 0.001, 1, log=True)
        rows = trial.suggest_float("trees.rows", 0.3, 1)
        return 0.2 + 0.01 * (depth - 5) ** 2 + 0.3 * (math.log10(rate) + 1.3) ** 2 + 0.4 * (rows - 0.8) ** 2
    if learner == "linear":
        penalty = trial.suggest_float("linear.penalty", 0.000001, 1000, log=True)
        return 0.35 + 0.02 * (math.log10(penalty) - 0.5) ** 2
    width = trial.suggest_int("net.width", 4, 512, log=True)
    rate = trial.suggest_float("net.rate", 0.00001, 0.1, log=True)
    unit = trial.suggest_categorical("net.unit", ["relu", "tanh", "gelu"])
    base = {"relu": 0.2, "tanh": 0.4, "gelu": 0.1}[unit]
    return base + 0.05 * math.log2(width / 64) ** 2 + 0.5 * (math.log10(rate) + 3) ** 2


def levy(trial):
    """Held out: not looked at while the sampler's constants were chosen."""
    w = [1 + (v - 1) / 4 for v in cube(trial, 4, -10, 10)]
    middle = sum((v - 1) ** 2 * (1 + 10 * math.sin(math.pi * v + 1) ** 2) for v in w[:-1])
    last = (w[-1] - 1) ** 2 * (1 + math.sin(2 * math.pi * w[-1]) ** 2)
    return math.sin(math.pi * w[0]) ** 2 + middle + last


def styblinski(trial):
    """Held out."""
    x = cube(trial, 4, -5, 5)
    return sum(v**4 - 16 * v * v + 5 * v for v in x) / 2 + 4 * 39.16616570377142


def griewank(trial):
    """Held out."""
    x = cube(trial, 3, -50, 70)
    product = math.prod(math.cos(v / math.sqrt(i + 1)) for i, v in enumerate(x))
    return 1 + sum(v * v for v in x) / 4000 - product


ALL = [sphere, rosenbrock, ackley, rastrigin, branin, hartmann, models, levy, styblinski, griewank]
