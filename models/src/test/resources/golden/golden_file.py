"""Golden files: lines "case NAME", each followed by lines "KEY VALUE ..."."""

import numpy as np


class Out:
    def __init__(self, name):
        self.file = open(name, "w")

    def case(self, name, **values):
        self.file.write(f"case {name}\n")
        for key, value in values.items():
            flat = np.asarray(value).reshape(-1)
            self.file.write(key + "".join(" " + repr(v.item()) for v in flat) + "\n")
