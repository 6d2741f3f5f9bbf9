"""Ratios to a named baseline of the same run: the only figures that mean something on a shared machine."""

import time

import pytest


@pytest.fixture
def ratio(benchmark, capsys):
    """`ratio(name, baseline, ours)`: how many times less CPU time ours takes; both run three times, the best counts."""

    def measure(name, baseline, ours, *, rounds=3):
        def best(work):
            times = []
            for _ in range(rounds):
                began = time.process_time()
                work()
                times.append(time.process_time() - began)
            return min(times)

        slow, fast = best(baseline), best(ours)
        benchmark.extra_info[name] = slow / fast
        with capsys.disabled():
            print(
                f"\n  {name}: {slow / fast:.2f} times faster than the baseline ({slow * 1000:.1f} ms against {fast * 1000:.1f} ms)"
            )
        return slow / fast

    return measure
