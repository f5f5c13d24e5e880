"""Writes the best value of each function, sampler and seed by Optuna, as CSV.

Usage: python with_optuna.py TRIALS SEEDS [FUNCTION ...] > optuna.csv
Needs optuna (5.0.0 was used); without names all functions are run. Samplers: `tpe` as it comes, `tpe-multivariate` (which `group` makes fit for conditional spaces), `random`.
"""

import sys
import warnings

import optuna
from functions import ALL

SAMPLERS = {
    "tpe": lambda seed: optuna.samplers.TPESampler(seed=seed),
    "tpe-multivariate": lambda seed: optuna.samplers.TPESampler(seed=seed, multivariate=True, group=True),
    "random": lambda seed: optuna.samplers.RandomSampler(seed=seed),
}


def main():
    warnings.simplefilter("ignore")
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    trials, seeds = int(sys.argv[1]), int(sys.argv[2])
    print("function,sampler,trials,seed,best")
    for name in SAMPLERS:
        for function in (f for f in ALL if f.__name__ in sys.argv[3:] or len(sys.argv) == 3):
            for seed in range(seeds):
                study = optuna.create_study(sampler=SAMPLERS[name](seed))
                study.optimize(function, n_trials=trials)
                print(f"{function.__name__},optuna-{name},{trials},{seed},{study.best_value!r}", flush=True)


main()
