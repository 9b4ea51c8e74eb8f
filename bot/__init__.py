"""Redress: what workers can do when their employer goes bankrupt."""

import os

__version__ = "0.1.0"

# One thread for each piece of linear algebra, set before numpy is loaded. With the libraries' own choice a question
# took 135 ms of CPU on two cores, with one thread 3 ms: the pieces are small, and waking threads costs more.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
