from hashlib import blake2b

import numpy as np
import pytest

from engagement_metrics._kernels import resampling
from engagement_metrics._kernels.resampling import (
    integer_keys,
    name_keys,
    poisson_weights,
    replicate_sums,
    replicate_weights,
)


def posts(size=3000, seed=1):
    """Return keys of posts, and their likes and reach."""
    rng = np.random.default_rng(seed)
    likes = rng.poisson(30, size)
    keys = integer_keys(rng.permutation(size) * 7 - 9000)
    return keys, np.stack([likes, likes * 9 + rng.poisson(50, size)], 1).astype(float)


def mixed(word):
    """Return a word through the finaliser of SplitMix64, in Python's whole numbers."""
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        word = (word ^ (word >> shift)) * factor % 2**64
    return word ^ (word >> 31)


def weight_by_hand(key, replicate, seed):
    """Return one weight: the replicate's byte of the mixed word, cut into six."""
    golden = 0x9E3779B97F4A7C15
    start = int.from_bytes(blake2b(b"%d" % seed, digest_size=8).digest(), "little")
    stream = mixed((start + (replicate // 8 + 1) * golden) % 2**64)
    byte = mixed(key ^ stream) >> 8 * (replicate % 8) & 255
    return sum(byte >= cut for cut in (94, 188, 237, 250, 255))


def test_weights_are_those_of_the_definition():
    """Each weight is a function of key, replicate and seed, written out in Python."""
    keys = np.append(integer_keys(np.arange(-20, 20)), name_keys(["ann", "zoë"]))
    expected = [[weight_by_hand(int(k), b, 7) for b in range(30)] for k in keys]

    assert expected == poisson_weights(keys, 30, 7).tolist()


def test_weights_do_not_change():
    """A seed is a promise: these are the weights in every process, for ever."""
    keys = np.append(integer_keys(np.array([0, 1, -1])), name_keys(["ann", "zoë"]))
    expected = [
        [0, 1, 0, 2, 2, 0, 1, 2, 0, 1, 1, 0],
        [1, 3, 0, 1, 1, 1, 2, 0, 0, 3, 1, 1],
        [1, 1, 1, 0, 0, 2, 0, 2, 0, 0, 1, 2],
        [0, 0, 0, 2, 0, 0, 1, 1, 1, 1, 1, 2],
        [0, 0, 1, 1, 0, 2, 1, 1, 2, 0, 0, 1],
    ]

    assert expected == poisson_weights(keys, 12, 2024).tolist()


def test_a_byte_is_a_poisson_draw():
    """Over the 256 bytes mean and variance are exactly 1, shares near Poisson's."""
    cuts = [0, *resampling._CUTS.tolist(), 256]
    sizes = np.diff(cuts)
    weight = np.arange(6)

    assert [94, 94, 49, 13, 5, 1] == sizes.tolist()
    assert weight @ sizes == 256
    assert (weight - 1) ** 2 @ sizes == 256


def test_weights_are_spread_as_they_should():
    """Each weight comes as often as its bytes, in all units and all replicates."""
    weights = poisson_weights(integer_keys(np.arange(2000)), 1000, 3)
    shares = np.bincount(weights.ravel(), minlength=6) / weights.size
    expected = np.array([94, 94, 49, 13, 5, 1]) / 256

    assert np.all(np.abs(shares - expected) < 5 * np.sqrt(expected / weights.size))
    assert np.all(np.abs(weights.mean(axis=0) - 1) < 5 / np.sqrt(2000))
    assert np.all(np.abs(weights.mean(axis=1) - 1) < 5 / np.sqrt(1000))


@pytest.mark.parametrize("side", [0, 1])
def test_units_and_replicates_are_uncorrelated(side):
    """Neither neighbouring units nor neighbouring replicates share their weights."""
    weights = poisson_weights(integer_keys(np.arange(400)), 400, 5) - 1.0
    weights = weights if side == 0 else weights.T
    correlation = weights @ weights.T / 400
    apart = correlation[~np.eye(400, dtype=bool)]

    assert np.abs(apart).max() < 6 / np.sqrt(400)
    assert apart.std() == pytest.approx(1 / np.sqrt(400), rel=0.02)


def test_seeds_are_unrelated():
    """Another seed, however near, gives other weights; any whole number is one."""
    keys = integer_keys(np.arange(500))
    first, second = (poisson_weights(keys, 200, seed) - 1.0 for seed in (1, 2))

    assert abs((first * second).mean()) < 5 / np.sqrt(first.size)
    assert poisson_weights(keys, 8, -1).shape == poisson_weights(keys, 8, 2**99).shape


@pytest.mark.parametrize("replicates", [0, 1, 64, 65, 130])
def test_weights_of_one_replicate_after_another(replicates):
    """In parts of 64 they are those of all at once."""
    keys = integer_keys(np.arange(50))
    one_by_one = [each.copy() for each in replicate_weights(keys, replicates, 4)]

    assert replicates == len(one_by_one)
    np.testing.assert_array_equal(
        poisson_weights(keys, replicates, 4).T, np.array(one_by_one).reshape(-1, 50)
    )


def test_sums_are_weighted_sums():
    """A replicate's sum is that of the column times the weights."""
    keys, columns = posts()
    expected = poisson_weights(keys, 37, 4).T.astype(float) @ columns

    assert np.array_equal(expected, replicate_sums(keys, columns, 37, 4))


def test_sums_that_32_bits_might_not_hold_are_exact():
    """An odd number, some times over, is more than 24 bits hold."""
    odd = 6_710_885.0
    keys = integer_keys(np.array([3]))
    sums = replicate_sums(keys, np.array([[odd]]), 1000, 4)

    assert np.array_equal(odd * poisson_weights(keys, 1000, 4).T, sums)


@pytest.mark.parametrize("scale", [1, 4099, 10**8 + 7, 0.1])
def test_sums_of_any_width_are_exact(scale):
    """Small whole numbers, large ones and fractions have the sums of the definition."""
    keys, columns = posts(300)
    weights = poisson_weights(keys, 40, 4).astype(float)
    expected = (columns * scale).T @ weights
    actual = replicate_sums(keys, columns * scale, 40, 4).T

    np.testing.assert_allclose(actual, expected, rtol=0 if scale >= 1 else 1e-14)


def test_order_does_not_matter():
    """Rows in another order give the same bits."""
    keys, columns = posts()
    order = np.random.default_rng(9).permutation(keys.size)
    expected = replicate_sums(keys, columns, 50, 4)

    assert np.array_equal(expected, replicate_sums(keys[order], columns[order], 50, 4))


@pytest.mark.parametrize("cuts", [[1], [1500], [10, 11, 2999], [0, 3000]])
def test_shards_add(cuts):
    """Sums of shards add to the sum of all, to the bit for whole numbers."""
    keys, columns = posts()
    shards = zip(np.split(keys, cuts), np.split(columns, cuts), strict=True)
    total = sum(replicate_sums(*shard, 50, 4) for shard in shards)

    assert np.array_equal(replicate_sums(keys, columns, 50, 4), total)


def test_fewer_replicates_are_the_first_of_more():
    """Replicates are numbered: asking for more leaves the earlier as they were."""
    keys, columns = posts(200)
    expected = replicate_sums(keys, columns, 100, 4)

    for fewer in (0, 1, 7, 8, 9, 100):
        assert np.array_equal(expected[:fewer], replicate_sums(keys, columns, fewer, 4))


def test_blocks_do_not_show(monkeypatch):
    """The number of rows worked at a time changes nothing."""
    keys, columns = posts(500)
    expected = replicate_sums(keys, columns, 20, 4)
    for block in (1, 64, 1000, 10**6):
        monkeypatch.setattr(resampling, "_BLOCK", block)
        assert np.array_equal(expected, replicate_sums(keys, columns, 20, 4))


def test_rows_of_one_unit_move_together():
    """A unit's rows have one weight, so that units are resampled, not rows."""
    keys = integer_keys(np.array([5, 6, 5, 5]))
    weights = poisson_weights(keys, 64, 0)
    columns = np.array([[1.0], [2], [3], [4]])
    whole = replicate_sums(keys[:2], np.array([[8.0], [2]]), 64, 0)

    assert np.array_equal(weights[0], weights[2])
    assert np.array_equal(weights[0], weights[3])
    assert not np.array_equal(weights[0], weights[1])
    assert np.array_equal(whole, replicate_sums(keys, columns, 64, 0))


def test_no_units_sum_to_nothing():
    """Without a row every sum is 0, and columns are kept as they were."""
    keys, columns = posts(50)
    before = keys.copy(), columns.copy()
    replicate_sums(keys, columns, 9, 1)

    assert np.array_equal(np.zeros((9, 2)), replicate_sums(keys[:0], columns[:0], 9, 1))
    assert poisson_weights(keys[:0], 9, 1).shape == (0, 9)
    assert all(map(np.array_equal, before, (keys, columns)))


def test_keys_are_distinct():
    """Whole numbers never share a key; twenty thousand names do not."""
    numbers = integer_keys(np.append(np.arange(-50_000, 50_000), [2**62, -(2**63)]))
    names = name_keys([f"account {i}" for i in range(20_000)])

    assert np.unique(numbers).size == numbers.size
    assert np.unique(names).size == names.size
    assert name_keys([]).size == 0
    assert name_keys(["\ud800"]).size == 1


def test_error_of_a_ratio_is_that_of_its_residuals():
    """The spread of the pooled ratio over replicates is its linearised error."""
    keys, columns = posts()
    likes, reach = columns.T
    sums = replicate_sums(keys, columns, 4000, 8)
    ratio = likes.sum() / reach.sum()
    error = np.sqrt(((likes - ratio * reach) ** 2).sum()) / reach.sum()

    # 4000 replicates leave the spread an error of its own of 1/sqrt(8000)
    assert error == pytest.approx((sums[:, 0] / sums[:, 1]).std(), rel=0.05)


def test_scipy_agrees_on_the_error_of_a_mean():
    """SciPy's bootstrap, which draws rows, has the same error to chance."""
    stats = pytest.importorskip("scipy.stats")
    keys, columns = posts(400)
    likes = columns[:, 0]
    sums = replicate_sums(keys, np.stack([likes, np.ones(400)], 1), 4000, 2)
    theirs = stats.bootstrap(
        (likes,), np.mean, n_resamples=4000, method="percentile", rng=1
    )

    assert theirs.standard_error == pytest.approx(
        (sums[:, 0] / sums[:, 1]).std(), rel=0.07
    )
